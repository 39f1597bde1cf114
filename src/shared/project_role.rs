//! The roles that an identity has in a project.
//!
//! API: the `roles` of `backend/src/server/routes/v1/project-identity-router.ts` and
//! `identity-project-membership-router.ts`.

use crate::Infisical;
use serde_json::{Value as Json, json};
use std::time::SystemTime;
use tf_framework::{
    ApiObject, Checked, Computed, Diagnostic, Diagnostics, JsonMap, Known, Planning, Schema, Text,
    Unordered, Value, text::Timestamp,
};

/// The only mode that the server knows.
const MODE: &str = "relative";

/// How long a temporary role lasts when nobody says it, as in the official provider; the API wants it.
const RANGE: &str = "1h";

/// A role of a project, for good or for a while.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(api = manual, check = for_good_or_for_a_while)]
pub(crate) struct ProjectRole {
    /// ID of the assignment. All of them are new when a role changes.
    id: Computed<String>,

    /// Slug of the role: `admin`, `member`, `viewer`, `no-access`, or that of a custom role.
    #[attr(length = 1..)]
    role_slug: String,

    /// ID of the role, where it is a custom one.
    #[attr(optional, keep = also_null)]
    custom_role_id: Computed<String>,

    /// Whether the role ends.
    #[attr(default = false)]
    is_temporary: bool,

    /// How the end is told: `relative`, which is the default. Only for a temporary role.
    #[attr(optional, keep = also_null, one_of = [MODE])]
    temporary_mode: Computed<String>,

    /// How long the role lasts, such as `30m`, `1h` or `7d`; `1h` by default. Only for a temporary role.
    #[attr(
        optional,
        keep = also_null,
        pattern("[1-9][0-9]* ?[a-z]+", "a number and a unit, such as `30m`, `1h` or `7d`")
    )]
    temporary_range: Computed<String>,

    /// When the role begins; the time of the apply by default. Only for a temporary role.
    #[attr(optional, keep = also_null)]
    temporary_access_start_time: Computed<Text<Timestamp>>,

    /// When the role ends, which follows from when it begins and how long it lasts.
    #[attr(optional, keep = also_null)]
    temporary_access_end_time: Computed<Text<Timestamp>>,
}

/// What only a temporary role has.
fn for_good_or_for_a_while(values: &Checked<'_>, out: &mut Diagnostics) {
    let temporary = values.configured("is_temporary");
    if !matches!(temporary, Known::Null | Known::Is(&Value::Bool(false))) {
        return;
    }
    for name in ["temporary_mode", "temporary_range", "temporary_access_start_time"] {
        if values.configured(name) != Known::Null {
            let detail = format!("`{name}` is for a role with `is_temporary = true`.");
            values.refuse(out, name, "Not a temporary role", detail);
        }
    }
}

/// The rule of a list of them: one for good, and none twice.
pub(crate) fn one_for_good_and_none_twice(values: &Checked<'_>, out: &mut Diagnostics) {
    let Some(roles) = values.get("roles").value().and_then(Value::elements) else { return };
    let slugs: Vec<_> = roles.iter().map(|role| role.attribute("role_slug")).collect();
    for (index, slug) in slugs.iter().enumerate() {
        if !slug.is_unknown() && slugs[..index].contains(slug) {
            let detail = format!("{slug:?} is there already: an identity has a role once.");
            let path = values.path("roles").index(index);
            out.push(Diagnostic::error("Role there twice", detail).at(path));
        }
    }
    let ends = |role: &Value| role.attribute("is_temporary") == &Value::Bool(true);
    if !roles.is_empty() && roles.iter().all(ends) {
        let detail =
            "An identity needs a role that is not temporary: `no-access`, if nothing else.";
        values.refuse(out, "roles", "No permanent role", detail);
    }
}

impl ProjectRole {
    /// What a role of an answer is called: a custom one is `custom`, and its slug is beside it.
    pub(crate) fn slug_in(role: &Json) -> Option<&str> {
        role["customRoleSlug"].as_str().or_else(|| role["role"].as_str())
    }

    /// The same, beginning now where nobody said when.
    #[must_use]
    fn beginning(mut self, now: SystemTime) -> Self {
        if self.is_temporary && self.temporary_access_start_time.known().is_none() {
            self.temporary_access_start_time = Computed::Known(Text::from(now));
        }
        self
    }
}

impl ApiObject for ProjectRole {
    fn to_api(&self) -> JsonMap {
        let mut body = JsonMap::from_iter([
            ("role".to_owned(), json!(self.role_slug)),
            ("isTemporary".to_owned(), json!(self.is_temporary)),
        ]);
        if self.is_temporary {
            let text = |text: &Computed<String>, otherwise: &str| {
                json!(text.known().map_or(otherwise, String::as_str))
            };
            let start = self.temporary_access_start_time.known().map(Text::as_str);
            body.extend([
                ("temporaryMode".to_owned(), text(&self.temporary_mode, MODE)),
                ("temporaryRange".to_owned(), text(&self.temporary_range, RANGE)),
                ("temporaryAccessStartTime".to_owned(), json!(start)),
            ]);
        }
        body
    }

    /// A custom role is called `custom`, and its slug is beside it.
    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic> {
        let text = |name: &str| response.get(name).and_then(Json::as_str).map(str::to_owned);
        let told = |name| text(name).map_or(Computed::Unknown, Computed::Known);
        let time =
            |name| text(name).map_or(Computed::Unknown, |at| Computed::Known(Text::from(at)));
        let slug = text("customRoleSlug").or_else(|| text("role")).ok_or_else(|| {
            Diagnostic::remote("Unexpected answer", "A role of the identity has no `role`.")
        })?;
        Ok(Self {
            id: told("id"),
            role_slug: slug,
            custom_role_id: told("customRoleId"),
            is_temporary: response.get("isTemporary") == Some(&Json::Bool(true)),
            temporary_mode: told("temporaryMode"),
            temporary_range: told("temporaryRange"),
            temporary_access_start_time: time("temporaryAccessStartTime"),
            temporary_access_end_time: time("temporaryAccessEndTime"),
        })
    }
}

/// Roles of which the temporary ones begin now where nobody says when.
pub(crate) fn beginning_now(roles: &Unordered<Vec<ProjectRole>>) -> Unordered<Vec<ProjectRole>> {
    let now = SystemTime::now();
    let roles = roles.list().iter().cloned().map(|role| role.beginning(now));
    Unordered::from(roles.collect::<Vec<_>>())
}

/// Plans the `roles` that state has where the configuration says no more: the server knows no order of
/// roles, so that another one changes nothing, neither do roles when something else changes. Where none
/// of `others` changes either, what only the server tells, `told`, stays as well.
pub(crate) fn keep_roles(plan: &mut Planning<'_, Infisical>, others: &[&str], told: &str) {
    let (Known::Is(config), Known::Is(prior)) = (plan.config("roles"), plan.prior("roles")) else {
        return;
    };
    if !says_no_more(config, prior) {
        return;
    }
    let prior = prior.clone();
    plan.set("roles", prior);
    if others.iter().all(|name| plan.prior(*name) == plan.planned(*name))
        && let Known::Is(known) = plan.prior(told)
    {
        let known = known.clone();
        plan.set(told, known);
    }
}

/// The roles of an answer in the order that `known` has them, those that it does not have last.
pub(crate) fn in_order_of(known: &Unordered<Vec<ProjectRole>>, answered: &Json) -> Json {
    let place = |role: &Json| {
        let slug = ProjectRole::slug_in(role);
        let is_it = |role: &ProjectRole| Some(role.role_slug.as_str()) == slug;
        known.list().iter().position(is_it).unwrap_or(usize::MAX)
    };
    let mut roles = answered.as_array().cloned().unwrap_or_default();
    roles.sort_by_key(place);
    Json::Array(roles)
}

/// Whether state has all that the configuration says of the roles, in whatever order: then nothing is to
/// change, not even what the server decides.
fn says_no_more(config: &Value, prior: &Value) -> bool {
    let (Some(config), Some(prior)) = (config.elements(), prior.elements()) else { return false };
    let has = |role: &Value| {
        let slug = role.attribute("role_slug");
        let found = prior.iter().find(|prior| prior.attribute("role_slug") == slug);
        found.is_some_and(|prior| says_no_more_of(role, prior))
    };
    config.len() == prior.len() && config.iter().all(has)
}

fn says_no_more_of(config: &Value, prior: &Value) -> bool {
    let temporary = config.attribute("is_temporary");
    let temporary = if temporary.is_null() { &Value::Bool(false) } else { temporary };
    let role = ProjectRole::block();
    let said = role.attributes.iter().filter(|attribute| attribute.name != "is_temporary");
    temporary == prior.attribute("is_temporary")
        && said.into_iter().all(|attribute| {
            let (config, prior) =
                (config.attribute(attribute.name), prior.attribute(attribute.name));
            config.is_null() || config == prior || (attribute.equivalent)(config, prior)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_custom_role_is_known_by_its_slug() {
        let answer = json!({
            "id": "1", "role": "custom", "customRoleId": "2", "customRoleSlug": "deployer",
            "isTemporary": false, "temporaryMode": null, "temporaryRange": null,
        });
        let role = ProjectRole::default().absorb(answer.as_object().unwrap()).unwrap();
        assert_eq!(role.role_slug, "deployer");
        assert_eq!(role.custom_role_id, Computed::Known("2".to_owned()));
        let expected = json!({"role": "deployer", "isTemporary": false});
        assert_eq!(Json::from(role.to_api()), expected);
    }

    #[test]
    fn roles_come_in_the_order_that_is_known() {
        let role = |slug: &str| ProjectRole { role_slug: slug.into(), ..ProjectRole::default() };
        let known = Unordered::from(vec![role("deployer"), role("viewer")]);
        let answered = json!([
            {"role": "admin"}, {"role": "viewer"}, {"role": "custom", "customRoleSlug": "deployer"},
        ]);
        let slugs: Vec<_> = in_order_of(&known, &answered)
            .as_array()
            .unwrap()
            .iter()
            .map(|role| role["role"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(slugs, ["custom", "viewer", "admin"]);
    }
}
