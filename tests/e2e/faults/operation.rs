//! The operations of the table: which request is theirs, and what the server holds of it afterwards.

use infisical_emulator::{Emulator, Entry, Fault};
use serde_json::{Value as Json, json};
use tf_protocol::Value;

pub(super) const IDENTITY: &str = "infisical_identity";
pub(super) const AZURE: &str = "infisical_identity_azure_auth";
/// The name of the identity; an update renames it.
pub(super) const NAME: &str = "ci";
pub(super) const NEW_NAME: &str = "cd";

/// What is done while something goes wrong, in the order of the table's columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Operation {
    /// `POST` of the login.
    Login,
    /// `POST` of an identity, which gets a new id.
    Create,
    /// `POST` of an auth method, which has a place of its own.
    Attach,
    /// `GET` of an identity.
    Read,
    /// `GET` of all identities, for the sake of many.
    List,
    /// `PATCH` of an identity.
    Update,
    /// `DELETE` of an identity.
    Delete,
    /// `DELETE` of an auth method.
    Revoke,
}

impl Operation {
    pub(super) const ALL: [Self; 8] = [
        Self::Login,
        Self::Create,
        Self::Attach,
        Self::Read,
        Self::List,
        Self::Update,
        Self::Delete,
        Self::Revoke,
    ];

    /// The verb and a part of the path, or of the query, that only its request has.
    fn request(self) -> (&'static str, &'static str) {
        match self {
            Self::Login => ("POST", "/universal-auth/login"),
            Self::Create => ("POST", "/api/v1/identities"),
            Self::Attach => ("POST", "/azure-auth/"),
            Self::Read => ("GET", "/api/v1/identities/"),
            Self::List => ("GET", "orgId="),
            Self::Update => ("PATCH", "/api/v1/identities/"),
            Self::Delete => ("DELETE", "/api/v1/identities/"),
            Self::Revoke => ("DELETE", "/azure-auth/"),
        }
    }

    /// The fault, of this operation's request and no other.
    pub(super) fn of_its_request(self, fault: Fault) -> Fault {
        let (method, part) = self.request();
        let fault = fault.on_method(method);
        if self == Self::List { fault.on_query(part) } else { fault.on_path(part) }
    }

    /// Whether it is this operation's request.
    pub(super) fn sent(self, entry: &Entry) -> bool {
        let (method, part) = self.request();
        entry.method == method && (entry.path.contains(part) || entry.query.contains(part))
    }

    /// The resource that it changes, if it changes one.
    pub(super) fn changes(self) -> Option<&'static str> {
        match self {
            Self::Login | Self::Read | Self::List => None,
            Self::Create | Self::Update | Self::Delete => Some(IDENTITY),
            Self::Attach | Self::Revoke => Some(AZURE),
        }
    }

    /// What the server holds of what it changes.
    pub(super) fn held(self, emulator: &Emulator, identity: &Value) -> &'static str {
        let word = |there: bool, yes, no| if there { yes } else { no };
        match self {
            Self::Login | Self::Read | Self::List => "",
            Self::Create => match named(emulator, NAME).len() {
                0 => "not made",
                1 => "made",
                several => panic!("{several} identities were made"),
            },
            Self::Attach => word(is_attached(emulator, identity), "made", "not made"),
            Self::Update => match [NAME, NEW_NAME].map(|name| named(emulator, name).len()) {
                [1, 0] => "old",
                [0, 1] => "new",
                other => panic!("{other:?} identities of each name"),
            },
            Self::Delete => word(named(emulator, NAME).is_empty(), "gone", "kept"),
            Self::Revoke => word(is_attached(emulator, identity), "kept", "gone"),
        }
    }

    /// The same, once the operation is done.
    pub(super) fn done(self) -> &'static str {
        match self {
            Self::Login | Self::Read | Self::List => "",
            Self::Create | Self::Attach => "made",
            Self::Update => "new",
            Self::Delete | Self::Revoke => "gone",
        }
    }
}

/// The ids of the identities of this name.
pub(super) fn named(emulator: &Emulator, name: &str) -> Vec<String> {
    let path = format!("/api/v1/identities?orgId={}", emulator.org_id());
    let (status, body) = emulator.out_of_band("GET", &path, None);
    assert_eq!(status, 200, "{body}");
    let all = body["identities"].as_array().unwrap().iter();
    let ours = all.filter(|entry| entry["identity"]["name"] == name);
    ours.map(|entry| entry["identityId"].as_str().unwrap().to_owned()).collect()
}

fn is_attached(emulator: &Emulator, identity: &Value) -> bool {
    let id = identity.attribute("id").as_str().unwrap();
    let path = format!("/api/v1/auth/azure-auth/identities/{id}");
    emulator.out_of_band("GET", &path, None).0 == 200
}

/// The configuration of an identity of this name.
pub(super) fn identity(emulator: &Emulator, name: &str) -> Json {
    json!({ "name": name, "role": "member", "org_id": emulator.org_id() })
}

/// The configuration of Azure Auth on an identity.
pub(super) fn azure(identity: &Value) -> Json {
    json!({
        "identity_id": identity.attribute("id").as_str().unwrap(),
        "tenant_id": "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
        "resource_url": "https://management.azure.com",
    })
}
