//! Before the first connection.

use crate::{PROVIDER, provider};
use std::process::{Command, Output};

fn by_hand(arguments: &[&str]) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .env(PROVIDER, "1")
        .env_remove("TF_PLUGIN_MAGIC_COOKIE")
        .args(arguments)
        .output()
        .unwrap()
}

pub(crate) async fn by_hand_it_explains_itself() {
    let output = by_hand(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("is a plugin") && text.contains(r#"source = "acme/corner""#), "{text}");
}

pub(crate) async fn flags_print_and_end() {
    let output = by_hand(&["--version"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(output.stdout, b"terraform-provider-corner 1.2.3\n");
    let output = by_hand(&["-help"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("--debug"));
    let output = by_hand(&["--frobnicate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

pub(crate) async fn the_handshake_is_one_line() {
    let mut host = provider().start().unwrap();
    let handshake = host.handshake.clone();
    assert_eq!(handshake.network, "unix");
    assert_eq!(handshake.line.matches('|').count(), 5);
    assert!(handshake.certificate.len() > 50);
    assert!(!handshake.line.contains('='), "padding: {}", handshake.line);
    let mut client = host.connect().await.unwrap();
    client.schema().await.unwrap();
    client.shutdown().await.unwrap();
    let (status, stdout, stderr) = host.wait().unwrap();
    assert!(status.success());
    assert_eq!((&*stdout, &*stderr), ("", ""));
}

pub(crate) async fn seventh_field_only_when_asked() {
    let host = provider().env("PLUGIN_MULTIPLEX_GRPC", "true").start().unwrap();
    assert!(host.handshake.line.ends_with("|false\n"), "{}", host.handshake.line);
    host.connect().await.unwrap().metadata().await.unwrap();
}

pub(crate) async fn without_a_certificate_it_is_plaintext() {
    let host = provider().plaintext().start().unwrap();
    assert!(host.handshake.line.ends_with("|grpc|\n"));
    host.connect().await.unwrap().metadata().await.unwrap();
}

pub(crate) async fn a_long_temporary_directory_is_no_problem() {
    let directory = tempfile::tempdir().unwrap();
    let long = directory.path().join("d".repeat(200));
    std::fs::create_dir(&long).unwrap();
    let host = provider().env("TMPDIR", &long).start().unwrap();
    assert!(host.handshake.address.starts_with("/tmp/plugin"));
    host.connect().await.unwrap().metadata().await.unwrap();
    let host = provider().env("PLUGIN_UNIX_SOCKET_DIR", directory.path()).start().unwrap();
    assert!(host.handshake.address.starts_with(directory.path().to_str().unwrap()));
}

pub(crate) async fn nonsense_for_a_certificate_is_refused() {
    let output = Command::new(std::env::current_exe().unwrap())
        .env(PROVIDER, "1")
        .env(
            "TF_PLUGIN_MAGIC_COOKIE",
            "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
        )
        .env("PLUGIN_CLIENT_CERT", "nonsense")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8(output.stderr).unwrap().contains("PLUGIN_CLIENT_CERT"));
}
