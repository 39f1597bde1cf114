//! Machine identities as each dialect shows them. Members are in the order of the answers.

use serde::Serialize;

use super::Call;
use crate::clock;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::{Identity, Metadata};

/// The order in which the server lists the methods of an identity.
const METHODS: [&str; 13] = [
    "universal-auth",
    "gcp-auth",
    "alicloud-auth",
    "aws-auth",
    "kubernetes-auth",
    "oci-auth",
    "oidc-auth",
    "azure-auth",
    "token-auth",
    "jwt-auth",
    "ldap-auth",
    "tls-cert-auth",
    "spiffe-auth",
];

/// The methods of an identity, in that order.
pub(super) fn methods_of(identity: &Identity) -> Vec<&'static str> {
    METHODS.into_iter().filter(|slug| identity.attachment(slug).is_some()).collect()
}

/// An identity as a dialect shows it.
pub(super) struct View<'a> {
    pub(super) identity: &'a Identity,
    org_id: &'a str,
    dialect: Dialect,
    now: clock::Millis,
}

/// What the current server adds to a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extras {
    None,
    Metadata,
    MethodsAndMetadata,
}

impl<'a> View<'a> {
    pub(super) fn new(call: &'a Call<'_>, id: &str) -> Result<Self, Refusal> {
        Ok(Self::of(call, call.state.identities.get(id).ok_or(Refusal::Internal)?))
    }

    pub(super) fn of(call: &'a Call<'_>, identity: &'a Identity) -> Self {
        Self { identity, org_id: &call.state.org_id, dialect: call.dialect(), now: call.now }
    }

    fn current(&self) -> bool {
        self.dialect == Dialect::Current
    }

    fn methods(&self) -> Vec<&'static str> {
        methods_of(self.identity)
    }

    /// The only method of the recorded server; the current one leaves the column empty.
    fn method(&self) -> Option<&'static str> {
        let first = self.identity.attached.first().map(|attachment| attachment.slug);
        first.filter(|_| !self.current())
    }

    pub(super) fn row(&self, extras: Extras, metadata: &'a [Metadata]) -> Wrapped<Row<'a>> {
        let identity = self.identity;
        let row = Row {
            id: &identity.id,
            name: &identity.name,
            auth_method: self.method(),
            created_at: clock::iso(identity.created_at),
            updated_at: clock::iso(identity.updated_at),
            has_delete_protection: self.current().then_some(identity.delete_protection),
            org_id: self.current().then_some(self.org_id),
            project_id: self.current().then_some(()),
            auth_methods: (extras == Extras::MethodsAndMetadata).then(|| self.methods()),
            metadata: (extras != Extras::None).then(|| self.metadata(metadata)),
        };
        Wrapped { identity: row }
    }

    fn metadata(&self, metadata: &'a [Metadata]) -> Vec<Pair<'a>> {
        let pair = |Metadata { id, key, value }: &'a Metadata| match self.dialect {
            Dialect::Recorded2024_10 => Pair::Recorded { key, id, value },
            Dialect::Current => Pair::Current { id, key, value },
        };
        metadata.iter().map(pair).collect()
    }

    pub(super) fn membership(&self, alone: bool) -> Membership<'a> {
        let (identity, membership) = (self.identity, &self.identity.membership);
        let lockout = identity.lockout;
        let locked = lockout.locked && self.now < lockout.until;
        let inner = match self.dialect {
            Dialect::Recorded2024_10 => Inner::Recorded {
                name: &identity.name,
                id: &identity.id,
                auth_method: self.method(),
            },
            Dialect::Current => Inner::Current {
                name: &identity.name,
                id: &identity.id,
                has_delete_protection: identity.delete_protection,
                org_id: alone.then_some(self.org_id),
                auth_methods: self.methods(),
                active_lockout_auth_methods: alone
                    .then(|| if locked { vec!["universal-auth"] } else { vec![] }),
            },
        };
        Membership {
            id: &membership.id,
            role: membership.role.slug(),
            role_id: (),
            org_id: self.org_id,
            created_at: clock::iso(membership.created_at),
            updated_at: clock::iso(membership.updated_at),
            identity_id: &identity.id,
            metadata: alone.then(|| self.metadata(&identity.metadata)),
            identity: inner,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Wrapped<T> {
    pub(super) identity: T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Identities<'a> {
    pub(super) identities: Vec<Membership<'a>>,
    pub(super) total_count: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row<'a> {
    id: &'a str,
    name: &'a str,
    auth_method: Option<&'static str>,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    has_delete_protection: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    project_id: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_methods: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Vec<Pair<'a>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Membership<'a> {
    id: &'a str,
    role: &'static str,
    role_id: (),
    org_id: &'a str,
    created_at: String,
    updated_at: String,
    identity_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<Vec<Pair<'a>>>,
    identity: Inner<'a>,
}

#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Inner<'a> {
    Recorded {
        name: &'a str,
        id: &'a str,
        auth_method: Option<&'static str>,
    },
    Current {
        name: &'a str,
        id: &'a str,
        has_delete_protection: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        org_id: Option<&'a str>,
        auth_methods: Vec<&'static str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        active_lockout_auth_methods: Option<Vec<&'static str>>,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Pair<'a> {
    Recorded { key: &'a str, id: &'a str, value: &'a str },
    Current { id: &'a str, key: &'a str, value: &'a str },
}
