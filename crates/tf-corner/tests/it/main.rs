//! The throw-away provider, as a user of Terraform meets it.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

mod bucket;
mod defaults;
mod everything;
mod heavy;
mod identity;
mod import;
mod kinds;
mod lab;
mod parcel;
mod planned;
mod rules;
mod secret;
mod slow;
mod spelling;
mod user;
mod wire;
