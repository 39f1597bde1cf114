//! Every call of the protocol: a file for each family.

mod action;
mod data;
mod ephemeral;
mod function;
mod list;
mod provider;
mod resource;

use super::{
    Failure,
    answers::{ask, ask_identity, deferral, diagnostics, identity, path, raw_state, value},
    client::{Answer, Client},
    schemas,
};
use crate::proto::tfplugin6 as proto;
use std::time::SystemTime;

pub use action::{ActionEvent, Invocation};
pub use list::Listing;
pub use provider::Metadata;

#[expect(clippy::unnecessary_wraps, reason = "every message field is optional on the wire")]
fn client(deferral_allowed: bool, write_only: bool) -> Option<proto::ClientCapabilities> {
    Some(proto::ClientCapabilities { deferral_allowed, write_only_attributes_allowed: write_only })
}

fn time(from: Option<prost_types::Timestamp>) -> Option<SystemTime> {
    from.and_then(|time| time.try_into().ok())
}
