//! A request on its way through a handler.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock::Millis;
use crate::fields::{Fields, Slug};
use crate::message::Request;
use crate::options::{Dialect, Options};
use crate::refusal::Refusal;
use crate::state::{Identity, Project, Role, SECRET_MANAGER, State};

/// What only projects of secrets have.
const OF_SECRETS: [&str; 5] =
    ["environments", "tags", "secrets", "secret-folders", "secret-imports"];

/// Who asks.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) identity_id: String,
    pub(crate) role: Role,
    /// Whether it is [`crate::Emulator::out_of_band`].
    pub(crate) internal: bool,
}

/// A request, the state that it works on, and what was found out about it so far.
pub(crate) struct Call<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) options: &'a Options,
    pub(crate) request: &'a Request,
    pub(crate) parameters: Vec<String>,
    pub(crate) caller: Option<Caller>,
    pub(crate) body: Value,
    pub(crate) now: Millis,
    /// The request's fields that the server does not know.
    pub(crate) unknown: Vec<String>,
}

impl Call<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        self.options.dialect
    }

    pub(crate) fn current(&self) -> bool {
        self.options.dialect == Dialect::Current
    }

    /// The path parameter at this place; routes guarantee that it is there.
    pub(crate) fn parameter(&self, index: usize) -> String {
        self.parameters.get(index).cloned().unwrap_or_default()
    }

    /// The parameters of the query, all of them texts.
    pub(crate) fn query(&self) -> Map<String, Value> {
        let pairs = self.request.query().split('&').filter_map(|pair| pair.split_once('='));
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        pairs.map(|(key, value)| (decode(key), Value::String(decode(value)))).collect()
    }

    /// The body's fields.
    pub(crate) fn fields(&mut self) -> Result<Fields, Refusal> {
        Fields::new(std::mem::take(&mut self.body))
    }

    /// Ends the reading of the body: unknown fields first, then what the schema says.
    pub(crate) fn accept(&mut self, fields: Fields) -> Result<(), Refusal> {
        let (unknown, verdict) = fields.finish();
        self.note_unknown(unknown)?;
        verdict
    }

    /// A route whose schema has no body: every field is one that the server would ignore.
    pub(crate) fn no_body(&mut self) -> Result<(), Refusal> {
        match std::mem::take(&mut self.body) {
            Value::Object(object) => self.note_unknown(object.keys().cloned().collect()),
            _ => Ok(()),
        }
    }

    fn note_unknown(&mut self, unknown: Vec<String>) -> Result<(), Refusal> {
        if unknown.is_empty() {
            return Ok(());
        }
        let (method, path) = (&self.request.method, self.request.path());
        let fields = unknown.join(", ");
        self.unknown = unknown;
        if self.options.strict {
            let message = format!("emulator: {method} {path} has no field {fields}");
            return Err(Refusal::UnknownFields(message));
        }
        Ok(())
    }

    /// Whether the caller's role has a permission on identities.
    pub(crate) fn allow(&self, action: &'static str) -> Result<(), Refusal> {
        match self.caller_role() {
            Role::NoAccess => Err(Refusal::Permission { action, subject: "identity" }),
            Role::Member | Role::Admin => Ok(()),
        }
    }

    /// The project with this ID, in which the caller has a place. Without a role the recorded
    /// server does not see a place.
    pub(crate) fn project(&self, id: &str) -> Result<&Project, Refusal> {
        let project = self.state.projects.get(id);
        let place = |project: &&Project| {
            let place = project.members.get(self.caller_id());
            place.is_some_and(|place| self.current() || !place.roles.is_empty())
        };
        if self.current() {
            let unknown = || Refusal::not_found(format!("Project with {id} not found"));
            let outside = || Refusal::no_access("You are not member of this project");
            return Some(project.ok_or_else(unknown)?).filter(place).ok_or_else(outside);
        }
        project.filter(place).ok_or_else(|| {
            let place = "Identity is not a member of the specified project with ID";
            Refusal::no_access(&format!("{place} '{id}'"))
        })
    }

    /// The project with this ID, in which the caller's roles allow an action on a subject.
    pub(crate) fn project_to(
        &self,
        action: &'static str,
        subject: &'static str,
        id: &str,
    ) -> Result<&Project, Refusal> {
        let kind = self.state.projects.get(id).map(|project| project.settings.kind.as_str());
        let elsewhere =
            kind.filter(|kind| *kind != SECRET_MANAGER && OF_SECRETS.contains(&subject));
        if let Some(kind) = elsewhere.filter(|_| self.current()) {
            let not = format!("Operations of type {SECRET_MANAGER} are not allowed.");
            return Err(Refusal::bad_request(format!("The project is of type {kind}. {not}")));
        }
        let project = self.project(id)?;
        let membership = project.members.get(self.caller_id());
        if membership.is_some_and(|place| place.allows(action, subject, self.now)) {
            return Ok(project);
        }
        Err(Refusal::Permission { action, subject })
    }

    /// Whether the caller's role may create a project.
    pub(crate) fn may_create_projects(&self) -> Result<(), Refusal> {
        match self.caller_role() {
            Role::Member | Role::Admin => Ok(()),
            Role::NoAccess if self.current() => {
                Err(Refusal::forbidden("You don't have permission to create a project"))
            }
            Role::NoAccess => Err(Refusal::Permission { action: "create", subject: "workspace" }),
        }
    }

    /// The parameter at this place, which has to be a slug.
    pub(crate) fn slug(&self, index: usize, rules: Slug) -> Result<String, Refusal> {
        let mut fields = Fields::new(json!({"slug": self.parameter(index)}))?;
        let slug = if self.current() { fields.text("slug") } else { fields.verbatim("slug") };
        fields.slug("slug", slug.as_deref(), rules);
        fields.finish().1?;
        Ok(slug.unwrap_or_default())
    }

    /// Whether the caller may do this to somebody with that role. The recorded server compares
    /// roles; the current one wants a permission that only administrators have by default.
    pub(crate) fn outranks(
        &self,
        target: Role,
        action: &'static str,
        message: &'static str,
    ) -> Result<(), Refusal> {
        let enough = if self.current() { Role::Admin } else { target };
        if self.caller_role() >= enough {
            return Ok(());
        }
        Err(Refusal::Boundary { message, action })
    }

    /// Whether the caller is in this organization.
    pub(crate) fn in_organization(&self, org_id: &str) -> Result<(), Refusal> {
        if org_id == self.state.org_id {
            return Ok(());
        }
        Err(if self.current() {
            Refusal::no_access("You are not allowed to access organization resource")
        } else if uuid(org_id).is_none() {
            Refusal::Database("GetOrgIdentityPermission")
        } else {
            Refusal::no_access("Identity is not apart of this organization")
        })
    }

    /// The identity with this ID, as the endpoints of authentication methods look for it.
    pub(crate) fn identity(&mut self, id: &str) -> Result<&mut Identity, Refusal> {
        let step = if self.current() { "MembershipGetByIdentityId" } else { "FindOne" };
        let key = uuid(id).ok_or(Refusal::Database(step))?;
        let missing = || Refusal::not_found(format!("Failed to find identity with ID {id}"));
        self.state.identities.get_mut(&key).ok_or_else(missing)
    }

    /// The ID of the caller's identity; empty on routes for everybody.
    pub(crate) fn caller_id(&self) -> &str {
        self.caller.as_ref().map_or("", |caller| caller.identity_id.as_str())
    }

    fn caller_role(&self) -> Role {
        self.caller.as_ref().map_or(Role::NoAccess, |caller| caller.role)
    }
}

/// An ID in the form in which the database keeps it; `None` when it takes it for no UUID.
pub(crate) fn uuid(id: &str) -> Option<String> {
    let parsed = Uuid::parse_str(id).ok().filter(|_| !id.starts_with("urn:"))?;
    Some(parsed.hyphenated().to_string())
}

/// Whether the database takes a text into a column of so many characters.
pub(crate) fn storable(text: &str, longest: usize) -> bool {
    !text.contains('\0') && text.chars().count() <= longest
}
