//! A framework for Terraform providers.
//!
//! A resource is a struct that derives [`Schema`]: its fields are its attributes, its comments their
//! documentation, and both codecs (Terraform's values, the API's JSON) follow from it. The plan is
//! the framework's: a resource sees only known values. What knows an API is the provider; this crate
//! knows none.

// The derive names this crate `tf_framework`, here as well.
extern crate self as tf_framework;

pub mod api;
mod diagnostic;
pub mod docs;
pub mod plan;
mod provider;
mod resource;
pub mod schema;
mod server;
mod types;

pub use api::{ApiObject, JsonMap};
pub use diagnostic::{Diagnostic, Diagnostics, Fault};
pub use provider::{Provider, Setup};
#[doc(hidden)]
pub use resource::field as __field;
pub use resource::{Change, Cx, Erased, ErasedResource, Resource};
pub use schema::{Attribute, Block, Checked, Kind, Known, Mode, Nulls, Schema, Stage};
pub use server::Server;
pub use tf_framework_derive::Schema;
pub use tf_protocol::{AttributePath, Number, Severity, Step, Type, Value, schema::Nesting};
pub use types::{
    AttributeType, Computed, List, Sensitive, Set, Text, TextType, Unordered, list_of_strings,
};

#[doc(hidden)]
pub use serde_json as __json;
