//! A throw-away provider that has one of everything that the framework can do. Its tests run it
//! through a real Terraform, and through gRPC where that Terraform does not call yet.

mod cloud;
mod provider;
mod things;

use provider::Corner;
use std::process::ExitCode;
use tf_framework::Server;
use tf_protocol::serve::{ServeOptions, run};

fn main() -> ExitCode {
    let options = ServeOptions::new(
        "corner",
        "registry.terraform.io/acme/corner",
        env!("CARGO_PKG_VERSION"),
        "nowhere: this provider is thrown away",
    );
    run(options, || Server::new(Corner))
}
