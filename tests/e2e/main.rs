//! What a user sees: the real `terraform`, over real HTTP, against the emulator.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends where it goes wrong")]

mod auth_methods;
mod data_sources;
mod ephemeral;
mod faults;
mod functions;
mod identity;
mod identity_token_auth_token;
mod identity_universal_auth_client_secret;
mod interrupt;
mod killed;
mod lab;
mod login;
mod lost_create;
mod moved;
mod nowhere;
mod plugin;
mod project;
mod project_environment;
mod project_identity;
mod project_scoped_identity;
mod provider_block;
mod provider_network;
mod query;
mod rate_limit;
mod secret;
mod secret_folder;
mod secret_import;
mod secret_tag;
mod secrets;
mod secure;
mod two_runs;
mod wire;
mod with_project;
