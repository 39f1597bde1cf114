//! The emulator as a test holds it.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use crate::clock::Millis;
use crate::fault::Fault;
use crate::journal::{Entry, Origin};
use crate::message::Request;
use crate::options::{Credentials, Dialect, Options};
use crate::routes::secret::approval;
use crate::routes::{auth_method, identity_universal_auth, new_secret};
use crate::server;
use crate::shared::{Shared, lock};
use crate::state::{
    Attachment, ClientSecret, CustomRole, Own, Project, Role, State, TokenSettings,
};
use crate::token::AccessToken;

/// A running server. Everything here blocks at most for as long as it says; the server itself runs
/// on threads of its own until the value is dropped.
pub struct Emulator {
    pub(crate) shared: Arc<Shared>,
    /// None while the server is down.
    running: Mutex<Option<Runtime>>,
    port: u16,
    admin_id: String,
    admin: Credentials,
    /// The administrator's token for [`Emulator::out_of_band`].
    token: String,
}

impl Emulator {
    /// Starts a server with an organization and its administrator, a machine identity.
    ///
    /// # Errors
    ///
    /// If the port is taken, or no thread can be started.
    pub fn start(options: Options) -> io::Result<Self> {
        let listener = listen(options.port)?;
        let port = listener.local_addr()?.port();
        let wanted = options.credentials.clone();
        let org_id = options.org_id.clone().unwrap_or_else(|| Uuid::new_v4().to_string());
        let shared = Arc::new(Shared::new(options, org_id));
        let now = shared.clock.tick();
        let dialect = shared.options.dialect;
        let (admin_id, admin, token) = {
            let state = &mut *shared.state();
            let id = state.add_identity("terraform-admin", Role::Admin, now).id.clone();
            let admin = attach_universal_auth(state, &id, wanted, dialect, now);
            let token = issue(state, &id, now, true);
            (id, admin, token)
        };
        let running = Mutex::new(Some(run(listener, &shared)?));
        Ok(Self { shared, running, port, admin_id, admin, token })
    }

    /// Ends the server's process as `kill -9` does: all connections break, nobody listens, and what
    /// was not carried out never will be. What the database holds stays.
    pub fn kill(&self) {
        if let Some(runtime) = lock(&self.running).take() {
            runtime.shutdown_timeout(Duration::from_secs(10));
        }
    }

    /// Starts a server that was killed once more, at the same address over the same database.
    ///
    /// # Errors
    ///
    /// If somebody has taken the port meanwhile, or no thread can be started.
    pub fn restart(&self) -> io::Result<()> {
        self.kill();
        *lock(&self.running) = Some(run(listen_again(self.port)?, &self.shared)?);
        Ok(())
    }

    /// The address, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The ID of the only organization.
    #[must_use]
    pub fn org_id(&self) -> String {
        self.shared.state().org_id.clone()
    }

    /// What the administrator logs in with.
    #[must_use]
    pub fn credentials(&self) -> Credentials {
        self.admin.clone()
    }

    /// The environment of a program that is to use this server as the administrator, in the
    /// variables that Infisical's own tools read.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, String); 3] {
        let Credentials { client_id, client_secret } = self.credentials();
        [
            ("INFISICAL_HOST", self.url()),
            ("INFISICAL_UNIVERSAL_AUTH_CLIENT_ID", client_id),
            ("INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET", client_secret),
        ]
    }

    /// Makes an identity with a role (`admin`, `member`, anything else is `no-access`) and
    /// universal auth, named after the role, and returns what it logs in with.
    #[must_use]
    pub fn credentials_for(&self, role: &str) -> Credentials {
        let (now, dialect) = (self.shared.clock.tick(), self.shared.options.dialect);
        let state = &mut *self.shared.state();
        let id = add_caller(state, role, now);
        attach_universal_auth(state, &id, None, dialect, now)
    }

    /// Makes an identity with a role, as [`Emulator::credentials_for`] does, and returns an access
    /// token of its token auth.
    #[must_use]
    pub fn token_for(&self, role: &str) -> String {
        let now = self.shared.clock.tick();
        let state = &mut *self.shared.state();
        let id = add_caller(state, role, now);
        attach_token_auth(state, &id, now);
        issue(state, &id, now, false)
    }

    /// An access token of an existing identity's token auth, which is attached if the identity has
    /// no method; `None` when there is no such identity.
    #[must_use]
    pub fn issue_token(&self, identity_id: &str) -> Option<String> {
        let now = self.shared.clock.tick();
        let state = &mut *self.shared.state();
        if state.identities.get(identity_id)?.attached.is_empty() {
            attach_token_auth(state, identity_id, now);
        }
        Some(issue(state, identity_id, now, false))
    }

    /// A token of the administrator's whose JWT has expired.
    #[must_use]
    pub fn expired_token(&self) -> String {
        let then = self.shared.clock.now() - 60_000;
        let row = access_token(&self.admin_id, then, false);
        self.shared.state().tokens.issue(AccessToken { max_ttl: 1, ttl: 1, ..row }, 1)
    }

    /// The ID of the administrator's identity.
    #[must_use]
    pub fn admin_id(&self) -> String {
        self.admin_id.clone()
    }

    /// Makes a project of the administrator's, with the environments `dev`, `staging` and `prod`, and
    /// returns its ID.
    #[must_use]
    pub fn add_project(&self) -> String {
        let now = self.shared.clock.tick();
        let mut project = Project::new("project", &format!("project-{now}"), now);
        project.add_environments(now);
        self.shared.state().add_project(project, &self.admin_id, now).id.clone()
    }

    /// Makes a project template of the organization with these environments (name and slug, in their
    /// order). Only the current server takes templates, and only with a licence.
    pub fn add_project_template(&self, name: &str, environments: &[(&str, &str)]) {
        let owned = |(name, slug): &(&str, &str)| ((*name).to_owned(), (*slug).to_owned());
        let environments = environments.iter().map(owned).collect();
        self.shared.state().templates.insert(name.to_owned(), environments);
    }

    /// Makes a role of a project's own with this slug, which is its name as well.
    pub fn add_project_role(&self, project_id: &str, slug: &str) {
        let (id, slug) = (Uuid::new_v4().to_string(), slug.to_owned());
        if let Some(project) = self.shared.state().projects.get_mut(project_id) {
            project.roles.push(CustomRole { id, name: slug.clone(), slug });
        }
    }

    /// Makes a KMS key of the organization's, and returns its ID.
    #[must_use]
    pub fn add_kms_key(&self) -> String {
        let id = Uuid::new_v4().to_string();
        self.shared.state().kms_keys.insert(id.clone());
        id
    }

    /// Lets a folder be protected by an approval policy: from now on a write of its secrets that comes
    /// over the network is answered with a request for approval, one at a time as well as in a batch;
    /// what is moved to it or out of it waits there. So the server answers people; machine identities
    /// write through its policies.
    pub fn protect(&self, project_id: &str, environment: &str, path: &str) {
        self.shared.state().approvals.protect(project_id, environment, path);
    }

    /// The IDs of the requests for approval that wait, oldest first.
    #[must_use]
    pub fn approvals(&self) -> Vec<String> {
        self.shared.state().approvals.waiting()
    }

    /// Approves a request and carries it out; false when there is none that waits, or when it cannot
    /// be carried out any more.
    pub fn merge(&self, approval_id: &str) -> bool {
        let (now, dialect) = (self.shared.clock.tick(), self.shared.options.dialect);
        approval::merge(&mut self.shared.state(), approval_id, dialect, now)
    }

    /// Closes a request for approval without carrying it out; false when there is none that waits.
    pub fn reject(&self, approval_id: &str) -> bool {
        self.shared.state().approvals.close(approval_id).is_some()
    }

    /// All requests since the start or the last [`Emulator::clear_journal`], in order of arrival.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.shared.journal.entries()
    }

    /// Forgets the requests so far; sequence numbers go on.
    pub fn clear_journal(&self) {
        self.shared.journal.clear();
    }

    /// Blocks until the journal satisfies the predicate; false when the time ran out first. A
    /// request is in the journal from its arrival on.
    pub fn wait_for(&self, timeout: Duration, holds: impl Fn(&[Entry]) -> bool) -> bool {
        self.shared.journal.wait_for(timeout, holds)
    }

    /// A request of the administrator's through the same routes, without the network and its
    /// faults: what somebody else does to the server meanwhile. The path may have a query. Returns
    /// the status and the body, null when it is empty.
    #[must_use]
    pub fn out_of_band(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let started = Instant::now();
        let body = body.map(|body| Bytes::from(body.to_string()));
        let request = Request::internal(method, path, &self.token, body);
        let sequence = server::open(&self.shared, &request, Origin::OutOfBand);
        let reply = self.shared.dispatch(&request);
        let response: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let answer = (reply.status, Some(response.clone()).filter(|body| !body.is_null()));
        self.shared.journal.close(sequence, started.elapsed(), Some(answer));
        (reply.status, response)
    }

    /// The request fields that the real server would have ignored, one entry a request.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        lock(&self.shared.violations).clone()
    }

    /// The same, and forgets them: for who expects some.
    pub fn take_violations(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.shared.violations))
    }

    /// Adds a fault. A request suffers the first of the injected faults that befalls it.
    pub fn inject(&self, fault: Fault) {
        lock(&self.shared.faults).inject(fault);
    }

    /// Takes all faults back. Held requests stay held until [`Emulator::release`].
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Lets every request go on that [`crate::FaultKind::Hold`] holds now.
    pub fn release(&self) {
        self.shared.releases.send_modify(|releases| *releases += 1);
    }

    /// Lets time pass on the server at once: for TTLs, lockouts and the windows of rate limits.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// Every client secret and access token ever issued, and every secret that an auth method was given;
    /// none of them may show up in a log.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let state = self.shared.state();
        state.secrets.iter().chain(state.tokens.all()).cloned().collect()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        if let Some(runtime) = lock(&self.running).take() {
            runtime.shutdown_background();
        }
    }
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Emulator").field("url", &self.url()).finish_non_exhaustive()
    }
}

/// Threads that serve whoever connects to `listener`.
fn run(listener: TcpListener, shared: &Arc<Shared>) -> io::Result<Runtime> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("infisical-emulator")
        .enable_all()
        .build()?;
    let accept = {
        let _context = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    runtime.spawn(server::serve(accept, Arc::clone(shared)));
    Ok(runtime)
}

/// Listens on that port; 0 is a free one below those that systems give to outgoing connections
/// (32768 on Linux, 49152 elsewhere), so that a server that is killed finds it free again.
fn listen(port: u16) -> io::Result<TcpListener> {
    const FIRST: u16 = 15_000;
    const COUNT: u16 = 15_000;

    if port != 0 {
        return TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    }
    let chance = Uuid::new_v4().as_u128();
    let tries = (0..64).map(|step| (chance >> step) % u128::from(COUNT));
    let ports = tries.filter_map(|offset| Some(FIRST + u16::try_from(offset).ok()?));
    let mut listeners = ports.map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)));
    listeners.find_map(Result::ok).map_or_else(|| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)), Ok)
}

/// Listens on a port that was given up. A program that this process is about to start holds a copy of the
/// old socket until it runs, so that the port may be taken for a moment yet.
fn listen_again(port: u16) -> io::Result<TcpListener> {
    let patience = Instant::now() + Duration::from_secs(10);
    loop {
        match listen(port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && Instant::now() < patience => {
                thread::sleep(Duration::from_millis(2));
            }
            listening => return listening,
        }
    }
}

fn add_caller(state: &mut State, role: &str, now: Millis) -> String {
    let role = Role::parse(role).unwrap_or(Role::NoAccess);
    state.add_identity(&format!("{}-caller", role.slug()), role, now).id.clone()
}

fn attach_token_auth(state: &mut State, identity_id: &str, now: Millis) {
    if let Some(identity) = state.identities.get_mut(identity_id) {
        identity.attached.push(Attachment::new("token-auth", TokenSettings::default(), now));
    }
}

fn attach_universal_auth(
    state: &mut State,
    identity_id: &str,
    wanted: Option<Credentials>,
    dialect: Dialect,
    now: Millis,
) -> Credentials {
    let credentials = wanted.unwrap_or_else(|| Credentials {
        client_id: Uuid::new_v4().to_string(),
        client_secret: new_secret(),
    });
    let mut method = Attachment::new("universal-auth", TokenSettings::default(), now);
    method.own = auth_method::defaults(&identity_universal_auth::METHOD, dialect);
    method.set("clientId", Own::Text(credentials.client_id.clone()));
    let secret = ClientSecret {
        id: Uuid::new_v4().to_string(),
        secret: credentials.client_secret.clone(),
        description: String::new(),
        uses: 0,
        uses_limit: 0,
        ttl: 0,
        revoked: false,
        created_at: now,
        updated_at: now,
    };
    state.secrets.push(credentials.client_secret.clone());
    if let Some(identity) = state.identities.get_mut(identity_id) {
        identity.attached.push(method);
        identity.client_secrets.push(secret);
    }
    credentials
}

fn access_token(identity_id: &str, now: Millis, internal: bool) -> AccessToken {
    AccessToken { internal, ..AccessToken::new(identity_id, "token-auth", now) }
}

fn issue(state: &mut State, identity_id: &str, now: Millis, internal: bool) -> String {
    state.tokens.issue(access_token(identity_id, now, internal), 0)
}
