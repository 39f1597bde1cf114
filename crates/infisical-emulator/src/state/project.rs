//! Projects, and what hangs on them.

use std::collections::BTreeMap;

use serde::Serialize;
use uuid::Uuid;

use super::Folder;
use crate::clock::Millis;

/// The environments of a new project: name and slug, in their order.
const ENVIRONMENTS: [(&str, &str); 3] =
    [("Development", "dev"), ("Staging", "staging"), ("Production", "prod")];

/// The roles that every project has, from least to most privileged.
pub(crate) const ROLES: [&str; 4] = ["no-access", "viewer", "member", "admin"];

/// The kind of a project that holds secrets.
pub(crate) const SECRET_MANAGER: &str = "secret-manager";

/// What members of a project only read.
const READ_BY_MEMBERS: [&str; 2] = ["role", "secret-approval"];

/// A project.
#[derive(Debug, Clone)]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Unique in the organization.
    pub(crate) slug: String,
    pub(crate) auto_capitalization: bool,
    /// How many versions of a secret are kept.
    pub(crate) pit_version_limit: i64,
    pub(crate) audit_logs_retention_days: Option<i64>,
    /// The ID of the KMS key that encrypts its secrets; none is the organization's.
    pub(crate) kms_key_id: Option<String>,
    pub(crate) settings: Settings,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    /// In the order in which they were made.
    pub(crate) environments: Vec<Environment>,
    /// In the order in which they were made.
    pub(crate) tags: Vec<Tag>,
    /// Roles beside those that every project has.
    pub(crate) roles: Vec<CustomRole>,
    /// The identities that have roles here, by their ID.
    pub(crate) members: BTreeMap<String, ProjectMembership>,
}

impl Project {
    /// A project without environments and members.
    pub(crate) fn new(name: &str, slug: &str, now: Millis) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            slug: slug.to_owned(),
            auto_capitalization: true,
            pit_version_limit: 10,
            audit_logs_retention_days: None,
            kms_key_id: None,
            settings: Settings::default(),
            created_at: now,
            updated_at: now,
            environments: Vec::new(),
            tags: Vec::new(),
            roles: Vec::new(),
            members: BTreeMap::new(),
        }
    }

    /// Adds the environments that a project begins with.
    pub(crate) fn add_environments(&mut self, now: Millis) {
        for ((name, slug), position) in ENVIRONMENTS.into_iter().zip(1..) {
            self.environments.push(Environment::new(name, slug, position, now));
        }
    }

    /// Gives an identity a place in the project, instead of one that it has.
    pub(crate) fn add_member(
        &mut self,
        identity_id: &str,
        roles: Vec<ProjectRole>,
        now: Millis,
    ) -> &mut ProjectMembership {
        let membership = ProjectMembership {
            id: Uuid::new_v4().to_string(),
            roles,
            created_at: now,
            updated_at: now,
        };
        let place = self.members.entry(identity_id.to_owned());
        place.insert_entry(membership).into_mut()
    }

    pub(crate) fn environment(&self, slug: &str) -> Option<&Environment> {
        self.environments.iter().find(|environment| environment.slug == slug)
    }

    pub(crate) fn environment_mut(&mut self, slug: &str) -> Option<&mut Environment> {
        self.environments.iter_mut().find(|environment| environment.slug == slug)
    }

    /// The environments by their position.
    pub(crate) fn in_order(&self) -> Vec<&Environment> {
        let mut environments: Vec<_> = self.environments.iter().collect();
        environments.sort_by_key(|environment| environment.position);
        environments
    }
}

/// What the recorded server does not know of a project.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "the server has a column for each")]
pub(crate) struct Settings {
    pub(crate) description: Option<String>,
    /// What kind of product the project is for.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) default_product: Option<String>,
    pub(crate) has_delete_protection: bool,
    pub(crate) secret_sharing: bool,
    pub(crate) show_snapshots_legacy: bool,
    pub(crate) secret_detection_ignore_values: Option<Vec<String>>,
    pub(crate) enforce_encrypted_secret_manager_secret_metadata: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            description: None,
            kind: SECRET_MANAGER.to_owned(),
            default_product: None,
            has_delete_protection: false,
            secret_sharing: true,
            show_snapshots_legacy: false,
            secret_detection_ignore_values: None,
            enforce_encrypted_secret_manager_secret_metadata: false,
        }
    }
}

/// An environment of a project, with its folders.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Unique in the project.
    pub(crate) slug: String,
    /// From 1; two environments may have the same.
    pub(crate) position: i64,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    pub(crate) root: Folder,
}

impl Environment {
    pub(crate) fn new(name: &str, slug: &str, position: i64, now: Millis) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            slug: slug.to_owned(),
            position,
            created_at: now,
            updated_at: now,
            root: Folder::root(now),
        }
    }
}

/// A tag that secrets of the project may have.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) id: String,
    /// Unique in the project.
    pub(crate) slug: String,
    pub(crate) color: String,
    /// The ID of the identity that made it.
    pub(crate) created_by: String,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

/// A role that was made for the project.
#[derive(Debug, Clone)]
pub(crate) struct CustomRole {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) slug: String,
}

/// An identity's place in a project.
#[derive(Debug, Clone)]
pub(crate) struct ProjectMembership {
    pub(crate) id: String,
    pub(crate) roles: Vec<ProjectRole>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl ProjectMembership {
    /// Whether one of the roles that are in force allows this.
    pub(crate) fn allows(&self, action: &str, subject: &str, now: Millis) -> bool {
        self.in_force(now).any(|role| match role {
            "admin" => true,
            "member" if READ_BY_MEMBERS.contains(&subject) => action == "read",
            "member" => subject != "workspace",
            "viewer" => action == "read",
            _ => false,
        })
    }

    /// How much the roles that are in force allow, to compare with that of a role.
    pub(crate) fn rank(&self, now: Millis) -> usize {
        self.in_force(now).map(rank).max().unwrap_or_default()
    }

    /// The slugs of the roles that are not over.
    fn in_force(&self, now: Millis) -> impl Iterator<Item = &str> {
        let roles = self.roles.iter().filter(move |role| role.in_force(now));
        roles.map(|role| role.role.as_str())
    }
}

/// How much a role of a project allows; nobody knows of a project's own roles.
pub(crate) fn rank(role: &str) -> usize {
    ROLES.iter().position(|slug| *slug == role).unwrap_or_default()
}

/// A role that an identity has in a project.
#[derive(Debug, Clone)]
pub(crate) struct ProjectRole {
    /// New at each assignment.
    pub(crate) id: String,
    /// The slug; it may be that of a role of the project's own.
    pub(crate) role: String,
    pub(crate) temporary: Option<Temporary>,
    pub(crate) created_at: Millis,
}

impl ProjectRole {
    pub(crate) fn new(role: &str, temporary: Option<Temporary>, now: Millis) -> Self {
        let id = Uuid::new_v4().to_string();
        Self { id, role: role.to_owned(), temporary, created_at: now }
    }

    fn in_force(&self, now: Millis) -> bool {
        // When it begins is not looked at.
        self.temporary.as_ref().is_none_or(|time| now < time.end)
    }
}

/// For how long.
#[derive(Debug, Clone)]
pub(crate) struct Temporary {
    pub(crate) range: String,
    pub(crate) start: Millis,
    pub(crate) end: Millis,
}
