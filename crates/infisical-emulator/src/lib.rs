//! A strict Infisical in one process, with faults and a journal.
//!
//! [`Emulator::start`] opens a real HTTP server on a free port of 127.0.0.1. It is written from
//! what Infisical's server does, never from what our client needs: the recorded answers of a
//! 2024-10 server ([`Dialect::Recorded2024_10`]) and, where the current source differs, those of
//! the current one ([`Dialect::Current`]). It is stricter than the server in one thing: a request
//! field that the server would silently ignore is refused and kept in [`Emulator::violations`].
//!
//! ```
//! use infisical_emulator::{Emulator, Options};
//!
//! let emulator = Emulator::start(Options::default())?;
//! let (status, body) = emulator.out_of_band("GET", "/api/status", None);
//! assert_eq!((status, body["message"].as_str()), (200, Some("Ok")));
//! assert!(emulator.violations().is_empty());
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Where things are: `routes/` has one file per family of endpoints, and `routes/auth_method.rs`
//! holds once what all authentication methods of an identity share, `routes/secret/` what the
//! versions of the API of secrets do; `fields.rs` checks bodies the way the server's schemas do;
//! `refusal.rs` is every error shape; `server.rs` owns the sockets and carries out the faults of
//! `fault.rs`; `outside/` is whom the server asks who logs in.

mod clock;
mod emulator;
mod fault;
mod fields;
mod ip;
mod journal;
mod message;
mod options;
mod outside;
mod rate_limit;
mod refusal;
mod routes;
mod server;
mod shared;
mod state;
mod token;

pub use emulator::Emulator;
pub use fault::{Fault, FaultKind};
pub use journal::{Entry, Origin};
pub use options::{Credentials, Dialect, Options, RateLimits};
pub use outside::{AliCloudKey, AwsKey, OciUser};
