//! Between the wire's messages and [`crate::rpc`]: a file for each family of calls.

pub(crate) mod action;
pub(crate) mod apply;
pub(crate) mod configure;
pub(crate) mod data;
mod deferral;
mod diagnostic;
pub(crate) mod ephemeral;
pub(crate) mod function;
pub(crate) mod generate;
pub(crate) mod identity;
pub(crate) mod import;
pub(crate) mod list;
pub(crate) mod metadata;
pub(crate) mod move_state;
pub(crate) mod path;
pub(crate) mod plan;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod text;
pub(crate) mod upgrade;
pub(crate) mod validate;
mod value;

pub(crate) use diagnostic::diagnostics;
use value::ty;
pub(crate) use value::{received, sent};
