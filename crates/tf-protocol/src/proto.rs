//! The generated messages and services. Nothing of them leaves this crate.

mod encoded;

pub(crate) use encoded::EncodedSchema;

/// `tfplugin6`: Terraform's own.
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "generated from /proto"
)]
pub(crate) mod tfplugin6 {
    tonic::include_proto!("tfplugin6");
}

/// `plugin`: go-plugin's services beside it.
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "generated from /proto"
)]
pub(crate) mod plugin {
    tonic::include_proto!("plugin");
}
