//! The gRPC services of one process, over a [`ProviderServer`](crate::ProviderServer).

mod guard;
mod plugin;
mod provider;
mod rescue;
mod schema;
mod stream;

pub(crate) use guard::{Identity, take_panic_place};
pub(crate) use plugin::{Broker, Controller, Stdio};
pub(crate) use provider::Provider;
