//! The plugin binary: Terraform starts it and speaks to it; a person gets told so.

use std::process::ExitCode;
use terraform_provider_infisical::{ADDRESS, Infisical};
use tf_framework::Server;
use tf_protocol::serve::{ServeOptions, run};

fn main() -> ExitCode {
    let options = ServeOptions::new(
        "infisical",
        ADDRESS,
        env!("CARGO_PKG_VERSION"),
        "the repository of terraform-provider-infisical",
    );
    run(options, || Server::new(Infisical))
}
