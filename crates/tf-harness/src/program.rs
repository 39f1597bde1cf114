//! The program to drive, and the environment that it must not see.

use std::{
    env, io,
    path::{Path, PathBuf},
    process::{Child, Command},
};

/// The program to drive: what the environment variable `TERRAFORM` names, else `terraform`.
///
/// A bare name is looked up on the `PATH`; a path is made absolute, as commands run in other folders.
#[must_use]
pub fn terraform() -> PathBuf {
    let program = env::var_os("TERRAFORM").map_or_else(|| "terraform".into(), PathBuf::from);
    if program.components().count() == 1 {
        return program;
    }
    std::path::absolute(&program).unwrap_or(program)
}

/// Starts `command`, which runs [`terraform`]; none on this machine ends the test.
pub(crate) fn start(command: &mut Command) -> Child {
    command.spawn().unwrap_or_else(|error| {
        let program = Path::new(command.get_program()).display();
        let advice = match error.kind() {
            io::ErrorKind::NotFound => {
                " These tests drive a real Terraform: install version 1.11 or later \
                 (https://developer.hashicorp.com/terraform/install), or name a tofu in the \
                 environment variable TERRAFORM."
            }
            _ => "",
        };
        panic!("cannot start `{program}`: {error}.{advice}")
    })
}

/// Takes away what the caller's environment says to Terraform, to a provider, or to an HTTP client.
pub(crate) fn clean(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_foreign) {
            command.env_remove(&name);
        }
    }
    command
}

/// HTTP clients read `http_proxy` and `HTTP_PROXY` alike.
fn is_foreign(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["TF_", "INFISICAL_"].iter().any(|start| name.starts_with(start)) || name.ends_with("_PROXY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_terraform_a_provider_or_http_is_foreign() {
        for name in
            ["TF_LOG", "TF_VAR_x", "INFISICAL_HOST", "http_proxy", "HTTP_PROXY", "ALL_PROXY"]
        {
            assert!(is_foreign(name), "{name}");
        }
        for name in ["PATH", "HOME", "TERRAFORM", "TFX", "SSL_CERT_FILE"] {
            assert!(!is_foreign(name), "{name}");
        }
    }
}
