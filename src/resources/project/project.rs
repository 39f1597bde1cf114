//! `infisical_project`: a project.
//!
//! API: `backend/src/server/routes/v2/deprecated-project-router.ts`, `v1/deprecated-project-router.ts`
//! and `backend/src/services/project/project-service.ts`. Servers up to 2024
//! (`v2/project-router.ts`, `v1/project-router.ts`) know of what is set here only name, slug, KMS key
//! and capitalization; they ignore the rest of a `POST` in silence.

mod find;
mod plan;

pub(crate) use find::{no_project, one_project, project_id, project_of_slug, projects};

use self::{
    find::{BY_SLUG, PROJECT, PROJECTS, is_id},
    plan::{is_old, note_age, protected},
};
use crate::{
    Cx, Infisical, Result,
    error::explained,
    shared::{
        LastUpdated, OrEmpty, ProjectFilter, Trimmed, Uuid, as_promised, moves, text,
        without_nothing,
    },
};
use infisical_client::{Endpoint, Error as ClientError, OrGone, Trace};
use serde_json::{Value as Json, json};
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move,
    Planning, Resource, Schema, Text,
};

const CREATE: Endpoint = Endpoint::new("/api/v2/workspace", "project");

/// By slug. Servers up to 2024 take it from people only.
const RETENTION: Endpoint = Endpoint::new("/api/v1/workspace/{}/audit-logs-retention", "workspace");

/// What a project is for unless something else is said, and the only thing on servers up to 2024.
const SECRETS: &str = "secret-manager";

/// What a project may be for: `ProjectType` of `backend/src/db/schemas/models.ts`.
const KINDS: &[&str] = &[SECRETS, "cert-manager", "kms", "ssh", "secret-scanning", "pam"];

/// What a `POST` does not take, with its members.
const LATER: [(&str, &str); 3] = [
    ("auto_capitalization", "autoCapitalization"),
    ("secret_sharing", "secretSharing"),
    ("secret_detection_ignore_values", "secretDetectionIgnoreValues"),
];

/// A project: environments, folders and secrets, and who may use them. The identity that creates one
/// administers it.
///
/// Destroying it destroys everything in it. That is why nothing replaces a project: what cannot change in
/// place is refused when it is planned. A setting that the server refuses to a new project, because the
/// organization's plan does not include it for example, is a warning of the apply, and is proposed again
/// by the next plan.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = super::FAMILY)]
pub(crate) struct Project {
    /// ID of the project.
    #[attr(key, keep)]
    id: Computed<Text<Trimmed>>,

    /// Name of the project: at most 64 characters, or 255 when it is created.
    #[attr(length = 1..=255)]
    name: Text<Trimmed>,

    /// Slug of the project, unique in the organization: 5 to 36 characters when it is created, and at
    /// most 64 later. Servers up to 2024 cannot change it.
    #[attr(
        length = 1..=64,
        pattern(
            "[a-z0-9]+([_-][a-z0-9]+)*",
            "lower-case letters and digits, with single hyphens or underscores between them"
        )
    )]
    slug: String,

    /// What the project is about, at most 256 characters. Servers up to 2024 do not know it.
    #[attr(clear = empty, length = 1..=256)]
    description: Option<Text<Trimmed>>,

    /// What the project is for; `secret-manager` by default. It cannot change. Servers up to 2024 know
    /// `secret-manager` only.
    #[attr(optional, keep, one_of = KINDS)]
    r#type: Computed<String>,

    /// Name of the project template that the project is made from. It cannot change. The server does not
    /// tell it: for a project that is there already, it is only noted.
    #[attr(api = "template", length = 1..=64)]
    template_name: Option<String>,

    /// ID of the KMS key that encrypts the project's secrets; the organization's by default. It cannot
    /// change.
    #[attr(optional, keep = also_null)]
    kms_secret_manager_key_id: Computed<Text<OrEmpty<Uuid>>>,

    /// Whether the project begins with the environments `dev`, `staging` and `prod`; `true` by default. It
    /// cannot change. The server does not tell it: for a project that is there already, it is only noted.
    should_create_default_envs: Option<bool>,

    /// Whether the server refuses to delete the project; `false` by default. To delete a protected
    /// project, set this to `false` and apply first. Servers up to 2024 do not know it.
    #[attr(optional, keep)]
    has_delete_protection: Computed<bool>,

    /// Whether the names of secrets are turned into upper case; `true` by default.
    #[attr(optional, keep)]
    auto_capitalization: Computed<bool>,

    /// Whether members may share secrets of the project with others; `true` by default. Servers up to 2024
    /// do not know it.
    #[attr(optional, keep = also_null)]
    secret_sharing: Computed<bool>,

    /// Values that the detection of secrets in what is written passes over. Servers up to 2024 do not know
    /// it.
    #[attr(optional, keep = also_null)]
    secret_detection_ignore_values: Computed<Vec<String>>,

    /// How many days audit logs are kept, as far as the organization's plan allows; 0, the default, is as
    /// long as it allows. Servers up to 2024 take it from people only.
    #[attr(optional, keep, range = 0.., api = "auditLogsRetentionDays")]
    audit_log_retention_days: Computed<i64>,

    /// ID of the organization.
    #[attr(keep)]
    org_id: Computed<Text<Uuid>>,

    /// When the project itself was changed last.
    #[attr(api = "updatedAt")]
    last_updated: Computed<Text<LastUpdated>>,
}

impl Resource<Infisical> for Project {
    const TYPE_NAME: &'static str = "infisical_project";
    const IMPORT_ID: Option<&'static str> = Some("the ID of the project, or its slug");

    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        plan::check(plan).await
    }

    /// Once the project is there, nothing is an error: Terraform would destroy what a failed create left
    /// behind.
    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let slug = BY_SLUG.at(&plan.slug);
        let is_it = |found: &JsonMap| text(found, "name") == Some(plan.name.as_str());
        let trace = Trace::named(&slug, &plan.slug, &is_it);
        let created = cx.api.create(&CREATE.collection(), &plan.new_body(), &trace).await?;
        let old = note_age(&created, cx)?;
        let made = plan.clone().told(created)?;
        cx.save(&made);
        let (made, refused) = made.completed(&plan, cx).await?;
        for (name, said) in plan.said_only_now() {
            if old && said {
                cx.warn(not_applied(
                    name,
                    TOO_OLD,
                    "State has it all the same: no later plan can tell.",
                ));
            }
        }
        as_promised(&plan, made, |name| {
            let refused = refused.iter().find(|(refused, _)| refused.contains(&name));
            let why = refused.map_or_else(|| TOO_OLD.to_owned(), |(_, error)| explained(error));
            cx.warn(not_applied(name, &why, PROPOSED));
        })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let at = PROJECT.at(prior.id());
        let imported = prior.slug.is_empty();
        let old = is_old(cx)?;
        let found = if old || imported {
            cx.api.get(&at).await
        } else {
            cx.api.get_among(&at, &PROJECTS.all(), prior.id()).await
        };
        let Some(current) = found.or_gone()? else { return Ok(None) };
        let old = note_age(&current, cx)?;
        let current = prior.told(current)?;
        if imported && !old {
            // The one answer that tells the key.
            let whole = project_of_slug(&current.slug, cx).await?;
            return Ok(whole.map(|whole| current.told(whole)).transpose()?);
        }
        Ok(Some(current))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let mut body = change.body();
        for fixed in ["type", "template", "shouldCreateDefaultEnvs", "kmsSecretManagerKeyId"] {
            body.remove(fixed);
        }
        let days = body.remove("auditLogsRetentionDays").as_ref().and_then(Json::as_i64);
        let at = PROJECT.at(change.prior.id());
        let answer =
            if body.is_empty() { cx.api.get(&at).await } else { cx.api.patch(&at, &body).await };
        let mut answer = answer?;
        // The plan keeps what state has of it, also where the server has made a key meanwhile.
        answer.remove("kmsSecretManagerKeyId");
        let updated = change.plan.told(answer)?;
        let Some(days) = days else { return Ok(updated) };
        cx.save(&updated);
        Ok(updated.keep_logs_for(days, cx).await?)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        match cx.api.delete(&PROJECT.at(prior.id())).await.or_gone() {
            Err(error) if error.message() == Some("Project delete protection is enabled") => {
                Err(protected().into())
            }
            deleted => Ok(deleted.map(drop)?),
        }
    }

    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>> {
        if is_id(id) {
            return Ok(None);
        }
        let id = Computed::Known(project_id(id, cx).await?.into());
        Ok(Some(Self { id, ..Self::default() }))
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// The list of projects, for `terraform query`.
impl ListResource<Infisical> for Project {
    type Filter = ProjectFilter;

    async fn list(filter: ProjectFilter, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for listed in filter.find(cx).await? {
            let name = text(&listed, "name").unwrap_or_default().to_owned();
            if !found.push(&Self::default().told(listed)?, &name).await {
                break;
            }
        }
        Ok(())
    }
}

impl Project {
    /// This project with everything that the server tells of it.
    fn told(self, mut answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        for (member, otherwise) in [
            ("type", json!(SECRETS)),
            ("hasDeleteProtection", json!(false)),
            ("auditLogsRetentionDays", json!(0)),
            ("description", Json::Null),
        ] {
            if answer.get(member).is_none_or(Json::is_null) {
                answer.insert(member.to_owned(), otherwise);
            }
        }
        if answer.get("kmsSecretManagerKeyId").is_some_and(Json::is_null) {
            answer.remove("kmsSecretManagerKeyId");
        }
        let answer = without_nothing(&self, answer);
        self.absorb(&answer)
    }

    /// The body of a create. What says no more than the default is left to the server: older ones do not
    /// know the member.
    fn new_body(&self) -> JsonMap {
        let mut body = self.to_api();
        for (name, sent) in [
            ("name", "projectName"),
            ("description", "projectDescription"),
            ("kmsSecretManagerKeyId", "kmsKeyId"),
        ] {
            if let Some(value) = body.remove(name).filter(|value| value != "") {
                body.insert(sent.to_owned(), value);
            }
        }
        body.remove("auditLogsRetentionDays");
        for (_, later) in LATER {
            body.remove(later);
        }
        for (member, default) in [
            ("type", json!(SECRETS)),
            ("hasDeleteProtection", json!(false)),
            ("shouldCreateDefaultEnvs", json!(true)),
        ] {
            if body.get(member) == Some(&default) {
                body.remove(member);
            }
        }
        body
    }

    /// What a create alone says and no answer tells, and whether this one says it.
    fn said_only_now(&self) -> [(&'static str, bool); 2] {
        [
            ("template_name", self.template_name.is_some()),
            ("should_create_default_envs", self.should_create_default_envs == Some(false)),
        ]
    }

    /// This project, just made, with the settings that need another request; and those that were refused.
    async fn completed(
        mut self,
        plan: &Self,
        cx: &Cx<'_>,
    ) -> Result<(Self, Vec<(Vec<&'static str>, ClientError)>)> {
        let mut refused = Vec::new();
        let (asked, has) = (plan.to_api(), self.to_api());
        let (mut body, mut names) = (JsonMap::new(), Vec::new());
        for (name, member) in LATER {
            if let Some(value) = asked.get(member).filter(|value| has.get(member) != Some(value)) {
                body.insert(member.to_owned(), value.clone());
                names.push(name);
            }
        }
        if !body.is_empty() {
            match cx.api.patch(&PROJECT.at(self.id()), &body).await {
                Ok(answer) => self = self.told(answer)?,
                Err(error) => refused.push((names, error)),
            }
        }
        if let Some(days) = plan.audit_log_retention_days.known().filter(|days| **days > 0) {
            match self.clone().keep_logs_for(*days, cx).await {
                Ok(kept) => self = kept,
                Err(error) => refused.push((vec!["audit_log_retention_days"], error)),
            }
        }
        Ok((self, refused))
    }

    async fn keep_logs_for(self, days: i64, cx: &Cx<'_>) -> std::result::Result<Self, ClientError> {
        let body = JsonMap::from_iter([("auditLogsRetentionDays".to_owned(), json!(days))]);
        let answer = cx.api.put(&RETENTION.at(&self.slug), &body).await?;
        let last_updated = text(&answer, "updatedAt").map(Text::from);
        Ok(Self {
            audit_log_retention_days: Computed::Known(days),
            last_updated: last_updated.map_or(self.last_updated, Computed::Known),
            ..self
        })
    }

    fn id(&self) -> &str {
        self.id.known().map(Text::as_str).unwrap_or_default()
    }
}

const TOO_OLD: &str =
    "This server of Infisical is too old for it, as those up to 2024 are, and ignored it.";

const PROPOSED: &str = "The next plan proposes it again. To leave the project as it is, remove the \
    attribute, or set what the server has.";

/// The project exists, and is not quite what was asked for.
fn not_applied(name: &str, why: &str, next: &str) -> Diagnostic {
    let detail = format!(
        "{why}\n\n{next} This is no error, because Terraform would destroy a project whose creation failed."
    );
    // Terraform shows one of several warnings with the same summary.
    let summary = format!("Project created without `{name}`");
    Diagnostic::warning(summary, detail).at(AttributePath::root(name))
}
