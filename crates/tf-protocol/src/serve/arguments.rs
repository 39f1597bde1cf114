//! The command line.

use super::{ServeOptions, program};
use std::ffi::OsString;

/// What the process is to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Plugin,
    Debug,
    Version,
    Help,
    Unknown(String),
}

/// One dash is as good as two: Go's providers take either.
pub(super) fn mode(arguments: impl IntoIterator<Item = OsString>) -> Mode {
    let mut mode = Mode::Plugin;
    for argument in arguments {
        match argument.to_string_lossy().as_ref() {
            "--debug" | "-debug" => mode = Mode::Debug,
            "--version" | "-version" | "-V" => return Mode::Version,
            "--help" | "-help" | "-h" => return Mode::Help,
            other => return Mode::Unknown(other.to_owned()),
        }
    }
    mode
}

pub(super) fn help(options: &ServeOptions) -> String {
    let (program, version) = (program(options), options.version);
    format!(
        "{program} {version}, a Terraform provider. Terraform starts it; by hand there is:\n\
         \n\
         \x20 --debug    serve several runs of Terraform, and print how to make it attach\n\
         \x20 --version  print the version\n\
         \x20 --help     print this\n\
         \n\
         TF_LOG_PROVIDER=TRACE|DEBUG|INFO|WARN|ERROR makes it log to stderr.\n"
    )
}

pub(super) fn not_by_hand(options: &ServeOptions) -> String {
    let (program, address) = (program(options), options.address);
    let source = address.split_once('/').map_or(address, |(_, source)| source);
    format!(
        "{program} is a plugin: Terraform and OpenTofu start it themselves. Name it in a \
         configuration and run `terraform init`:\n\
         \n\
         \x20 terraform {{\n\
         \x20   required_providers {{\n\
         \x20     {name} = {{ source = \"{source}\" }}\n\
         \x20   }}\n\
         \x20 }}\n\
         \n\
         `{program} --help` lists what it does by hand.\n",
        name = options.name,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_on_the_mode() {
        let mode = |arguments: &[&str]| super::mode(arguments.iter().map(Into::into));
        assert_eq!(mode(&[]), Mode::Plugin);
        assert_eq!(mode(&["-debug"]), Mode::Debug);
        assert_eq!(mode(&["--debug", "--version"]), Mode::Version);
        assert_eq!(mode(&["--debug", "x"]), Mode::Unknown("x".to_owned()));
    }
}
