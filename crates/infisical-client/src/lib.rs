//! Infisical's REST API: endpoints, login, retries, errors, redaction; knows no Terraform.
//!
//! ```no_run
//! use infisical_client::{Client, Config, Credentials, Endpoint, OrGone, parse_host};
//!
//! const IDENTITY: Endpoint = Endpoint::new("/api/v1/identities/{}", "identity");
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let host = parse_host("https://app.infisical.com")?;
//! let credentials = Credentials::Token(std::env::var("INFISICAL_TOKEN")?.into());
//! let client = Client::new(Config::new(host, credentials))?;
//! let identity = client.get(&IDENTITY.at("3f6135db-f237-421d-af66-a8f4e80d443b")).await.or_gone()?;
//! # Ok(())
//! # }
//! ```

mod answer;
mod clock;
mod create;
mod demand;
mod endpoint;
mod error;
mod hint;
mod host;
mod locks;
mod login;
mod method;
mod network;
mod notice;
mod pace;
mod redact;
mod retry;
mod secret;
mod secrets;
mod together;
mod transport;

pub use create::Trace;
pub use endpoint::{Endpoint, Located};
pub use error::{ConnectFailure, Error, Finding, Issue, OrGone, Permission, Request};
pub use host::{HostError, is_exposed, parse_host};
pub use locks::Turn;
pub use login::{
    AliCloud, AwsIam, Azure, Credentials, Environment, Gcp, Given, GivenJwt, Kind, Ldap, Oci,
    OciKey, Oidc, SERVICE_ACCOUNT_TOKEN, TlsCert, Universal,
};
pub use method::Method;
pub use network::{
    Authorities, CertificateError, ClientCertificate, HeaderError, Headers, NameError, Network,
    Proxy, ProxyError, ProxyUrl, TlsName,
};
pub use notice::Notice;
pub use retry::RetryPolicy;
pub use secret::{REDACTED, Secret};
pub use secrets::{
    Approval, Edit, Import, ListOptions, Listing, Metadatum, NameOptions, NewSecret, Outcome,
    Place, Relocated, Reminder, SecretType, Secrets, Sought, StoredSecret, Tag, stored_value,
    trimmed,
};
pub use together::{Collection, Listed};
pub use transport::Timeouts;

use answer::Answer;
use create::Created;
use locks::Locks;
use login::{Session, World};
use network::Wire;
use redact::Redactor;
use retry::Purpose;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use time::OffsetDateTime;
use together::Together;
use tokio_util::sync::CancellationToken;
use transport::{Outgoing, Transport};
use url::Url;

/// A JSON object.
pub type Body = serde_json::Map<String, serde_json::Value>;

/// What a [`Client`] is made of.
#[derive(Debug, Clone)]
pub struct Config {
    /// The server, see [`parse_host`].
    pub host: Url,
    /// Who the client is.
    pub credentials: Credentials,
    /// The variables that a login reads.
    pub environment: Environment,
    /// The sub-organization to log in to.
    pub organization_slug: Option<String>,
    /// The `User-Agent` of all requests.
    pub user_agent: String,
    /// Once it is cancelled, no request is started. Reads end at once; a write that is on its way
    /// is waited for, as its result must be known.
    pub cancellation: CancellationToken,
    /// How long one attempt may take.
    pub timeouts: Timeouts,
    /// How patient the client is.
    pub retry: RetryPolicy,
    /// What lies between the client and the server.
    pub network: Network,
}

impl Config {
    /// A configuration with defaults for all the rest.
    #[must_use]
    pub fn new(host: Url, credentials: Credentials) -> Self {
        Self {
            host,
            credentials,
            environment: Environment::default(),
            organization_slug: None,
            user_agent: concat!("infisical-client/", env!("CARGO_PKG_VERSION")).to_owned(),
            cancellation: CancellationToken::new(),
            timeouts: Timeouts::default(),
            retry: RetryPolicy::default(),
            network: Network::default(),
        }
    }
}

/// A client of one server, as one identity. Clones share everything.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    transport: Transport,
    session: Session,
    locks: Locks,
    together: Together,
    created: Created,
    secrets: secrets::Known,
}

impl Client {
    /// A client. Nothing is sent or read yet, and no TLS roots are loaded.
    ///
    /// # Errors
    /// [`Error::Build`] when the configuration makes no client.
    pub fn new(config: Config) -> Result<Self, Error> {
        let host = host::normalize(config.host)
            .map_err(|error| Error::Build { reason: error.to_string() })?;
        let Config { credentials, user_agent, timeouts, retry, cancellation, network, .. } = config;
        let certified = network.certificate.is_some();
        let wire = Wire::new(&host, &network, &config.environment, &user_agent, timeouts)?;
        let transport = Transport::new(&host, wire, timeouts, retry, cancellation);
        for secret in credentials.secrets() {
            transport.redactor.learn(secret);
        }
        let world = World::new(config.environment, certified, transport.redactor.clone());
        let session = Session::new(credentials, config.organization_slug, world)?;
        let (locks, together, created, secrets) = Default::default();
        Ok(Self(Arc::new(Inner { transport, session, locks, together, created, secrets })))
    }

    /// Logs in now, if the credentials need it and no request has done it yet.
    ///
    /// # Errors
    /// [`Error::Login`], [`Error::Cancelled`].
    pub async fn login(&self) -> Result<(), Error> {
        let Inner { transport, session, .. } = &*self.0;
        session.ticket(transport).await.map(drop)
    }

    /// Reads the object.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn get(&self, at: &Located) -> Result<Body, Error> {
        self.call(Method::Get, at, None, false).await
    }

    /// Creates, or attaches.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn post(&self, at: &Located, body: &Body) -> Result<Body, Error> {
        self.call(Method::Post, at, Some(body), false).await
    }

    /// Changes the members in `body`.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn patch(&self, at: &Located, body: &Body) -> Result<Body, Error> {
        self.call(Method::Patch, at, Some(body), false).await
    }

    /// Replaces the object.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn put(&self, at: &Located, body: &Body) -> Result<Body, Error> {
        self.call(Method::Put, at, Some(body), false).await
    }

    /// Removes the object. The answer is what the server says it removed, if anything.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn delete(&self, at: &Located) -> Result<Body, Error> {
        self.call(Method::Delete, at, None, false).await
    }

    /// The same, where the server wants to be told in a body what it removes.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn delete_with(&self, at: &Located, body: &Body) -> Result<Body, Error> {
        self.call(Method::Delete, at, Some(body), false).await
    }

    /// Waits for a turn at what has this name: what the server mixes up when two write to it at once, as
    /// the imports of a folder.
    pub async fn turn(&self, name: &str) -> Turn {
        self.0.locks.turn(name).await
    }

    /// What a user should know although nothing failed, since this was last asked.
    #[must_use]
    pub fn take_notices(&self) -> Vec<Notice> {
        self.0.transport.notices.take()
    }

    /// A time by the server's clock that is surely before what happens there from now on.
    fn now_there(&self) -> OffsetDateTime {
        self.0.transport.clock().before(OffsetDateTime::now_utc())
    }

    /// `settle` goes on after cancellation: for a read that tells what became of a write.
    async fn call(
        &self,
        method: Method,
        at: &Located,
        body: Option<&Body>,
        settle: bool,
    ) -> Result<Body, Error> {
        let answer = self.call_once(method, at, body, settle).await;
        match (answer, at.witness()) {
            (Err(error), Some(witness)) if error.may_be_gone(at) => {
                match self.call_once(Method::Get, witness, None, settle).await {
                    Err(proof) if proof.is_gone() => Err(error.of_gone()),
                    _ => self.call_once(method, at, body, settle).await,
                }
            }
            (answer, _) => answer,
        }
    }

    /// The same, believing the answer.
    async fn call_once(
        &self,
        method: Method,
        at: &Located,
        body: Option<&Body>,
        settle: bool,
    ) -> Result<Body, Error> {
        let read = |answer: &Answer, request: &Arc<Request>, redactor: &Redactor| {
            answer::read(answer, request, Some(at), redactor)
        };
        self.exchange(method, at, body, settle, read).await
    }

    /// The same with an answer of this type, whatever its envelope.
    async fn call_as<T: DeserializeOwned>(
        &self,
        method: Method,
        at: &Located,
        body: Option<&Body>,
        settle: bool,
    ) -> Result<T, Error> {
        let read = |answer: &Answer, request: &Arc<Request>, redactor: &Redactor| {
            answer::read_as(answer, request, at, redactor)
        };
        self.exchange(method, at, body, settle, read).await
    }

    async fn exchange<T>(
        &self,
        method: Method,
        at: &Located,
        body: Option<&Body>,
        settle: bool,
        read: impl Fn(&Answer, &Arc<Request>, &Redactor) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Inner { transport, session, locks, together, .. } = &*self.0;
        let request = Arc::new(Request { method, path: at.to_string() });
        if let Some(reason) = at.defect() {
            return Err(Error::Path { request, reason });
        }
        let cancelled = || Error::Cancelled { request: Arc::clone(&request), sent: false };
        let _alone = if method.writes() {
            let turn = transport.until_cancelled(locks.acquire(at.path())).await;
            together.written();
            Some((turn.ok_or_else(cancelled)?, Written(together)))
        } else {
            None
        };
        let (route, purpose) = (at.route(method), Purpose::Call(method));
        let (located, session) = (Some(at), Some(session));
        let outgoing =
            Outgoing { request: &request, route, purpose, body, located, session, settle };
        let redactor = transport.redactor.with_body(body);
        transport.ask(outgoing, |answer| read(answer, &request, &redactor)).await
    }
}

/// A write under way.
struct Written<'a>(&'a Together);

impl Drop for Written<'_> {
    fn drop(&mut self) {
        self.0.written();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
