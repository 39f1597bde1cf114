//! A bounded, deterministic run of each fuzz target. `FUZZ_ITERATIONS` scales it: 10 runs ten times as
//! many inputs.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

mod hostile;
mod random;

use hostile::{codec_inputs, json_texts, request_inputs};
use random::Random;
use std::{
    sync::mpsc::{RecvTimeoutError, Sender, channel},
    thread,
    time::Duration,
};
use tf_fuzz::{json_state, msgpack, requests, type_json};

/// A target, and the name to find it by.
type Target = (&'static str, fn(&[u8]));

/// More than a thousand times what the slowest input takes.
const HANGS: Duration = Duration::from_secs(30);

/// More than the largest input, and everything that is made of it, take.
const MOST_KIB: u64 = 512 * 1024;

/// The start of an input, to find it by.
fn excerpt(input: &[u8]) -> String {
    format!("{} bytes: {}", input.len(), input[..input.len().min(4096)].escape_ascii())
}

/// Says which input was running when a target panicked.
struct Running<'a>(&'static str, &'a [u8]);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("{}: {}", self.0, excerpt(self.1));
        }
    }
}

/// Ends the process when an input does not end: a loop in a target cannot be interrupted.
struct Watchdog(Sender<String>);

impl Watchdog {
    fn over(name: &'static str) -> Self {
        let (sender, inputs) = channel::<String>();
        thread::spawn(move || {
            let mut current: Option<String> = None;
            loop {
                match inputs.recv_timeout(HANGS) {
                    Ok(input) => current = Some(input),
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        let input = current.unwrap_or_default();
                        eprintln!("{name} hangs, more than {HANGS:?}: {input}");
                        std::process::exit(1);
                    }
                }
            }
        });
        Self(sender)
    }
}

/// Runs all inputs, and says how many there were.
fn run_all((name, target): Target, inputs: impl IntoIterator<Item = Vec<u8>>) {
    let watchdog = Watchdog::over(name);
    let mut count = 0_u64;
    for input in inputs {
        watchdog.0.send(excerpt(&input)).unwrap();
        let running = Running(name, &input);
        target(&input);
        drop(running);
        count += 1;
    }
    assert!(peak_kib() < MOST_KIB, "after {name}: {} KiB of memory", peak_kib());
    eprintln!("{name}: {count} inputs");
}

fn iterations(default: u64) -> u64 {
    let scale = std::env::var("FUZZ_ITERATIONS").map_or(1, |scale| scale.parse().unwrap());
    default * scale
}

/// Random decisions, which make sound and damaged encodings as well as nonsense.
fn run_random(target: Target, count: u64, longest: usize) {
    run_all(target, (0..iterations(count)).map(|seed| Random::new(seed).bytes(longest)));
}

/// The most memory that this process, in which all targets run, had so far.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn msgpack_of_random_decisions() {
    run_random(("msgpack", msgpack), 20_000, 400);
}

#[test]
fn json_state_of_random_decisions() {
    run_random(("json_state", json_state), 20_000, 400);
}

#[test]
fn type_json_of_random_decisions() {
    run_random(("type_json", type_json), 30_000, 100);
}

#[test]
fn requests_of_random_decisions() {
    run_random(("requests", requests), 3000, 3000);
}

#[test]
fn hostile_msgpack() {
    run_all(("msgpack", msgpack), codec_inputs(&hostile::encodings()));
}

#[test]
fn hostile_json() {
    run_all(("json_state", json_state), codec_inputs(&json_texts()));
    run_all(("type_json", type_json), json_texts());
}

#[test]
fn hostile_requests() {
    let mut all = hostile::encodings();
    all.extend(json_texts());
    run_all(("requests", requests), request_inputs(&all));
}

#[test]
fn the_provider_that_is_asked_is_sound() {
    assert_eq!(tf_framework::Server::new(tf_fuzz::Fuzzed).mistakes(), Vec::<String>::new());
}
