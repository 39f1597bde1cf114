//! Writing secrets, one at a time or several at once.

use super::approval;
use super::operation::{Act, Missing, Operation};
use super::place::Place;
use super::schema::{Asked, name_of_path, read_change, read_name, read_new, read_personal};
use super::view::{Many, One, Raw};
use super::{Answer, Call, Version, ok};
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Draft, Secret};

pub(super) fn create(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let key = name_of_path(call, true)?;
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, false);
    let mut draft = read_new(&mut fields, dialect, false);
    let personal = read_personal(&mut fields);
    call.accept(fields)?;

    let place = asked.allow(call, "create")?;
    draft.key = key;
    let operation = Operation { place, act: Act::Create(vec![draft]), batch: false };
    if personal {
        return Err(no_personal(call, &operation, "Must be user to create personal secret"));
    }
    carry_out(call, &operation)
}

pub(super) fn update(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let key = name_of_path(call, false)?;
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, false);
    let mut draft = read_change(&mut fields, dialect, false);
    let personal = read_personal(&mut fields);
    call.accept(fields)?;

    let place = asked.allow(call, "edit")?;
    draft.key = key;
    let act = Act::Update { drafts: vec![draft], missing: Missing::Refused };
    let operation = Operation { place, act, batch: false };
    if personal {
        return Err(no_personal(call, &operation, "Must be user to create personal secret"));
    }
    carry_out(call, &operation)
}

pub(super) fn delete(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let key = trimmed(call, &call.parameter(0));
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, false);
    let personal = read_personal(&mut fields);
    call.accept(fields)?;

    let place = asked.allow(call, "delete")?;
    let operation = Operation { place, act: Act::Delete(vec![key]), batch: false };
    if personal {
        return Err(no_personal(call, &operation, "Must be user to delete personal secret"));
    }
    carry_out(call, &operation)
}

pub(super) fn create_many(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, true);
    let drafts = fields.required_each("secrets", |fields| {
        let key = read_name(fields, dialect, "secretKey", true);
        let draft = read_new(fields, dialect, true);
        Draft { key, ..draft }
    });
    call.accept(fields)?;

    let place = asked.allow(call, "create")?;
    carry_out(call, &Operation { place, act: Act::Create(drafts), batch: true })
}

pub(super) fn update_many(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, true);
    let modes = &["ignore", "upsert", "failOnNotFound"];
    let mode = call.current().then(|| fields.one_of("mode", modes, false)).flatten();
    let drafts = fields.required_each("secrets", |fields| {
        let key = read_name(fields, dialect, "secretKey", true);
        let draft = read_change(fields, dialect, true);
        Draft { key, ..draft }
    });
    call.accept(fields)?;

    let missing = match mode.as_deref() {
        Some("upsert") => Missing::Made,
        Some("ignore") => Missing::LeftOut,
        _ => Missing::Refused,
    };
    let place = asked.allow(call, "edit")?;
    carry_out(call, &Operation { place, act: Act::Update { drafts, missing }, batch: true })
}

pub(super) fn delete_many(call: &mut Call<'_>, version: Version) -> Answer {
    let dialect = call.dialect();
    let mut fields = call.fields()?;
    let asked = Asked::read(&mut fields, dialect, version, true);
    let keys = fields.required_each("secrets", |fields| {
        let key = fields.required_verbatim("secretKey").unwrap_or_default();
        (key, read_personal(fields))
    });
    call.accept(fields)?;

    let keys = keys.iter().map(|(key, personal)| (trimmed(call, key), *personal));
    let (personal, shared): (Vec<_>, Vec<_>) = keys.partition(|key| key.1);
    let names = |keys: &[(String, bool)]| keys.iter().map(|key| key.0.clone()).collect::<Vec<_>>();
    let place = asked.allow(call, "delete")?;
    let operation = |keys| Operation { place: place.clone(), act: Act::Delete(keys), batch: true };
    // Each has to be there as a shared one; the personal ones of an identity are none.
    let all = [names(&shared), names(&personal)].concat();
    operation(all).check(call.state, dialect)?;
    if shared.is_empty() {
        return Err(Refusal::Internal);
    }
    carry_out(call, &operation(names(&shared)))
}

/// The current server takes the name of what is to be deleted as it is.
fn trimmed(call: &Call<'_>, key: &str) -> String {
    if call.current() { key.to_owned() } else { key.trim().to_owned() }
}

/// The folder is looked for before the kind of secret is refused.
fn no_personal(call: &Call<'_>, operation: &Operation, message: &str) -> Refusal {
    operation.folder(call.state).err().unwrap_or_else(|| Refusal::bad_request(message))
}

fn carry_out(call: &mut Call<'_>, operation: &Operation) -> Answer {
    let (dialect, now) = (call.dialect(), call.now);
    operation.check(call.state, dialect)?;
    if let Some(approval) = approval::asked_for(call, operation) {
        return ok(&approval);
    }
    let touched = operation.carry_out(call.state, dialect, now)?;
    if operation.loses_reminder(dialect) {
        let message = "Failed to create secret reminder.";
        return Err(Refusal::bad_request_as("SecretReminderCreateFailed", message));
    }
    let mut secrets: Vec<Raw<'_>> =
        touched.iter().map(|touched| view(dialect, operation, touched)).collect();
    if operation.batch {
        return ok(&Many { secrets });
    }
    let secret = secrets.pop().ok_or(Refusal::Internal)?;
    ok(&One { secret })
}

fn view<'a>(dialect: Dialect, operation: &'a Operation, secret: &'a Secret) -> Raw<'a> {
    let Place { project_id, environment, .. } = &operation.place;
    let mut raw = Raw::new(dialect, project_id, environment, secret);
    if let (Act::Update { drafts, .. }, false) = (&operation.act, operation.batch) {
        // One change is answered with what was sent, whatever is stored.
        let sent = |text: fn(&Draft) -> Option<&String>| {
            drafts.first().and_then(text).map_or("", String::as_str)
        };
        raw = raw.value(sent(|draft| draft.value.as_ref()));
        raw = raw.comment(sent(|draft| draft.comment.as_ref()));
    }
    if dialect == Dialect::Recorded2024_10 {
        return raw;
    }
    raw = raw.without_reminder();
    match operation.act {
        Act::Create(_) => raw,
        Act::Update { .. } => raw.seen(true),
        Act::Delete(_) => raw.seen(true).without_rotation(),
    }
}
