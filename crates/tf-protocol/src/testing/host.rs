//! The provider's process, from outside.

use super::{Client, Who, connect};
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, PKCS_ECDSA_P521_SHA512};
use std::{
    error::Error,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    sync::Arc,
};

/// How to start a provider.
#[derive(Debug)]
pub struct Start {
    command: Command,
    tls: bool,
}

/// The handshake line, divided.
#[derive(Debug, Clone)]
pub struct Handshake {
    /// `unix` or `tcp`.
    pub network: String,
    /// A path or an address with its port.
    pub address: String,
    /// The certificate, DER; empty without TLS.
    pub certificate: Vec<u8>,
    /// The whole line.
    pub line: String,
}

/// A key pair and the certificate that a host makes for itself.
#[derive(Debug)]
pub(super) struct Identity {
    pub(super) certificate: Vec<u8>,
    pub(super) key: Vec<u8>,
    pub(super) pem: String,
}

/// A provider that runs. Killed when dropped.
#[derive(Debug)]
pub struct Host {
    child: Child,
    stdout: BufReader<ChildStdout>,
    stderr: Option<ChildStderr>,
    identity: Arc<Identity>,
    /// What it said first.
    pub handshake: Handshake,
}

impl Start {
    /// The provider at `program`, with the variables that Terraform sets and no `TF_LOG`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        let mut command = Command::new(program);
        for variable in ["TF_LOG", "TF_LOG_PROVIDER", "PLUGIN_CLIENT_CERT"] {
            command.env_remove(variable);
        }
        command
            .env(
                "TF_PLUGIN_MAGIC_COOKIE",
                "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
            )
            .env("PLUGIN_PROTOCOL_VERSIONS", "5,6")
            .env("PLUGIN_MIN_PORT", "10000")
            .env("PLUGIN_MAX_PORT", "25000");
        Self { command, tls: true }
    }

    /// With one more variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// With more variables.
    #[must_use]
    pub fn envs<'a>(mut self, variables: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        self.command.envs(variables);
        self
    }

    /// Without TLS.
    #[must_use]
    pub fn plaintext(mut self) -> Self {
        self.tls = false;
        self
    }

    /// Starts it and reads the handshake.
    ///
    /// # Errors
    /// It does not start, or says something else.
    pub fn start(mut self) -> Result<Host, Box<dyn Error>> {
        let identity = Identity::like_go()?;
        if self.tls {
            self.command.env("PLUGIN_CLIENT_CERT", &identity.pem);
        }
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()?;
        let stdout = child.stdout.take().ok_or("no stdout")?;
        let stderr = child.stderr.take();
        let mut stdout = BufReader::new(stdout);
        let mut line = String::new();
        stdout.read_line(&mut line)?;
        let handshake = Handshake::read(&line)?;
        Ok(Host { child, stdout, stderr, identity: Arc::new(identity), handshake })
    }
}

impl Handshake {
    fn read(line: &str) -> Result<Self, Box<dyn Error>> {
        use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
        let parts: Vec<&str> = line.trim_end_matches('\n').split('|').collect();
        let ["1", "6", network, address, "grpc", certificate, ..] = parts[..] else {
            return Err(format!("not a handshake: {line:?}").into());
        };
        Ok(Self {
            network: network.to_owned(),
            address: address.to_owned(),
            certificate: STANDARD_NO_PAD.decode(certificate)?,
            line: line.to_owned(),
        })
    }
}

impl Identity {
    /// A P-521 key, and a certificate that calls itself an authority, as go-plugin makes them.
    pub(super) fn like_go() -> Result<Self, rcgen::Error> {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let key = KeyPair::generate_for(&PKCS_ECDSA_P521_SHA512)?;
        let mut params = CertificateParams::new(["localhost".to_owned()])?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key)?.der().to_vec();
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(&certificate)
        );
        Ok(Self { certificate, key: key.serialize_der(), pem })
    }
}

impl Host {
    /// A connection as Terraform makes it.
    ///
    /// # Errors
    /// None comes about.
    pub async fn connect(&self) -> Result<Client, Box<dyn Error>> {
        self.connect_as(Who::Owner).await
    }

    /// A connection as `who` makes it.
    ///
    /// # Errors
    /// None comes about.
    pub async fn connect_as(&self, who: Who) -> Result<Client, Box<dyn Error>> {
        let who = if self.handshake.certificate.is_empty() { Who::Plaintext } else { who };
        connect::connect(&self.handshake, Arc::clone(&self.identity), who).await.map(Client::new)
    }

    /// The process's number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its log, for somebody who reads along; once.
    pub fn take_stderr(&mut self) -> Option<ChildStderr> {
        self.stderr.take()
    }

    /// Whether it has ended.
    ///
    /// # Errors
    /// The system does not say.
    pub fn ended(&mut self) -> std::io::Result<bool> {
        self.child.try_wait().map(|status| status.is_some())
    }

    /// Waits for its end: how it ended, what else it said on stdout, and on stderr.
    ///
    /// # Errors
    /// The system does not say.
    pub fn wait(&mut self) -> std::io::Result<(ExitStatus, String, String)> {
        let mut stdout = String::new();
        let mut stderr = String::new();
        self.stdout.read_to_string(&mut stdout)?;
        if let Some(mut pipe) = self.stderr.take() {
            pipe.read_to_string(&mut stderr)?;
        }
        Ok((self.child.wait()?, stdout, stderr))
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // It may have ended on its own, and have taken its socket with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if self.handshake.network == "unix" {
            let _ = std::fs::remove_file(&self.handshake.address);
        }
    }
}
