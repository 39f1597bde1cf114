//! OCI Auth on an identity.

use serde_json::{Value, json};

use super::auth_method::{
    HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts, long_columns,
};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/oci-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "oci-auth",
    wrapper: "identityOciAuth",
    texts: |_| Texts {
        already_attached: "Failed to add OCI Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have OCI Auth attached"),
        update: NotAttached::Missing("The identity does not have OCI Auth attached"),
        revoke: NotAttached::BadRequest("The identity does not have OCI auth"),
        more_privileged: "Failed to revoke OCI auth of identity with more privileged role",
        token: "access",
    },
    own,
    own_after: |_, _, _| vec![],
    head: HEAD,
    members: |_| &["type", "tenancyOcid", "allowedUsernames"],
    longest: long_columns,
    only_get: &[],
    lifetimes: Lifetimes::LATER,
    not_in_plan: None,
    verify: |_, _| None,
};

/// Both schemas want the tenancy, and take absent user names for none: an update without them clears
/// them.
fn own(fields: &mut Fields, stage: Stage, _: Dialect) -> OwnValues {
    let tenancy = fields.required_text("tenancyOcid");
    let known = tenancy.strip_prefix("ocid1.tenancy.oc1.").is_some_and(|rest| !rest.is_empty());
    fields.refine(
        "tenancyOcid",
        known,
        "Invalid Tenancy OCID format. Must start with ocid1.tenancy.oc1.",
    );
    let none = fields.is_null("allowedUsernames");
    let names = if none { None } else { fields.text("allowedUsernames") }.unwrap_or_default();
    let fits = names.chars().count() <= 500;
    fields.refine("allowedUsernames", fits, "Input exceeds the maximum limit of 500 characters");
    let names: Vec<_> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let valid = names.iter().all(|name| is_user_name(name));
    fields.refine("allowedUsernames", valid, "One or more usernames are invalid");
    let names = if names.is_empty() { Value::Null } else { json!(names.join(", ")) };
    let mut own = vec![("tenancyOcid", Own::Text(tenancy)), ("allowedUsernames", Own::Json(names))];
    if stage == Stage::Attach {
        own.push(("type", Own::Text("iam".to_owned())));
    }
    own
}

fn is_user_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "._@-".contains(c))
}
