//! The roles of identities in a project: how they are asked for, granted and shown.

use serde::Serialize;

use super::Call;
use super::identity_view::methods_of;
use crate::clock::{self, Millis};
use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::state::{
    CustomRole, Identity, Project, ProjectMembership, ProjectRole, ROLES, Temporary,
};

/// A role as it is asked for.
pub(super) struct Asked {
    pub(super) role: String,
    pub(super) temporary: Option<Temporary>,
}

impl Asked {
    pub(super) fn permanent(role: &str) -> Self {
        Self { role: role.to_owned(), temporary: None }
    }

    fn is_custom(&self) -> bool {
        !ROLES.contains(&self.role.as_str())
    }
}

/// The roles that a body asks for, each for good or for a while.
pub(super) fn read_roles(fields: &mut Fields) -> Option<Vec<Asked>> {
    let for_good = |fields: &mut Fields| {
        let role = fields.required_verbatim("role").unwrap_or_default();
        fields.literal("isTemporary", false, Some(false));
        Asked { role, temporary: None }
    };
    fields.each_of_two("roles", for_good, read_temporary)
}

fn read_temporary(fields: &mut Fields) -> Asked {
    let role = fields.required_verbatim("role").unwrap_or_default();
    fields.literal("isTemporary", true, None);
    fields.one_of("temporaryMode", &["relative"], true);
    let range = fields.required_verbatim("temporaryRange");
    let lasts = range.as_deref().and_then(milliseconds).filter(|lasts| *lasts > 0);
    if range.is_some() && lasts.is_none() {
        fields.complain("temporaryRange", "Temporary range must be a positive number");
    }
    let text = fields.required_verbatim("temporaryAccessStartTime");
    let start = text.as_deref().and_then(clock::from_iso);
    fields.datetime("temporaryAccessStartTime", text.is_none() || start.is_some());
    let start = start.unwrap_or_default();
    let end = start + lasts.unwrap_or_default();
    Asked { role, temporary: Some(Temporary { range: range.unwrap_or_default(), start, end }) }
}

/// What `ms` makes of a range: a number, and a unit that may be left out, in milliseconds.
fn milliseconds(range: &str) -> Option<i64> {
    let end = range.find(|c: char| !matches!(c, '0'..='9' | '.' | '-')).unwrap_or(range.len());
    let number: f64 = range[..end].parse().ok()?;
    let unit = match range[end..].trim_start_matches(' ').to_ascii_lowercase().as_str() {
        "" | "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => 1.0,
        "s" | "sec" | "secs" | "second" | "seconds" => 1000.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600_000.0,
        "d" | "day" | "days" => 86_400_000.0,
        "w" | "week" | "weeks" => 604_800_000.0,
        "y" | "yr" | "yrs" | "year" | "years" => 31_557_600_000.0,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "a cast to i64 saturates")]
    let lasts = (number * unit) as i64;
    Some(lasts)
}

/// Whether one of the roles is for good, which the current server wants.
pub(super) fn one_for_good(asked: &[Asked]) -> Result<(), Refusal> {
    if asked.iter().all(|asked| asked.temporary.is_some()) {
        return Err(Refusal::bad_request("Identity must have at least one permanent role"));
    }
    Ok(())
}

/// The slugs that are neither a role of every project nor one of this one.
pub(super) fn unknown_roles<'a>(asked: &'a [Asked], project: &Project) -> Vec<&'a str> {
    let own = |asked: &Asked| project.roles.iter().any(|role| role.slug == asked.role);
    let unknown = asked.iter().filter(|asked| asked.is_custom() && !own(asked));
    unknown.map(|asked| asked.role.as_str()).collect()
}

/// The roles as they are stored.
pub(super) fn granted(asked: Vec<Asked>, now: Millis) -> Vec<ProjectRole> {
    let grant = |asked: Asked| ProjectRole::new(&asked.role, asked.temporary, now);
    asked.into_iter().map(grant).collect()
}

/// A role of a membership. The project's own ones are called `custom`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Role<'a> {
    id: &'a str,
    role: &'a str,
    custom_role_id: Option<&'a str>,
    custom_role_name: Option<&'a str>,
    custom_role_slug: Option<&'a str>,
    #[serde(flatten)]
    time: Time<'a>,
}

/// A role as it is answered to its assignment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assigned<'a> {
    id: &'a str,
    role: &'a str,
    project_membership_id: &'a str,
    custom_role_id: Option<&'a str>,
    #[serde(flatten)]
    time: Time<'a>,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Time<'a> {
    is_temporary: bool,
    temporary_mode: Option<&'static str>,
    temporary_range: Option<&'a str>,
    temporary_access_start_time: Option<String>,
    temporary_access_end_time: Option<String>,
}

impl<'a> Time<'a> {
    fn new(role: &'a ProjectRole) -> Self {
        let temporary = role.temporary.as_ref();
        Self {
            is_temporary: temporary.is_some(),
            temporary_mode: temporary.map(|_| "relative"),
            temporary_range: temporary.map(|temporary| temporary.range.as_str()),
            temporary_access_start_time: temporary.map(|temporary| clock::iso(temporary.start)),
            temporary_access_end_time: temporary.map(|temporary| clock::iso(temporary.end)),
        }
    }
}

/// The slug under which a role is shown, and the role of the project's own that it is.
fn shown<'a>(project: &'a Project, role: &'a ProjectRole) -> (&'a str, Option<&'a CustomRole>) {
    let custom = project.roles.iter().find(|custom| custom.slug == role.role);
    (if custom.is_some() { "custom" } else { &role.role }, custom)
}

pub(super) fn roles<'a>(project: &'a Project, place: &'a ProjectMembership) -> Vec<Role<'a>> {
    let row = |role: &'a ProjectRole| {
        let (slug, custom) = shown(project, role);
        Role {
            id: &role.id,
            role: slug,
            custom_role_id: custom.map(|role| role.id.as_str()),
            custom_role_name: custom.map(|role| role.name.as_str()),
            custom_role_slug: custom.map(|role| role.slug.as_str()),
            time: Time::new(role),
        }
    };
    place.roles.iter().map(row).collect()
}

pub(super) fn assigned<'a>(
    project: &'a Project,
    place: &'a ProjectMembership,
) -> Vec<Assigned<'a>> {
    let row = |role: &'a ProjectRole| {
        let (slug, custom) = shown(project, role);
        Assigned {
            id: &role.id,
            role: slug,
            project_membership_id: &place.id,
            custom_role_id: custom.map(|role| role.id.as_str()),
            time: Time::new(role),
            created_at: clock::iso(role.created_at),
            updated_at: clock::iso(role.created_at),
        }
    };
    place.roles.iter().map(row).collect()
}

/// A membership without its roles, as it is answered to a change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    id: &'a str,
    project_id: &'a str,
    identity_id: &'a str,
    created_at: String,
    updated_at: String,
}

impl<'a> Row<'a> {
    pub(super) fn new(
        project_id: &'a str,
        identity_id: &'a str,
        place: &'a ProjectMembership,
    ) -> Self {
        Self {
            id: &place.id,
            project_id,
            identity_id,
            created_at: clock::iso(place.created_at),
            updated_at: clock::iso(place.updated_at),
        }
    }
}

/// A membership with its roles, its identity and its project.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whole<'a> {
    id: &'a str,
    identity_id: &'a str,
    created_at: String,
    updated_at: String,
    roles: Vec<Role<'a>>,
    identity: Member<'a>,
    project: Named<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Member<'a> {
    name: &'a str,
    id: &'a str,
    #[serde(flatten)]
    methods: Methods,
}

/// The recorded server knows one method, the current one several.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Methods {
    Recorded { auth_method: Option<&'static str> },
    Current { auth_methods: Vec<&'static str> },
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    id: &'a str,
}

impl<'a> Whole<'a> {
    pub(super) fn new(
        call: &Call<'_>,
        project: &'a Project,
        identity: &'a Identity,
        place: &'a ProjectMembership,
    ) -> Self {
        let auth_methods = methods_of(identity);
        let methods = if call.current() {
            Methods::Current { auth_methods }
        } else {
            Methods::Recorded { auth_method: auth_methods.first().copied() }
        };
        Self {
            id: &place.id,
            identity_id: &identity.id,
            created_at: clock::iso(place.created_at),
            updated_at: clock::iso(place.updated_at),
            roles: roles(project, place),
            identity: Member { name: &identity.name, id: &identity.id, methods },
            project: Named { name: &project.name, id: &project.id },
        }
    }

    /// All memberships of an identity, by the age of its projects.
    pub(super) fn all(call: &'a Call<'_>, identity: &'a Identity) -> Vec<Self> {
        let mut projects: Vec<&Project> = call.state.projects.values().collect();
        projects.sort_by_key(|project| project.created_at);
        let place = |project: &'a Project| {
            let place = project.members.get(&identity.id)?;
            Some(Self::new(call, project, identity, place)).filter(|whole| !whole.roles.is_empty())
        };
        projects.into_iter().filter_map(place).collect()
    }
}
