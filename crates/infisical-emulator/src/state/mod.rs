//! What the server remembers.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Millis;
use crate::ip::TrustedIp;
use crate::outside::Outside;
use crate::rate_limit::Windows;
use crate::routes::secret::approval::Approvals;
use crate::token::Tokens;

pub(crate) mod folder;
mod project;
mod secret;

pub(crate) use folder::{BadName, Folder};
pub(crate) use project::{
    CustomRole, Environment, Project, ProjectMembership, ProjectRole, ROLES, SECRET_MANAGER,
    Settings, Tag, Temporary, rank,
};
pub(crate) use secret::{Draft, Import, Secret, SecretMetadata};

/// The whole server.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) org_id: String,
    /// By ID.
    pub(crate) projects: BTreeMap<String, Project>,
    /// The environments that a project from a template begins with, by the template's name.
    pub(crate) templates: BTreeMap<String, Vec<(String, String)>>,
    /// The IDs of the organization's own KMS keys.
    pub(crate) kms_keys: BTreeSet<String>,
    /// By ID.
    pub(crate) identities: BTreeMap<String, Identity>,
    pub(crate) tokens: Tokens,
    pub(crate) windows: Windows,
    /// Every client secret ever made, every secret ever told, and every value of a secret that is not
    /// too short to be looked for.
    pub(crate) secrets: Vec<String>,
    pub(crate) approvals: Approvals,
    pub(crate) outside: Outside,
}

impl State {
    pub(crate) fn new(org_id: String) -> Self {
        Self {
            org_id,
            projects: BTreeMap::new(),
            templates: BTreeMap::new(),
            kms_keys: BTreeSet::new(),
            identities: BTreeMap::new(),
            tokens: Tokens::default(),
            windows: Windows::default(),
            secrets: Vec::new(),
            approvals: Approvals::default(),
            outside: Outside::default(),
        }
    }

    /// Adds an identity with its membership of the organization.
    pub(crate) fn add_identity(&mut self, name: &str, role: Role, now: Millis) -> &mut Identity {
        let id = Uuid::new_v4().to_string();
        let identity = Identity {
            id: id.clone(),
            name: name.to_owned(),
            delete_protection: false,
            created_at: now,
            updated_at: now,
            membership: Membership {
                id: Uuid::new_v4().to_string(),
                role,
                created_at: now,
                updated_at: now,
            },
            metadata: Vec::new(),
            attached: Vec::new(),
            client_secrets: Vec::new(),
            lockout: Lockout::default(),
            project: None,
        };
        self.identities.entry(id).or_insert(identity)
    }

    /// Deletes an identity and all that hangs on it.
    pub(crate) fn remove_identity(&mut self, id: &str) -> Option<Identity> {
        let identity = self.identities.remove(id)?;
        self.tokens.remove_where(|token| token.identity_id == id);
        for project in self.projects.values_mut() {
            project.members.remove(id);
        }
        Some(identity)
    }

    /// Adds a project and its administrator.
    pub(crate) fn add_project(
        &mut self,
        mut project: Project,
        admin_id: &str,
        now: Millis,
    ) -> &mut Project {
        project.add_member(admin_id, vec![ProjectRole::new("admin", None, now)], now);
        self.projects.entry(project.id.clone()).or_insert(project)
    }

    /// Deletes a project, and the identities that belong to it.
    pub(crate) fn remove_project(&mut self, id: &str) -> Option<Project> {
        let project = self.projects.remove(id)?;
        let of_project = |identity: &&Identity| identity.project.as_deref() == Some(id);
        let own = self.identities.values().filter(of_project).map(|identity| identity.id.clone());
        for identity in own.collect::<Vec<_>>() {
            self.remove_identity(&identity);
        }
        Some(project)
    }
}

/// A role of the organization, from least to most privileged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    NoAccess,
    Member,
    Admin,
}

impl Role {
    pub(crate) fn parse(slug: &str) -> Option<Self> {
        match slug {
            "admin" => Some(Self::Admin),
            "member" => Some(Self::Member),
            "no-access" => Some(Self::NoAccess),
            _ => None,
        }
    }

    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
            Self::NoAccess => "no-access",
        }
    }
}

/// A machine identity.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) delete_protection: bool,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) membership: Membership,
    pub(crate) metadata: Vec<Metadata>,
    /// The authentication methods, in the order in which they were attached.
    pub(crate) attached: Vec<Attachment>,
    /// The client secrets of universal auth.
    pub(crate) client_secrets: Vec<ClientSecret>,
    pub(crate) lockout: Lockout,
    /// The ID of the project that it belongs to, instead of the organization alone.
    pub(crate) project: Option<String>,
}

impl Identity {
    pub(crate) fn attachment(&self, slug: &str) -> Option<&Attachment> {
        self.attached.iter().find(|attachment| attachment.slug == slug)
    }

    pub(crate) fn attachment_mut(&mut self, slug: &str) -> Option<&mut Attachment> {
        self.attached.iter_mut().find(|attachment| attachment.slug == slug)
    }
}

/// An identity's place in the organization.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub(crate) id: String,
    pub(crate) role: Role,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

/// A key and a value that an administrator notes on an identity.
#[derive(Debug, Clone)]
pub(crate) struct Metadata {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

/// An authentication method on an identity.
#[derive(Debug, Clone)]
pub(crate) struct Attachment {
    pub(crate) slug: &'static str,
    /// New at each attach.
    pub(crate) id: String,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) settings: TokenSettings,
    /// The method's own values.
    pub(crate) own: Vec<(&'static str, Own)>,
}

impl Attachment {
    pub(crate) fn new(slug: &'static str, settings: TokenSettings, now: Millis) -> Self {
        let id = Uuid::new_v4().to_string();
        Self { slug, id, created_at: now, updated_at: now, settings, own: Vec::new() }
    }

    pub(crate) fn own(&self, name: &str) -> Option<&Own> {
        self.own.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(crate) fn set(&mut self, name: &'static str, value: Own) {
        match self.own.iter_mut().find(|(key, _)| *key == name) {
            Some(slot) => slot.1 = value,
            None => self.own.push((name, value)),
        }
    }

    /// A text that is set and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let (Own::Text(text) | Own::Secret(text) | Own::Json(Value::String(text))) =
            self.own(name)?
        else {
            return None;
        };
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.own(name) {
            Some(Own::Number(number)) => Some(*number),
            _ => None,
        }
    }
}

/// What every authentication method says about the tokens that it issues.
#[derive(Debug, Clone)]
pub(crate) struct TokenSettings {
    pub(crate) ttl: i64,
    pub(crate) max_ttl: i64,
    pub(crate) uses_limit: i64,
    pub(crate) trusted_ips: Vec<TrustedIp>,
}

impl Default for TokenSettings {
    fn default() -> Self {
        let thirty_days = 2_592_000;
        Self {
            ttl: thirty_days,
            max_ttl: thirty_days,
            uses_limit: 0,
            trusted_ips: TrustedIp::anywhere(),
        }
    }
}

/// A value of a method's own.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Own {
    Text(String),
    /// A text that may not show up in a log.
    Secret(String),
    Number(i64),
    Boolean(bool),
    TrustedIps(Vec<TrustedIp>),
    /// Addresses as they were sent: the plan and the syntax are looked at after the permission.
    Addresses(Vec<String>),
    /// Anything else.
    Json(Value),
}

/// A client secret of universal auth.
#[derive(Debug, Clone)]
pub(crate) struct ClientSecret {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) description: String,
    /// Logins so far, and how many there may be; 0 is unlimited.
    pub(crate) uses: i64,
    pub(crate) uses_limit: i64,
    /// Seconds; 0 is for ever.
    pub(crate) ttl: i64,
    pub(crate) revoked: bool,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

/// Failed logins in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Lockout {
    pub(crate) failures: i64,
    pub(crate) locked: bool,
    /// When it is forgotten.
    pub(crate) until: Millis,
}
