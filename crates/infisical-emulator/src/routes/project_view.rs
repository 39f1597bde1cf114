//! Projects as the server shows them. Members are in the order of the recordings.

use serde::Serialize;

use super::Call;
use crate::clock;
use crate::state::{Project, Settings};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    id: &'a str,
    name: &'a str,
    slug: &'a str,
    auto_capitalization: bool,
    org_id: &'a str,
    created_at: String,
    updated_at: String,
    version: i64,
    upgrade_status: (),
    pit_version_limit: i64,
    kms_certificate_key_id: (),
    audit_logs_retention_days: Option<i64>,
    #[serde(flatten)]
    settings: Option<&'a Settings>,
    #[serde(flatten)]
    environments: Option<Environments<'a>>,
    #[serde(flatten)]
    key: Option<Key<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key<'a> {
    kms_secret_manager_key_id: Option<&'a str>,
}

#[derive(Serialize)]
struct Environments<'a> {
    #[serde(rename = "_id")]
    id: &'a str,
    environments: Vec<Environment<'a>>,
}

#[derive(Serialize)]
pub(super) struct Environment<'a> {
    name: &'a str,
    slug: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
}

impl<'a> Row<'a> {
    /// The row alone, as it is answered to a change.
    pub(super) fn new(call: &'a Call<'_>, project: &'a Project) -> Self {
        Self {
            id: &project.id,
            name: &project.name,
            slug: &project.slug,
            auto_capitalization: project.auto_capitalization,
            org_id: &call.state.org_id,
            created_at: clock::iso(project.created_at),
            updated_at: clock::iso(project.updated_at),
            version: 3,
            upgrade_status: (),
            pit_version_limit: project.pit_version_limit,
            kms_certificate_key_id: (),
            audit_logs_retention_days: project.audit_logs_retention_days,
            settings: call.current().then_some(&project.settings),
            environments: None,
            key: None,
        }
    }

    /// The row with its environments.
    pub(super) fn whole(call: &'a Call<'_>, project: &'a Project) -> Self {
        let environments =
            Environments { id: &project.id, environments: environments(project, true) };
        Self { environments: Some(environments), ..Self::new(call, project) }
    }

    /// The same with its KMS key, which only the current server tells, and on few routes.
    pub(super) fn with_key(call: &'a Call<'_>, project: &'a Project) -> Self {
        let key = Key { kms_secret_manager_key_id: project.kms_key_id.as_deref() };
        Self { key: call.current().then_some(key), ..Self::whole(call, project) }
    }
}

/// The environments by their position, with or without their IDs.
fn environments(project: &Project, with_ids: bool) -> Vec<Environment<'_>> {
    let environments = project.in_order().into_iter().map(|environment| Environment {
        name: &environment.name,
        slug: &environment.slug,
        id: with_ids.then_some(environment.id.as_str()),
    });
    environments.collect()
}

/// A project in the list of its organization.
#[derive(Serialize)]
pub(super) struct OfOrganization<'a> {
    id: &'a str,
    name: &'a str,
    slug: &'a str,
    organization: &'a str,
    environments: Vec<Environment<'a>>,
}

impl<'a> OfOrganization<'a> {
    pub(super) fn new(call: &'a Call<'_>, project: &'a Project) -> Self {
        Self {
            id: &project.id,
            name: &project.name,
            slug: &project.slug,
            organization: &call.state.org_id,
            environments: environments(project, false),
        }
    }
}
