//! What is computed without a server.

mod dotenv;
mod json;
mod parse_secret_reference;
mod secret_reference;

pub(crate) use dotenv::Dotenv;
pub(crate) use json::Json;
pub(crate) use parse_secret_reference::ParseSecretReference;
pub(crate) use secret_reference::SecretReference;
