//! The plan engine: what is planned, judged, refused and said.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

mod breaks;
mod derived;
mod judged;
mod messages;
mod mistakes;
mod proposed;
mod random;
mod spelled;
mod support;
