//! Infisical in Terraform's words: the provider block, the resources, and how an error of the API
//! becomes a diagnostic.
//!
//! This is the only package that knows both sides: `tf_*` crates have never heard of Infisical,
//! `infisical_*` crates never of Terraform.

mod actions;
mod data_sources;
mod ephemeral;
mod error;
mod functions;
mod provider;
mod registry;
mod resources;
mod shared;

pub use error::Error;
pub use provider::{Auth, Config, Infisical};
pub use registry::{ADDRESS, docs_pages};

/// What a resource's operation ends with.
type Result<T> = std::result::Result<T, Error>;

/// What a resource's operation gets.
type Cx<'a> = tf_framework::Cx<'a, Infisical>;
