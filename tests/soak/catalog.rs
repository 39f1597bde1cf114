//! What is managed: identities, and the auth methods on them.

use crate::random::Random;
use infisical_emulator::Dialect;
use serde_json::{Map, Value, json};

/// An auth method, in Terraform's words and in the server's.
#[derive(Debug)]
pub(crate) struct Method {
    /// Its place in the server's paths and lists: `azure-auth`.
    pub(crate) slug: &'static str,
    /// The member of an answer that holds it.
    pub(crate) envelope: &'static str,
    /// The first of the server's dialects that knows it.
    since: Dialect,
    /// Its own attributes, those of all methods left out.
    own: &'static [Attribute],
}

/// An attribute and the member that it is at the server.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: &'static str,
    pub(crate) member: &'static str,
    pub(crate) values: Values,
    required: bool,
}

/// What an attribute may be.
#[derive(Debug)]
pub(crate) enum Values {
    /// One of these.
    Text(&'static [&'static str]),
    /// So many of these or more; one text with commas at the server.
    Words(usize, &'static [&'static str]),
    /// One of these.
    Number(&'static [u64]),
    /// Some of these, addresses or ranges.
    Ranges(&'static [&'static str]),
    /// This JSON, which the server spells in its own way.
    Fixed(&'static str),
}

/// All methods: a line each, and one for each attribute of its own.
pub(crate) const METHODS: &[Method] = &[
    method(
        ("alicloud-auth", "identityAliCloudAuth", Dialect::Current),
        &[required("allowed_arns", "allowedArns", Values::Words(1, RAM_ARNS))],
    ),
    method(
        ("aws-auth", "identityAwsAuth", Dialect::Recorded2024_10),
        &[
            optional("sts_endpoint", "stsEndpoint", Values::Text(URLS)),
            optional("allowed_principal_arns", "allowedPrincipalArns", Values::Words(0, ARNS)),
            optional("allowed_account_ids", "allowedAccountIds", Values::Words(0, ACCOUNTS)),
        ],
    ),
    method(
        ("azure-auth", "identityAzureAuth", Dialect::Recorded2024_10),
        &[
            required("tenant_id", "tenantId", Values::Text(UUIDS)),
            optional("resource_url", "resource", Values::Text(URLS)),
            optional(
                "allowed_service_principal_ids",
                "allowedServicePrincipalIds",
                Values::Words(0, UUIDS),
            ),
        ],
    ),
    method(
        ("gcp-auth", "identityGcpAuth", Dialect::Recorded2024_10),
        &[
            optional("type", "type", Values::Text(&["gce", "iam"])),
            optional(
                "allowed_service_account_emails",
                "allowedServiceAccounts",
                Values::Words(0, NAMES),
            ),
            optional("allowed_projects", "allowedProjects", Values::Words(0, NAMES)),
            optional("allowed_zones", "allowedZones", Values::Words(0, NAMES)),
        ],
    ),
    method(
        ("jwt-auth", "identityJwtAuth", Dialect::Current),
        &[
            required("configuration_type", "configurationType", Values::Text(&["jwks"])),
            required("jwks_url", "jwksUrl", Values::Text(ISSUERS)),
            optional("bound_issuer", "boundIssuer", Values::Text(ISSUERS)),
            optional("bound_audiences", "boundAudiences", Values::Words(0, NAMES)),
        ],
    ),
    method(
        ("kubernetes-auth", "identityKubernetesAuth", Dialect::Recorded2024_10),
        &[
            required("kubernetes_host", "kubernetesHost", Values::Text(ISSUERS)),
            required("token_reviewer_jwt", "tokenReviewerJwt", Values::Text(SECRETS)),
            optional("allowed_service_account_names", "allowedNames", Values::Words(0, NAMES)),
            optional("allowed_namespaces", "allowedNamespaces", Values::Words(0, NAMES)),
            optional("allowed_audience", "allowedAudience", Values::Text(NAMES)),
        ],
    ),
    method(
        ("ldap-auth", "identityLdapAuth", Dialect::Current),
        &[
            required(
                "url",
                "url",
                Values::Text(&["ldaps://one.example.org", "ldap://two.example.org"]),
            ),
            required("bind_dn", "bindDN", Values::Text(NAMES)),
            required("bind_pass", "bindPass", Values::Text(SECRETS)),
            required("search_base", "searchBase", Values::Text(NAMES)),
            optional("lockout_threshold", "lockoutThreshold", Values::Number(&[1, 2, 30])),
        ],
    ),
    method(
        ("oci-auth", "identityOciAuth", Dialect::Current),
        &[
            required("tenancy_ocid", "tenancyOcid", Values::Text(TENANCIES)),
            optional("allowed_usernames", "allowedUsernames", Values::Words(0, NAMES)),
        ],
    ),
    method(
        ("oidc-auth", "identityOidcAuth", Dialect::Recorded2024_10),
        &[
            required("oidc_discovery_url", "oidcDiscoveryUrl", Values::Text(ISSUERS)),
            required("bound_issuer", "boundIssuer", Values::Text(ISSUERS)),
            optional("bound_subject", "boundSubject", Values::Text(NAMES)),
            optional("bound_audiences", "boundAudiences", Values::Words(0, NAMES)),
        ],
    ),
    method(
        ("spiffe-auth", "identitySpiffeAuth", Dialect::Current),
        &[
            required("trust_domain", "trustDomain", Values::Text(&["example.org"])),
            required("allowed_spiffe_ids", "allowedSpiffeIds", Values::Words(1, SPIFFE_IDS)),
            required("allowed_audiences", "allowedAudiences", Values::Words(1, NAMES)),
            required(
                "trust_bundle_distribution",
                "trustBundleDistribution",
                Values::Fixed(TRUST_BUNDLE),
            ),
        ],
    ),
    method(
        ("tls-cert-auth", "identityTlsCertAuth", Dialect::Current),
        &[
            required("ca_certificate", "caCertificate", Values::Text(PEMS)),
            optional("allowed_common_names", "allowedCommonNames", Values::Words(1, NAMES)),
        ],
    ),
    method(("token-auth", "identityTokenAuth", Dialect::Recorded2024_10), &[]),
    method(
        ("universal-auth", "identityUniversalAuth", Dialect::Recorded2024_10),
        &[optional("client_secret_trusted_ips", "clientSecretTrustedIps", Values::Ranges(RANGES))],
    ),
];

const fn method(
    (slug, envelope, since): (&'static str, &'static str, Dialect),
    own: &'static [Attribute],
) -> Method {
    Method { slug, envelope, since, own }
}

/// What every method says of its access tokens.
const TOKENS: &[Attribute] = &[
    required("access_token_ttl", "accessTokenTTL", Values::Number(&[60, 600, 3600])),
    required("access_token_max_ttl", "accessTokenMaxTTL", Values::Number(&[3600, 7200, 2_592_000])),
    required("access_token_num_uses_limit", "accessTokenNumUsesLimit", Values::Number(&[0, 1, 7])),
    optional("access_token_trusted_ips", "accessTokenTrustedIps", Values::Ranges(RANGES)),
];

const UUIDS: &[&str] = &[
    "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52",
    "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d",
    "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
];
const URLS: &[&str] = &["https://management.azure.com", "https://vault.azure.net/", "api://soak"];
const ISSUERS: &[&str] = &["https://one.example.org/jwks", "https://two.example.org/jwks"];
const RANGES: &[&str] = &["10.0.0.0/8", "192.168.7.7", "2001:db8::/32", "172.16.0.0/12"];
const ARNS: &[&str] = &["arn:aws:iam::123456789012:role/ci", "arn:aws:iam::123456789012:*"];
const ACCOUNTS: &[&str] = &["123456789012", "210987654321"];
const RAM_ARNS: &[&str] =
    &["acs:ram::1234567890123456:user/ci", "acs:ram::1234567890123456:role/ci"];
const NAMES: &[&str] = &["ci", "cd", "ops"];
/// What nobody may see.
pub(crate) const SECRETS: &[&str] = &["correct-horse-battery", "wrong-horse-staple"];
const TENANCIES: &[&str] = &["ocid1.tenancy.oc1..one", "ocid1.tenancy.oc1..two"];
const SPIFFE_IDS: &[&str] = &["spiffe://example.org/ci", "spiffe://example.org/cd/**"];
const TRUST_BUNDLE: &str = r#"{"profile": "static", "bundle": "{\"keys\": [{\"kty\": \"EC\"}]}"}"#;
const PEMS: &[&str] =
    &[include_str!("../e2e/auth_methods/ca.pem"), include_str!("../e2e/auth_methods/other_ca.pem")];
const ROLES: &[&str] = &["member", "no-access", "admin"];

const fn required(name: &'static str, member: &'static str, values: Values) -> Attribute {
    Attribute { name, member, values, required: true }
}

const fn optional(name: &'static str, member: &'static str, values: Values) -> Attribute {
    Attribute { name, member, values, required: false }
}

/// The methods that a server of this dialect knows.
pub(crate) fn methods(dialect: Dialect) -> Vec<&'static Method> {
    METHODS.iter().filter(|m| m.since == Dialect::Recorded2024_10 || m.since == dialect).collect()
}

/// The method of that name.
pub(crate) fn find(slug: &str) -> &'static Method {
    METHODS.iter().find(|method| method.slug == slug).unwrap()
}

/// The resource of an identity, or of the method on one.
pub(crate) fn type_name(method: Option<&str>) -> String {
    match method {
        None => "infisical_identity".to_owned(),
        Some(slug) => format!("infisical_identity_{}", slug.replace('-', "_")),
    }
}

impl Method {
    /// Where the server has it.
    pub(crate) fn path(&self, identity: &str) -> String {
        format!("/api/v1/auth/{}/identities/{identity}", self.slug)
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = &'static Attribute> + use<> {
        self.own.iter().chain(TOKENS)
    }

    /// A configuration of it, without the identity. What an update leaves out stays as it is.
    pub(crate) fn configuration(&self, random: &mut Random) -> Map<String, Value> {
        let tokens = random.percent(60);
        let mut all = Map::new();
        for attribute in self.attributes() {
            let left_out = attribute.name.starts_with("access_token_") && !tokens;
            if !left_out && (attribute.required || random.percent(50)) {
                all.insert(attribute.name.to_owned(), attribute.values.draw(random));
            }
        }
        all
    }
}

impl Values {
    fn draw(&self, random: &mut Random) -> Value {
        match self {
            Self::Text(all) => json!(random.pick(all)),
            Self::Words(least, all) => {
                let mut some = random.some(all);
                if some.len() < *least {
                    some.extend_from_slice(&all[..*least]);
                    some.dedup();
                }
                json!(some)
            }
            Self::Number(all) => json!(random.pick(all)),
            Self::Fixed(text) => serde_json::from_str(text).unwrap(),
            Self::Ranges(all) => {
                let mut some = random.some(all);
                if some.is_empty() {
                    some.push(all[0]);
                }
                some.into_iter().map(|range| json!({ "ip_address": range })).collect()
            }
        }
    }
}

/// A configuration of an identity.
pub(crate) fn identity(name: &str, organization: &str, random: &mut Random) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("name".to_owned(), json!(name));
    all.insert("org_id".to_owned(), json!(organization));
    all.insert("role".to_owned(), json!(random.pick(ROLES)));
    if random.percent(40) {
        let keys = random.some(&["team", "cost-center", "owner"]);
        let entries = keys.into_iter().map(|key| json!({ "key": key, "value": "soak" }));
        all.insert("metadata".to_owned(), entries.collect());
    }
    all
}
