//! `infisical_identity_ldap_auth`: LDAP Auth on a machine identity.
//!
//! API: `backend/src/server/routes/v1/identity-ldap-auth-router.ts` and
//! `backend/src/services/identity-ldap-auth/identity-ldap-auth-service.ts`. Servers up to 2024 do not have
//! it. Templates are not managed here: an update takes them away.

use crate::shared::{Attached, AuthMethod, Lockout, Trimmed, max_ttl_above_zero};
use infisical_client::Endpoint;
use serde_json::Value as Json;
use tf_framework::{
    Checked, Computed, Diagnostics, JsonMap, Known, Schema, Sensitive, Stage, Text, TextType,
    Unordered, WriteOnly, text::Pem,
};

/// Attaches LDAP Auth to a machine identity, so that a workload can log in with a name and a password of
/// an LDAP directory. The server binds to the directory before it accepts the settings, and needs a plan
/// or a licence that includes LDAP. Destroying the resource, or removing it from the configuration,
/// revokes LDAP Auth; the identity stays.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = max_ttl_above_zero, check = has_password)]
pub(crate) struct LdapAuth {
    /// URL of the directory: `ldap://` or, over TLS, `ldaps://`.
    url: Text<Trimmed>,

    /// Distinguished name that the server binds as, such as `cn=infisical,dc=example,dc=org`.
    #[attr(api = "bindDN")]
    bind_dn: Text<Trimmed>,

    /// Password of `bind_dn`. It is stored in state: prefer `bind_pass_wo`. An import reads it from the
    /// server, and `bind_pass_wo` takes it out of state again. Without either the value stays what it is
    /// on the server.
    #[attr(optional, keep = also_null, prefer = "bind_pass_wo", conflicts = ["bind_pass_wo"])]
    bind_pass: Sensitive<Computed<Text<Trimmed>>>,

    /// Password of `bind_dn`, which is not stored. It is sent when the method is attached and when
    /// `bind_pass_wo_version` changes.
    #[attr(
        api = "bindPass",
        version = "bind_pass_wo_version",
        requires = ["bind_pass_wo_version"]
    )]
    bind_pass_wo: Option<WriteOnly<Text<Trimmed>>>,

    /// Any number; change it to send `bind_pass_wo` again.
    #[attr(local, requires = ["bind_pass_wo"])]
    bind_pass_wo_version: Option<i64>,

    /// Where in the directory users are looked for, such as `ou=people,dc=example,dc=org`.
    search_base: Text<Trimmed>,

    /// LDAP filter that finds a user, in which `{{username}}` stands for the name of the login.
    #[attr(default = "(uid={{username}})")]
    search_filter: Text<Trimmed>,

    /// What a user's attributes must be to log in; the order does not matter. An empty list demands
    /// nothing, which is the server's default. Without it the value stays what it is on the server.
    #[attr(optional, keep)]
    allowed_fields: Computed<Unordered<Vec<AllowedField>>>,

    /// Certificate of the authority that issued the directory's certificate, in PEM format. Changing it
    /// attaches the method anew, as the server does not take another.
    #[attr(replace)]
    ldap_ca_certificate: Option<Text<Pem>>,

    #[attr(flatten)]
    lockout: Lockout,
}

/// An attribute of a user.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct AllowedField {
    /// Name of the attribute, such as `department`.
    key: Text<Trimmed>,

    /// The values of which the attribute must have one, separated by commas.
    value: Text<Blankless>,
}

/// LDAP Auth attached to an identity.
pub(crate) type IdentityLdapAuth = Attached<LdapAuth>;

impl AuthMethod for LdapAuth {
    const TYPE_NAME: &'static str = "infisical_identity_ldap_auth";
    const TITLE: &'static str = "LDAP Auth";
    const SLUG: &'static str = "ldap-auth";
    const ENDPOINT: Endpoint =
        Endpoint::new("/api/v1/auth/ldap-auth/identities/{}", "identityLdapAuth")
            .gone_says(&["The identity does not have LDAP Auth attached"]); // GET and DELETE

    /// `GET` leaves out a certificate that there is not; the other verbs never tell it. No fields are
    /// null at first.
    fn heard(mut answer: JsonMap) -> JsonMap {
        if answer.contains_key("bindDN") {
            answer.entry("ldapCaCertificate").or_insert(Json::Null);
        }
        if let Some(fields @ Json::Null) = answer.get_mut("allowedFields") {
            *fields = Json::Array(Vec::new());
        }
        answer
    }
}

/// A method cannot be attached without a password; later it is there already.
fn has_password(values: &Checked<'_>, out: &mut Diagnostics) {
    let none = |name| values.configured(name) == Known::Null;
    if values.stage == Stage::Create && none("bind_pass") && none("bind_pass_wo") {
        let detail = "LDAP Auth needs the password of `bind_dn`: `bind_pass_wo`, which is not stored, or \
                      `bind_pass`.";
        values.refuse(out, "bind_pass_wo", "Missing bind password", detail);
    }
}

/// Values whose blanks the server drops.
pub(crate) struct Blankless;

impl TextType for Blankless {
    const INVALID: &'static str = "Invalid values";

    fn check(_: &str) -> Result<(), String> {
        Ok(())
    }

    fn same(one: &str, other: &str) -> bool {
        let visible = |text: &str| text.split_whitespace().collect::<String>();
        visible(one) == visible(other)
    }
}
