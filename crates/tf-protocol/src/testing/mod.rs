//! A host for tests: starts a provider as Terraform does, and calls it with plain Rust.

mod answers;
mod call;
mod client;
mod connect;
mod host;
mod raw;

pub use call::Failure;
pub use client::{Client, Metadata};
pub use connect::{Who, attach};
pub use host::{Handshake, Host, Start};
