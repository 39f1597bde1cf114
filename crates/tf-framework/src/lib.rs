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
mod kinds;
pub mod plan;
mod provider;
mod registry;
mod resource;
pub mod schema;
mod server;
mod types;

pub use api::{ApiObject, JsonMap};
pub use diagnostic::{Diagnostic, Diagnostics, Fault};
pub use kinds::{
    Action, ActionPlan, DataSource, Ephemeral, Found, Function, FunctionError, ListResource,
    Opened, Progress,
};
pub use provider::{Provider, Setup};
pub use registry::Registry;
pub use resource::{Change, Cx, Move, Planning, Resource, Source, Upgrade};
pub use schema::{Attribute, Block, Checked, Kind, Known, Mode, Nulls, Schema, Stage};
pub use server::Server;
pub use tf_framework_derive::Schema;
pub use tf_protocol::{
    AttributePath, Number, Severity, Step, Type, Value, rpc::Deferral, schema::Nesting,
};
pub use types::{
    AttributeType, Computed, Dynamic, List, Object, Operation, Sensitive, Set, Text, TextType,
    Timeouts, Unordered, WriteOnly, list_of_strings, text,
};

#[doc(hidden)]
pub use serde_json as __json;
