//! A host for tests: starts a provider as Terraform does, and calls it with plain Rust.

mod answers;
mod call;
mod calls;
mod client;
mod connect;
mod host;
mod raw;
mod schemas;

pub use call::Failure;
pub use calls::{ActionEvent, Invocation, Listing, Metadata};
pub use client::Client;
pub use connect::{Who, attach};
pub use host::{Handshake, Host, Start};
