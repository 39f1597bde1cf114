//! The process that Terraform starts, in the circumstances that people have.

use crate::lab::{IDENTITY, Lab};
use std::{path::Path, process::Command};
use tf_harness::ReattachedProvider;

const PROVIDER: &str = env!("CARGO_BIN_EXE_terraform-provider-infisical");

#[test]
fn a_long_temporary_folder_is_no_obstacle() {
    let mut lab = Lab::new();
    let folder = lab.workspace.path(&"long-".repeat(30));
    std::fs::create_dir(&folder).unwrap();
    lab.workspace.set_env("TMPDIR", folder.to_str().unwrap());
    lab.write(&[IDENTITY]);
    lab.workspace.apply_and_settle();
}

#[test]
fn without_tls_it_speaks_clear_text() {
    let mut lab = Lab::new();
    lab.workspace.set_env("TF_DISABLE_PLUGIN_TLS", "1");
    lab.write(&[IDENTITY]);
    lab.workspace.apply_and_settle();
}

#[test]
fn one_process_serves_several_runs() {
    let mut lab = Lab::new();
    let environment = lab.emulator.environment();
    let environment = environment.each_ref().map(|(name, value)| (*name, value.as_str()));
    // The environment that counts is the provider's own.
    let provider = ReattachedProvider::start(Path::new(PROVIDER), &environment);
    lab.workspace.attach(&provider);
    lab.write(&[IDENTITY]);
    lab.workspace.apply_and_settle();
    lab.workspace.destroy();
    let (status, log) = provider.stop();
    assert!(status.success());
    assert!(lab.emulator.secrets().iter().all(|secret| !log.contains(secret)));
}

/// The system would write one into the folder, and a core holds every secret of the process.
#[test]
fn a_crash_leaves_no_core() {
    use std::os::unix::{fs::PermissionsExt as _, process::ExitStatusExt as _};
    let lab = Lab::new();
    lab.workspace.write(
        "provider",
        &format!("#!/bin/sh\ncd \"${{0%/*}}\"\nulimit -c \"$(ulimit -H -c)\"\nexec {PROVIDER}\n"),
    );
    let program = lab.workspace.path("provider");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut host = tf_protocol::testing::Start::new(&program).start().unwrap();
    let abort = format!("kill -ABRT {}", host.id());
    assert!(Command::new("sh").args(["-c", &abort]).status().unwrap().success());
    let (status, ..) = host.wait().unwrap();
    assert!(status.signal().is_some(), "{status}");
    assert!(!status.core_dumped(), "{status}");
}

#[test]
fn a_person_who_starts_it_is_told_what_it_is() {
    let run = |arguments: &[&str]| Command::new(PROVIDER).args(arguments).output().unwrap();
    let output = run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Terraform and OpenTofu start it themselves"), "{said}");

    let output = run(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, format!("terraform-provider-infisical {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(run(&["--nonsense"]).status.code(), Some(2));
}
