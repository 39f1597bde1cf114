//! The fields of requests about secrets.

use super::place::{Place, path};
use super::{Version, project_by_slug};
use crate::fields::{Fields, Given};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::routes::Call;
use crate::state::folder::without_slash;
use crate::state::{Draft, SecretMetadata};

/// What a request says of where it works. The older API takes the ID of the project or its slug.
#[derive(Debug)]
pub(super) struct Asked {
    project_id: Option<String>,
    project_slug: Option<String>,
    environment: String,
    path: String,
    batch: bool,
}

/// What the current server says to a request of the older API that names no project.
pub(super) const NO_PROJECT: &str = "You must provide projectSlug or workspaceId";

impl Asked {
    pub(super) fn read(
        fields: &mut Fields,
        dialect: Dialect,
        version: Version,
        batch: bool,
    ) -> Self {
        let name = version.naming().id();
        let current = dialect == Dialect::Current;
        let optional = version == Version::V3 && (current || batch);
        let project_id =
            if optional { fields.text(name) } else { Some(fields.required_text(name)) };
        let project_slug = if optional { fields.text("projectSlug") } else { None };
        let environment = fields.required_text("environment");
        Self { project_id, project_slug, environment, path: path(fields, "secretPath"), batch }
    }

    /// The place, in a project in which the caller may do this.
    pub(super) fn allow(self, call: &Call<'_>, action: &'static str) -> Result<Place, Refusal> {
        let project_id = match (self.project_id, self.project_slug) {
            (Some(id), _) => id,
            (None, Some(slug)) => project_by_slug(call, &slug)?,
            (None, None) => {
                return Err(Refusal::bad_request(if self.batch {
                    "Must provide either project slug or projectId"
                } else {
                    NO_PROJECT
                }));
            }
        };
        place(call, action, project_id, self.environment, self.path)
    }
}

/// A place in a project in which the caller may do this. The server looks for the project before it
/// looks for the caller's place in it.
pub(super) fn place(
    call: &Call<'_>,
    action: &'static str,
    project_id: String,
    environment: String,
    path: String,
) -> Result<Place, Refusal> {
    if !call.state.projects.contains_key(&project_id) {
        return Err(Refusal::not_found(format!(
            "Project with ID '{project_id}' not found during bot lookup. Are you sure you are using \
             the correct project ID?"
        )));
    }
    let place = Place { project_id, environment, path };
    place.allow(call, action, "secrets")?;
    Ok(place)
}

/// The name in the path of a route. Only the routes that make names have rules for them.
pub(super) fn name_of_path(call: &Call<'_>, new: bool) -> Result<String, Refusal> {
    let name = call.parameter(0);
    if !call.current() {
        return Ok(name.trim().to_owned());
    }
    let object = [("secretName".to_owned(), name.as_str().into())];
    let mut fields = Fields::new(serde_json::Value::Object(object.into_iter().collect()))?;
    let name = read_name(&mut fields, Dialect::Current, "secretName", new);
    fields.finish().1?;
    Ok(name)
}

/// The name of a secret that is in a body.
pub(super) fn read_name(
    fields: &mut Fields,
    dialect: Dialect,
    field: &'static str,
    new: bool,
) -> String {
    if dialect == Dialect::Recorded2024_10 {
        return fields.required_text(field);
    }
    fields.present(field, "string");
    let name = fields.filled_text(field).unwrap_or_default();
    if new {
        let holds = !name.contains([':', '/']);
        fields.refine(field, holds, "Secret name cannot contain colon or forward slash.");
    }
    name
}

fn read_new_name(fields: &mut Fields, dialect: Dialect) -> Option<String> {
    match dialect {
        Dialect::Recorded2024_10 => fields.filled_verbatim("newSecretName"),
        Dialect::Current => fields
            .contains("newSecretName")
            .then(|| read_name(fields, dialect, "newSecretName", true)),
    }
}

/// A value. Blanks around it are dropped, but for one newline at its end.
fn read_value(fields: &mut Fields, required: bool) -> Option<String> {
    if required {
        fields.present("secretValue", "string");
    }
    let value = fields.verbatim("secretValue")?;
    let newline = if value.ends_with('\n') { "\n" } else { "" };
    Some(format!("{}{newline}", value.trim_matches(is_blank)))
}

/// What JavaScript's `trim` drops.
fn is_blank(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

fn read_metadata(fields: &mut Fields, dialect: Dialect) -> Option<Vec<SecretMetadata>> {
    if dialect == Dialect::Recorded2024_10 {
        return None;
    }
    fields.each("secretMetadata", |fields| SecretMetadata {
        key: fields.required_filled_text("key").unwrap_or_default(),
        value: fields.text("value").unwrap_or_default(),
        encrypted: fields.boolean("isEncrypted").unwrap_or(false),
    })
}

fn read_reminder(fields: &mut Fields, dialect: Dialect, draft: &mut Draft) {
    draft.reminder_days = fields.nullable_number("secretReminderRepeatDays");
    draft.reminder_note = fields.nullable_verbatim("secretReminderNote");
    if let (Dialect::Current, Given::Value(note)) = (dialect, &draft.reminder_note) {
        let message = "Secret reminder note cannot exceed 1024 characters";
        fields.at_most("secretReminderNote", note, 1024, message);
    }
}

/// What a new secret is to be; its name is not read here.
pub(super) fn read_new(fields: &mut Fields, dialect: Dialect, batch: bool) -> Draft {
    let mut draft = Draft {
        value: read_value(fields, true),
        comment: fields.text("secretComment"),
        metadata: read_metadata(fields, dialect),
        tag_ids: fields.verbatims("tagIds"),
        ..Draft::default()
    };
    let nullable = dialect == Dialect::Current && fields.is_null("skipMultilineEncoding");
    draft.skip_multiline_encoding =
        if nullable { None } else { fields.boolean("skipMultilineEncoding") };
    if batch {
        fields.texts_by_name("metadata");
    } else {
        read_reminder(fields, dialect, &mut draft);
    }
    draft
}

/// What a secret is to become; its name is not read here.
pub(super) fn read_change(fields: &mut Fields, dialect: Dialect, batch: bool) -> Draft {
    let current = dialect == Dialect::Current;
    let mut draft = Draft {
        value: read_value(fields, !current),
        skip_multiline_encoding: fields.boolean("skipMultilineEncoding"),
        tag_ids: fields.verbatims("tagIds"),
        metadata: read_metadata(fields, dialect),
        new_key: read_new_name(fields, dialect),
        ..Draft::default()
    };
    read_reminder(fields, dialect, &mut draft);
    if batch {
        draft.comment = fields.text("secretComment");
        if current {
            draft.path = fields.text("secretPath").map(|path| without_slash(&path).to_owned());
        }
    } else {
        draft.comment = fields.verbatim("secretComment");
        fields.texts_by_name("metadata");
        if current {
            fields.verbatims("secretReminderRecipients");
        }
    }
    draft
}

/// Whether a secret is personal. A machine identity has none of these.
pub(super) fn read_personal(fields: &mut Fields) -> bool {
    let kind = fields.one_of("type", &["shared", "personal"], false);
    kind.as_deref() == Some("personal")
}
