//! The provider's process, for one walk.

use crate::run::{Outcome, Said};
use infisical_emulator::Emulator;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tf_protocol::Severity;
use tf_protocol::rpc::{ConfigureRequest, DynamicValue};
use tf_protocol::schema::Block;
use tf_protocol::testing::{Client, Host, Start};

/// A provider that has logged in.
pub(crate) struct Plugin {
    host: Host,
    client: Client,
}

impl Plugin {
    /// Starts a process and configures it, as each of Terraform's walks does. `None` when it does not
    /// log in.
    pub(crate) async fn start(emulator: &Emulator, outcome: &mut Outcome) -> Option<Self> {
        let plugin = Self::unconfigured(emulator).await;
        let config = DynamicValue { json: b"{}".to_vec(), ..DynamicValue::default() };
        let request = ConfigureRequest { config, ..ConfigureRequest::default() };
        let answer = plugin.client().configure(request).await;
        let mut failed = false;
        match answer {
            Err(failure) => outcome.broken.push(format!("configure: {failure}")),
            Ok(diagnostics) => outcome.said.extend(diagnostics.into_iter().map(|diagnostic| {
                let error = diagnostic.severity == Severity::Error;
                failed |= error;
                let text = format!("{}\n{}", diagnostic.summary, diagnostic.detail);
                Said { about: None, error, text }
            })),
        }
        if failed || !outcome.broken.is_empty() {
            plugin.end(outcome).await;
            return None;
        }
        Some(plugin)
    }

    /// The schemas of all resources.
    pub(crate) async fn schemas(emulator: &Emulator) -> BTreeMap<String, Block> {
        let plugin = Self::unconfigured(emulator).await;
        let schema = plugin.client().schema().await.unwrap();
        schema.resources.into_iter().map(|(name, schema)| (name, schema.block)).collect()
    }

    async fn unconfigured(emulator: &Emulator) -> Self {
        let program = Path::new(env!("CARGO_BIN_EXE_terraform-provider-infisical"));
        let start = Start::new(program).envs(emulator.environment());
        let host = start.plaintext().start().unwrap();
        let client = host.connect().await.unwrap();
        Self { host, client }
    }

    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// `kill -9`.
    pub(crate) fn kill(&self) {
        let process = self.host.id().to_string();
        assert!(Command::new("kill").args(["-9", &process]).status().unwrap().success());
    }

    /// Ends the process, and looks at what it left on stderr.
    pub(crate) async fn end(mut self, outcome: &mut Outcome) {
        // It may end before it has answered.
        let _ = self.client.shutdown().await;
        let (status, _, stderr) = self.host.wait().unwrap();
        if !status.success() || stderr.contains("panic") {
            outcome.broken.push(format!("the provider ended with {status}: {stderr}"));
        }
    }
}
