//! From the start of a provider to its handshake, as Terraform asks for it (go-plugin, `client.go`).

use super::{median, memory};
use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use std::{
    env,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Terraform's magic cookie (`internal/plugin/serve.go`).
const COOKIE: &str = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// The medians of some starts.
pub(super) struct Start {
    pub(super) time: Duration,
    /// In KiB; none where the system does not tell.
    pub(super) memory: Option<u64>,
}

/// Starts the provider `times` times.
pub(super) fn measure(binary: &Path, times: usize) -> Result<Start> {
    let certificate = client_certificate()?;
    // The first start reads the binary from the disk.
    once(binary, &certificate)?;
    let mut spent = Vec::new();
    let mut used = Vec::new();
    for _ in 0..times {
        let (time, memory) = once(binary, &certificate)?;
        spent.push(time);
        used.extend(memory);
    }
    let time = median(spent).context("nothing was started")?;
    Ok(Start { time, memory: median(used) })
}

fn once(binary: &Path, certificate: &str) -> Result<(Duration, Option<u64>)> {
    let mut command = Command::new(binary);
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("TF_") {
            command.env_remove(&name);
        }
    }
    command
        .env("TF_PLUGIN_MAGIC_COOKIE", COOKIE)
        .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
        .env("PLUGIN_CLIENT_CERT", certificate)
        .env("PLUGIN_MIN_PORT", "10000")
        .env("PLUGIN_MAX_PORT", "25000")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let began = Instant::now();
    let mut child =
        command.spawn().with_context(|| format!("cannot start {}", binary.display()))?;
    let mut line = String::new();
    let read = child.stdout.take().map(|pipe| BufReader::new(pipe).read_line(&mut line));
    let time = began.elapsed();
    let memory = memory::peak(child.id());
    child.kill()?;
    child.wait()?;
    read.transpose()?;
    // Core protocol, our protocol, network, address, `grpc`, certificate.
    let fields: Vec<_> = line.trim_end().split('|').collect();
    ensure!(
        matches!(fields.as_slice(), ["1", _, _, _, "grpc", certificate, ..] if !certificate.is_empty()),
        "{} answered with no handshake with TLS, but with {line:?}",
        binary.display()
    );
    Ok((time, memory))
}

fn client_certificate() -> Result<String> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let parameters = CertificateParams::new(vec!["localhost".to_owned()])?;
    let certificate = parameters.self_signed(&key)?;
    Ok(pem(certificate.der()))
}

fn pem(der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut lines = String::from("-----BEGIN CERTIFICATE-----\n");
    for line in text.as_bytes().chunks(64) {
        lines.push_str(&String::from_utf8_lossy(line));
        lines.push('\n');
    }
    lines + "-----END CERTIFICATE-----\n"
}
