//! Terraform's plugin protocol 6, with plain Rust outside.
//!
//! No prost, tonic or msgpack type leaves this crate: a provider implements [`ProviderServer`] over
//! the types of [`rpc`], and its values are [`Value`]s of a [`Type`].

pub mod codec;
mod convert;
mod diagnostic;
pub mod log;
mod number;
mod path;
mod proto;
pub mod rpc;
pub mod schema;
pub mod serve;
mod service;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod testing;
mod ty;
mod value;

pub use diagnostic::{Diagnostic, Severity};
pub use number::{InvalidNumber, MAX_DIGITS, Number};
pub use path::{AttributePath, Step};
pub use rpc::ProviderServer;
pub use ty::Type;
pub use value::{Refinement, Value};
