//! Random lives of identities and auth methods through the provider, while the network and the server
//! fail at random: applies, updates, drifts, revokes and destroys. After each round state and server
//! agree: nothing is lost, nothing is there twice, nothing panicked.
//!
//! `cargo xtask soak --operations 10000 --seed 7` makes it longer than `cargo test` does. An episode
//! that goes wrong names the seed that repeats it alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where it goes wrong")]

mod catalog;
mod episode;
mod judge;
mod plugin;
mod random;
mod real;
mod run;
mod walk;
mod weather;

use episode::{Episode, Tally};
use infisical_emulator::Emulator;
use real::Real;
use run::Terraform;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;
use walk::Walk;

/// Terraform, played: a fraction of the time, many more rounds.
#[test]
fn nothing_is_lost_and_nothing_is_there_twice() {
    soak("played", Walk::new, Share { one_in: 1, episode: 40 });
}

#[test]
fn a_real_terraform_does_not_lose_anything_either() {
    soak("real", Real::new, Share { one_in: 40, episode: 10 });
}

/// How much there is to live through.
#[derive(Debug, Clone, Copy)]
struct Share {
    /// Of so many operations that are asked for.
    one_in: u64,
    /// The operations of one episode.
    episode: u64,
}

/// Episodes at a time: most of their time they wait before they try something again.
const THREADS: usize = 16;

fn soak<T: Terraform>(who: &str, terraform: fn(Arc<Emulator>) -> T, share: Share) {
    let seed = setting("SOAK_SEED", 1);
    let Share { one_in, episode } = share;
    let operations = setting("SOAK_OPERATIONS", 240) / one_in;
    let episodes = operations.div_ceil(episode);
    let began = Instant::now();
    let (next, lived) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let live = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= episodes {
                return;
            }
            let seed = seed + number;
            let operations = (operations - number * episode).min(episode);
            let live = || Episode::new(seed, terraform).live(operations);
            let ended = catch_unwind(AssertUnwindSafe(live));
            let ended = ended.unwrap_or_else(|_| Err("the test itself panicked".to_owned()));
            if ended.is_err() {
                next.store(episodes, Ordering::Relaxed);
            }
            lived.lock().unwrap().push(ended.map_err(|wrong| {
                let asked = operations * one_in;
                format!("cargo xtask soak --operations {asked} --seed {seed}, {who}: {wrong}")
            }));
        }
    };
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(live);
        }
    });
    let lived = lived.into_inner().unwrap().into_iter();
    let tally: Tally = lived.map(|ended| ended.unwrap_or_else(|wrong| panic!("{wrong}"))).sum();
    let took = began.elapsed().as_secs_f64();
    eprintln!("soak, {who}, seed {seed}: {tally}; {took:.1} s");
}

/// A number from the environment.
fn setting(variable: &str, default: u64) -> u64 {
    let Ok(text) = std::env::var(variable) else { return default };
    text.parse().unwrap_or_else(|error| panic!("{variable}: {error}"))
}
