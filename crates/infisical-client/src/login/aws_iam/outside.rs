//! The world in reqsign's words.

use crate::login::world::{World, bounded};
use crate::transport::root_cause;
use bytes::Bytes;
use http::Uri;
use reqsign_core::{CommandExecute, CommandOutput, Env, Error, FileRead, HttpSend, Result};
use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use tokio::task::spawn_blocking;

#[derive(Debug, Clone)]
pub(super) struct Outside(pub(super) World);

impl Env for Outside {
    fn var(&self, key: &str) -> Option<String> {
        self.0.environment().get(key)
    }

    fn vars(&self) -> HashMap<String, String> {
        self.0.environment().all()
    }

    fn home_dir(&self) -> Option<PathBuf> {
        self.0.environment().home().map(PathBuf::from)
    }
}

impl FileRead for Outside {
    async fn file_read(&self, path: &str) -> Result<Vec<u8>> {
        let unreadable = |why| Error::unexpected(format!("{path}: {why}"));
        std::fs::read(path).map_err(unreadable)
    }
}

impl Outside {
    /// Where a request goes: STS may be elsewhere, which reqsign does not know of
    /// (<https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>).
    fn redirected(&self, uri: &Uri) -> String {
        let sts = uri.host().is_some_and(|host| host.starts_with("sts."));
        match self.0.environment().get("AWS_ENDPOINT_URL_STS").filter(|_| sts) {
            Some(endpoint) => {
                let path = uri.path_and_query().map_or("", |path| path.as_str());
                format!("{}{path}", endpoint.trim_end_matches('/'))
            }
            None => uri.to_string(),
        }
    }
}

impl HttpSend for Outside {
    async fn http_send(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>> {
        let url = self.redirected(request.uri());
        let failed = |why: String| Error::unexpected(format!("{url}: {why}"));
        let (head, body) = request.into_parts();
        let client = self.0.http(&url).map_err(|why| failed(why.to_string()))?;
        let sent = client.request(head.method, &url).headers(head.headers).body(body).send().await;
        let response = sent.map_err(|why| failed(root_cause(&why)))?;
        let mut answer = http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let bytes = bounded(response).await.map_err(|why| failed(root_cause(&why)))?;
        answer.body(bytes.into()).map_err(|why| failed(why.to_string()))
    }
}

/// The program that a profile names for its credentials.
impl CommandExecute for Outside {
    async fn command_execute<'a>(
        &'a self,
        program: &'a str,
        arguments: &'a [&'a str],
    ) -> Result<CommandOutput> {
        let mut command = Command::new(program);
        command.args(arguments);
        let failed = |why: String| Error::unexpected(format!("{program}: {why}"));
        let output = spawn_blocking(move || command.output()).await;
        let output = output.map_err(|why| failed(why.to_string()))?;
        let output = output.map_err(|why| failed(why.to_string()))?;
        let status = output.status.code().unwrap_or(-1);
        Ok(CommandOutput { status, stdout: output.stdout, stderr: output.stderr })
    }
}
