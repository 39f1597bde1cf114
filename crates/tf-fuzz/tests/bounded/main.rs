//! A bounded, deterministic run of each fuzz target. `FUZZ_ITERATIONS` scales it: 10 runs ten times as
//! many inputs.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

mod hostile;
mod random;

use hostile::{codec_inputs, json_texts, request_inputs};
use random::Random;
use std::time::{Duration, Instant};
use tf_fuzz::{json_state, msgpack, requests, type_json};

/// A target, and the name to find it by.
type Target = (&'static str, fn(&[u8]));

/// More than a thousand times what the slowest input takes.
const HANGS: Duration = Duration::from_secs(30);

/// More than the largest input, and everything that is made of it, take.
const MOST_KIB: u64 = 512 * 1024;

/// Says which input was running when a target panicked.
struct Running<'a>(&'static str, &'a [u8]);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let start = &self.1[..self.1.len().min(4096)];
            eprintln!("{} ({} bytes): {}", self.0, self.1.len(), start.escape_ascii());
        }
    }
}

fn run((name, target): Target, input: &[u8]) {
    let running = Running(name, input);
    let began = Instant::now();
    target(input);
    assert!(began.elapsed() < HANGS, "{name} took {:?}", began.elapsed());
    drop(running);
}

fn iterations(default: u64) -> u64 {
    let scale = std::env::var("FUZZ_ITERATIONS").map_or(1, |scale| scale.parse().unwrap());
    default * scale
}

/// Random decisions, which make sound and damaged encodings as well as nonsense.
fn run_random(target: Target, count: u64, longest: usize) {
    for seed in 0..iterations(count) {
        run(target, &Random::new(seed).bytes(longest));
    }
    assert!(peak_kib() < MOST_KIB, "{} took {} KiB of memory", target.0, peak_kib());
}

fn run_all(target: Target, inputs: impl IntoIterator<Item = Vec<u8>>) {
    for input in inputs {
        run(target, &input);
    }
    assert!(peak_kib() < MOST_KIB, "{} took {} KiB of memory", target.0, peak_kib());
}

/// The most memory that this process had so far; 0 where the system does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or(0, |peak| peak.trim().trim_end_matches(" kB").parse().unwrap())
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
