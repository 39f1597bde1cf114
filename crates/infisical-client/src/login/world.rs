//! What a login asks of the machine that it runs on: variables, files, and the services that know the
//! machine.

use super::no_proof;
use crate::Body;
use crate::error::Error;
use crate::network::tls;
use crate::redact::Redactor;
use crate::secret::Secret;
use crate::transport::root_cause;
use reqwest::{RequestBuilder, Response};
use std::collections::HashMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::time::sleep;

/// The largest answer of a service that is read.
const LARGEST_ANSWER: usize = 1 << 20;
/// A metadata service is as near as the machine's own network card: who does not answer is not there.
const NEAR_CONNECT: Duration = Duration::from_secs(2);
const FAR_CONNECT: Duration = Duration::from_secs(10);
const REQUEST: Duration = Duration::from_secs(30);
/// Azure's metadata service wants to be asked again when it is busy, and so do the others.
const ATTEMPTS: u32 = 4;
const FIRST_WAIT: Duration = Duration::from_millis(200);

/// The variables that a login reads.
#[derive(Clone, Default)]
pub struct Environment(Option<Arc<HashMap<String, String>>>);

impl Environment {
    /// Exactly these variables. The default is those of the process.
    pub fn of<N: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Some(Arc::new(variables.collect())))
    }

    /// The value of a variable, without blanks around it; `None` also when nothing else is in it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            Some(fixed) => fixed.get(name).cloned(),
            None => std::env::var(name).ok(),
        };
        value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    pub(super) fn all(&self) -> HashMap<String, String> {
        self.0.as_ref().map_or_else(|| std::env::vars().collect(), |fixed| (**fixed).clone())
    }

    /// The folder of the user.
    pub(super) fn home(&self) -> Option<String> {
        self.get("HOME").or_else(|| self.get("USERPROFILE"))
    }
}

impl fmt::Debug for Environment {
    /// Without the values, some of which are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").finish_non_exhaustive()
    }
}

/// A service that helps to prove who runs here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Service {
    /// As in messages.
    pub(super) name: &'static str,
    /// What to do when it does not help.
    pub(super) advice: &'static str,
}

/// Everything outside of Infisical that a login may ask. Clones share their connections.
#[derive(Clone)]
pub struct World {
    environment: Environment,
    /// Whether the connection to Infisical shows a client certificate.
    certified: bool,
    redactor: Redactor,
    clients: Arc<Clients>,
}

#[derive(Default)]
struct Clients {
    near: OnceLock<Result<reqwest::Client, String>>,
    far: OnceLock<Result<reqwest::Client, String>>,
}

impl World {
    pub(crate) fn new(environment: Environment, certified: bool, redactor: Redactor) -> Self {
        Self { environment, certified, redactor, clients: Arc::default() }
    }

    pub(super) fn is_certified(&self) -> bool {
        self.certified
    }

    pub(super) fn environment(&self) -> &Environment {
        &self.environment
    }

    /// A variable that has to be set.
    pub(super) fn variable(&self, name: &str, advice: &str) -> Result<String, Error> {
        let missing = || no_proof(format!("the environment variable {name} is not set"), advice);
        self.environment.get(name).ok_or_else(missing)
    }

    /// From now on this value is not shown.
    pub(super) fn secret(&self, value: impl Into<Secret>) -> Secret {
        let secret = value.into();
        self.redactor.learn(&secret);
        secret
    }

    /// `text` from elsewhere, fit to be shown.
    pub(super) fn line(&self, text: &str) -> String {
        self.redactor.line(text, 300)
    }

    /// The secret in a file, without blanks around it.
    pub(super) fn file(&self, path: &Path) -> Result<Secret, Error> {
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|why| {
            no_proof(
                format!("{shown} cannot be read: {why}"),
                "Check that the file is there and that the user who runs this may read it.",
            )
        })?;
        match text.trim() {
            "" => Err(no_proof(
                format!("{shown} is empty"),
                "Check what writes the file: it may not have come to it yet.",
            )),
            text => Ok(self.secret(text)),
        }
    }

    /// The client for a URL. Whatever is asked over plain HTTP is a metadata service, which no proxy
    /// reaches.
    pub(super) fn http(&self, url: &str) -> Result<&reqwest::Client, Error> {
        let near = url.starts_with("http:");
        let slot = if near { &self.clients.near } else { &self.clients.far };
        let built = slot.get_or_init(|| {
            let tls = tls::config(None, None).map_err(|why| why.to_string())?;
            let builder = reqwest::Client::builder()
                .tls_backend_preconfigured(tls)
                .connect_timeout(if near { NEAR_CONNECT } else { FAR_CONNECT })
                .timeout(REQUEST)
                .redirect(reqwest::redirect::Policy::none());
            let builder = if near { builder.no_proxy() } else { builder };
            builder.build().map_err(|why| root_cause(&why))
        });
        built.as_ref().map_err(|reason| Error::Build { reason: format!("HTTP: {reason}") })
    }

    /// What a service answers with a success.
    pub(super) async fn ask(
        &self,
        service: Service,
        request: RequestBuilder,
    ) -> Result<String, Error> {
        let Service { name, advice } = service;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let this = request.try_clone().ok_or_else(|| Error::Build {
                reason: format!("the request to {name} cannot be repeated"),
            })?;
            let (status, text) = match answer(this).await {
                Ok(answer) => answer,
                Err(why) => {
                    let origin = why.url().map(|url| url.origin().ascii_serialization());
                    let (origin, why) = (origin.unwrap_or_default(), self.line(&root_cause(&why)));
                    return Err(no_proof(
                        format!("{name} at {origin} does not answer: {why}"),
                        advice,
                    ));
                }
            };
            match status {
                200..=299 => return Ok(text),
                429 | 500..=599 if attempt < ATTEMPTS => {
                    sleep(FIRST_WAIT * 2_u32.pow(attempt - 1)).await;
                }
                _ => {
                    let said = self.line(&text);
                    return Err(no_proof(format!("{name} answered {status}: {said}"), advice));
                }
            }
        }
    }

    /// The text member of this name of the JSON object that a service answers. It is a secret.
    pub(super) async fn ask_for(
        &self,
        service: Service,
        request: RequestBuilder,
        member: &str,
    ) -> Result<Secret, Error> {
        let text = self.ask(service, request).await?;
        let object: Body = serde_json::from_str(&text).unwrap_or_default();
        match object.get(member).and_then(|value| value.as_str()) {
            Some(value) if !value.is_empty() => Ok(self.secret(value)),
            _ => Err(no_proof(
                format!("{} answered without `{member}`", service.name),
                service.advice,
            )),
        }
    }
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").finish_non_exhaustive()
    }
}

async fn answer(request: RequestBuilder) -> Result<(u16, String), reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    Ok((status, String::from_utf8_lossy(&bounded(response).await?).into_owned()))
}

/// The answer, as far as it is read.
pub(super) async fn bounded(mut response: Response) -> Result<Vec<u8>, reqwest::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            break;
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
