//! The emulator over real sockets, one file a subject.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test fails the test"
)]

mod client;
mod current;
mod faults;
mod folders;
mod journal;
mod later_methods;
mod limits;
mod logins;
mod project_identities;
mod projects;
mod recorded;
mod secrets;
mod strict;
mod wire;
