//! The schemas, beside the official provider's: names, types and modes, attribute for attribute.
//!
//! The facts are those of its release of 2026-08, as `terraform providers schema -json` tells them.

#![expect(clippy::panic, reason = "a test ends where it goes wrong")]

use std::collections::{BTreeMap, BTreeSet};
use terraform_provider_infisical::Infisical;
use tf_framework::Server;
use tf_protocol::{
    ProviderServer,
    schema::{Attribute, AttributeKind},
};

/// `name type mode`, the type in Terraform's JSON notation.
type Facts = &'static [(&'static str, &'static str, &'static str)];

/// A resource of the official provider.
struct Official {
    name: &'static str,
    attributes: &'static [Facts],
    /// Where ours has another mode, and why: `name mode reason`.
    deviations: Facts,
    /// What ours has beside them, all of it optional or computed.
    more: &'static [&'static str],
}

impl Official {
    const fn new(name: &'static str, attributes: &'static [Facts]) -> Self {
        Self { name, attributes, deviations: &[], more: &[] }
    }
}

const RESOURCES: &[Official] = &[
    Official::new("infisical_identity", &[IDENTITY]),
    Official::new("infisical_identity_aws_auth", &[AUTH_METHOD, IDENTITY_AWS_AUTH]),
    Official::new("infisical_identity_azure_auth", &[AUTH_METHOD, IDENTITY_AZURE_AUTH]),
    Official::new("infisical_identity_tls_cert_auth", &[AUTH_METHOD, IDENTITY_TLS_CERT_AUTH]),
    Official::new("infisical_identity_token_auth", &[AUTH_METHOD]),
    Official {
        more: &["keepers"],
        ..Official::new("infisical_identity_token_auth_token", &[SECRET, TOKEN])
    },
    Official {
        more: &["client_id"],
        ..Official::new(
            "infisical_identity_universal_auth",
            &[AUTH_METHOD, IDENTITY_UNIVERSAL_AUTH],
        )
    },
    Official {
        more: &["description", "keepers"],
        ..Official::new("infisical_identity_universal_auth_client_secret", &[SECRET, CLIENT_SECRET])
    },
    Official::new("infisical_identity_gcp_auth", &[AUTH_METHOD, IDENTITY_GCP_AUTH]),
    Official::new("infisical_identity_jwt_auth", &[AUTH_METHOD, IDENTITY_JWT_AUTH]),
    Official {
        deviations: &[(
            "token_reviewer_jwt",
            "optional sensitive",
            "the official provider prints the token in its plans",
        )],
        more: &["token_reviewer_jwt_wo", "token_reviewer_jwt_wo_version"],
        ..Official::new(
            "infisical_identity_kubernetes_auth",
            &[AUTH_METHOD, IDENTITY_KUBERNETES_AUTH],
        )
    },
    Official::new("infisical_identity_oidc_auth", &[AUTH_METHOD, IDENTITY_OIDC_AUTH]),
    Official::new("infisical_project_scoped_identity", &[PROJECT_SCOPED_IDENTITY, ROLES]),
    Official::new("infisical_project_identity", &[PROJECT_IDENTITY, ROLES]),
    Official {
        more: &["description"],
        ..Official::new("infisical_secret_folder", &[SECRET_FOLDER])
    },
    Official { more: &["position"], ..Official::new("infisical_secret_import", &[SECRET_IMPORT]) },
    Official::new("infisical_secret_tag", &[SECRET_TAG]),
    Official {
        more: &[
            "auto_capitalization",
            "org_id",
            "secret_detection_ignore_values",
            "secret_sharing",
        ],
        ..Official::new("infisical_project", &[PROJECT])
    },
    Official::new("infisical_project_environment", &[PROJECT_ENVIRONMENT]),
    Official {
        more: &["comment", "skip_multiline_encoding"],
        ..Official::new("infisical_secret", &[MANAGED_SECRET])
    },
];

const IDENTITY: Facts = &[
    ("auth_modes", r#"["list","string"]"#, "computed"),
    ("has_delete_protection", r#""bool""#, "optional computed"),
    ("id", r#""string""#, "computed"),
    ("metadata", r#"["set",["object",{"key":"string","value":"string"}]]"#, "optional"),
    ("metadata.key", r#""string""#, "required"),
    ("metadata.value", r#""string""#, "required"),
    ("name", r#""string""#, "required"),
    ("org_id", r#""string""#, "required"),
    ("role", r#""string""#, "required"),
];

const IDENTITY_UNIVERSAL_AUTH: Facts = &[
    (
        "client_secret_trusted_ips",
        r#"["list",["object",{"ip_address":"string"}]]"#,
        "optional computed",
    ),
    ("client_secret_trusted_ips.ip_address", r#""string""#, "optional computed"),
];

/// What client secrets and tokens have.
const SECRET: Facts = &[
    ("created_at", r#""string""#, "computed"),
    ("id", r#""string""#, "computed"),
    ("identity_id", r#""string""#, "required"),
    ("is_revoked", r#""bool""#, "computed"),
    ("number_of_uses", r#""number""#, "computed"),
];

const CLIENT_SECRET: Facts = &[
    ("client_id", r#""string""#, "computed"),
    ("client_secret", r#""string""#, "computed sensitive"),
    ("number_of_uses_limit", r#""number""#, "optional computed"),
    ("ttl", r#""number""#, "optional computed"),
];

const TOKEN: Facts = &[
    ("name", r#""string""#, "optional"),
    ("number_of_uses_limit", r#""number""#, "computed"),
    ("token", r#""string""#, "computed sensitive"),
    ("ttl", r#""number""#, "computed"),
];

const MANAGED_SECRET: Facts = &[
    ("env_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("id", r#""string""#, "computed"),
    ("last_updated", r#""string""#, "computed"),
    ("metadata", r#"["map","string"]"#, "optional"),
    ("name", r#""string""#, "required"),
    ("secret_reminder", r#"["object",{"note":"string","repeat_days":"number"}]"#, "optional"),
    ("secret_reminder.note", r#""string""#, "optional"),
    ("secret_reminder.repeat_days", r#""number""#, "required"),
    ("tag_ids", r#"["set","string"]"#, "optional"),
    ("value", r#""string""#, "optional sensitive"),
    ("value_wo", r#""string""#, "optional"),
    ("value_wo_version", r#""number""#, "optional"),
    ("workspace_id", r#""string""#, "optional computed"),
];

/// As a data source.
const DATA_IDENTITY: Facts = &[
    ("auth_modes", r#"["list","string"]"#, "computed"),
    ("custom_role_id", r#""string""#, "computed"),
    ("has_delete_protection", r#""bool""#, "computed"),
    ("id", r#""string""#, "required"),
    ("metadata", r#"["list",["object",{"key":"string","value":"string"}]]"#, "computed"),
    ("metadata.key", r#""string""#, "computed"),
    ("metadata.value", r#""string""#, "computed"),
    ("name", r#""string""#, "computed"),
    ("org_id", r#""string""#, "computed"),
    ("role", r#""string""#, "computed"),
];

const DATA_IDENTITY_DETAILS: Facts = &[
    ("organization", r#"["object",{"id":"string","name":"string","slug":"string"}]"#, "computed"),
    ("organization.id", r#""string""#, "computed"),
    ("organization.name", r#""string""#, "computed"),
    ("organization.slug", r#""string""#, "computed"),
];

const DATA_SECRET_METADATA: Facts = &[
    ("environment_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("name", r#""string""#, "required"),
    ("project_id", r#""string""#, "required"),
    (
        "secret_metadata",
        r#"["list",["object",{"is_encrypted":"bool","key":"string","value":"string"}]]"#,
        "computed",
    ),
    ("secret_type", r#""string""#, "optional computed"),
    ("secret_version", r#""number""#, "computed"),
    (
        "tags",
        r#"["list",["object",{"color":"string","id":"string","name":"string","slug":"string"}]]"#,
        "computed",
    ),
];

const DATA_SECRETS: Facts = &[
    ("env_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    (
        "secrets",
        r#"["map",["object",{"comment":"string","secret_type":"string","value":"string"}]]"#,
        "computed",
    ),
    ("secrets.comment", r#""string""#, "computed"),
    ("secrets.secret_type", r#""string""#, "computed"),
    ("secrets.value", r#""string""#, "computed sensitive"),
    ("workspace_id", r#""string""#, "optional computed"),
];

/// As an ephemeral resource.
const EPHEMERAL_SECRET: Facts = &[
    ("env_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("metadata", r#"["map","string"]"#, "computed"),
    ("name", r#""string""#, "required"),
    ("value", r#""string""#, "computed sensitive"),
    ("version", r#""number""#, "computed"),
    ("workspace_id", r#""string""#, "required"),
];

/// What every auth method has.
const AUTH_METHOD: Facts = &[
    ("access_token_max_ttl", r#""number""#, "optional computed"),
    ("access_token_num_uses_limit", r#""number""#, "optional computed"),
    (
        "access_token_trusted_ips",
        r#"["list",["object",{"ip_address":"string"}]]"#,
        "optional computed",
    ),
    ("access_token_trusted_ips.ip_address", r#""string""#, "optional computed"),
    ("access_token_ttl", r#""number""#, "optional computed"),
    ("id", r#""string""#, "computed"),
    ("identity_id", r#""string""#, "required"),
];

const IDENTITY_AWS_AUTH: Facts = &[
    ("allowed_account_ids", r#"["list","string"]"#, "optional computed"),
    ("allowed_principal_arns", r#"["list","string"]"#, "optional computed"),
    ("sts_endpoint", r#""string""#, "optional computed"),
];

const IDENTITY_AZURE_AUTH: Facts = &[
    ("allowed_service_principal_ids", r#"["list","string"]"#, "optional computed"),
    ("resource_url", r#""string""#, "optional computed"),
    ("tenant_id", r#""string""#, "required"),
];

const IDENTITY_TLS_CERT_AUTH: Facts = &[
    ("allowed_common_names", r#"["list","string"]"#, "optional"),
    ("allowed_subject_alt_names", r#"["list","string"]"#, "optional"),
    ("ca_certificate", r#""string""#, "required"),
    ("verify_client_certificate_chain", r#""bool""#, "optional computed"),
];

const IDENTITY_GCP_AUTH: Facts = &[
    ("allowed_projects", r#"["list","string"]"#, "optional computed"),
    ("allowed_service_account_emails", r#"["list","string"]"#, "optional computed"),
    ("allowed_zones", r#"["list","string"]"#, "optional computed"),
    ("type", r#""string""#, "optional computed"),
];

const IDENTITY_JWT_AUTH: Facts = &[
    ("bound_audiences", r#"["list","string"]"#, "optional computed"),
    ("bound_claims", r#"["map","string"]"#, "optional computed"),
    ("bound_issuer", r#""string""#, "optional computed"),
    ("bound_subject", r#""string""#, "optional computed"),
    ("configuration_type", r#""string""#, "required"),
    ("jwks_ca_cert", r#""string""#, "optional computed"),
    ("jwks_url", r#""string""#, "optional computed"),
    ("public_keys", r#"["list","string"]"#, "optional computed"),
];

const IDENTITY_KUBERNETES_AUTH: Facts = &[
    ("allowed_audience", r#""string""#, "optional computed"),
    ("allowed_namespaces", r#"["list","string"]"#, "optional computed"),
    ("allowed_service_account_names", r#"["list","string"]"#, "optional computed"),
    ("gateway_id", r#""string""#, "optional"),
    ("kubernetes_ca_certificate", r#""string""#, "optional computed"),
    ("kubernetes_host", r#""string""#, "optional"),
    ("token_reviewer_jwt", r#""string""#, "optional"),
    ("token_reviewer_mode", r#""string""#, "optional computed"),
];

const IDENTITY_OIDC_AUTH: Facts = &[
    ("bound_audiences", r#"["list","string"]"#, "optional computed"),
    ("bound_claims", r#"["map","string"]"#, "optional computed"),
    ("bound_issuer", r#""string""#, "required"),
    ("bound_subject", r#""string""#, "optional computed"),
    ("claim_metadata_mapping", r#"["map","string"]"#, "optional computed"),
    ("oidc_ca_certificate", r#""string""#, "optional computed"),
    ("oidc_discovery_url", r#""string""#, "required"),
];

const PROJECT: Facts = &[
    ("audit_log_retention_days", r#""number""#, "optional computed"),
    ("description", r#""string""#, "optional"),
    ("has_delete_protection", r#""bool""#, "optional computed"),
    ("id", r#""string""#, "computed"),
    ("kms_secret_manager_key_id", r#""string""#, "optional computed"),
    ("last_updated", r#""string""#, "computed"),
    ("name", r#""string""#, "required"),
    ("should_create_default_envs", r#""bool""#, "optional"),
    ("slug", r#""string""#, "required"),
    ("template_name", r#""string""#, "optional"),
    ("type", r#""string""#, "optional computed"),
];

const PROJECT_ENVIRONMENT: Facts = &[
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "required"),
    ("position", r#""number""#, "optional computed"),
    ("project_id", r#""string""#, "required"),
    ("slug", r#""string""#, "required"),
];

/// As a data source.
const DATA_PROJECT_ENVIRONMENT: Facts = &[
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "computed"),
    ("project_id", r#""string""#, "required"),
    ("slug", r#""string""#, "required"),
];

const DATA_PROJECTS: Facts = &[
    ("auto_capitalization", r#""bool""#, "computed"),
    ("created_at", r#""string""#, "computed"),
    ("description", r#""string""#, "computed"),
    (
        "environments",
        r#"["map",["object",{"id":"string","name":"string","slug":"string"}]]"#,
        "computed",
    ),
    ("environments.id", r#""string""#, "computed"),
    ("environments.name", r#""string""#, "computed"),
    ("environments.slug", r#""string""#, "computed"),
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "computed"),
    ("org_id", r#""string""#, "computed"),
    ("slug", r#""string""#, "required"),
    ("type", r#""string""#, "computed"),
    ("updated_at", r#""string""#, "computed"),
    ("upgrade_status", r#""string""#, "computed"),
    ("version", r#""number""#, "computed"),
];

/// What is inside an object that is computed as a whole has no type here: ours tells more.
const DATA_PROJECTS_LIST: Facts = &[
    ("projects.auto_capitalization", r#""bool""#, "computed"),
    ("projects.created_at", r#""string""#, "computed"),
    ("projects.description", r#""string""#, "computed"),
    (
        "projects.environments",
        r#"["list",["object",{"id":"string","name":"string","slug":"string"}]]"#,
        "computed",
    ),
    ("projects.environments.id", r#""string""#, "computed"),
    ("projects.environments.name", r#""string""#, "computed"),
    ("projects.environments.slug", r#""string""#, "computed"),
    ("projects.id", r#""string""#, "computed"),
    ("projects.name", r#""string""#, "computed"),
    ("projects.org_id", r#""string""#, "computed"),
    ("projects.slug", r#""string""#, "computed"),
    ("projects.type", r#""string""#, "computed"),
    ("projects.updated_at", r#""string""#, "computed"),
    ("projects.version", r#""number""#, "computed"),
    ("slugs", r#"["list","string"]"#, "optional"),
];

const PROJECT_SCOPED_IDENTITY: Facts = &[
    ("auth_methods", r#"["list","string"]"#, "computed"),
    ("has_delete_protection", r#""bool""#, "optional computed"),
    ("id", r#""string""#, "computed"),
    ("metadata", r#"["set",["object",{"key":"string","value":"string"}]]"#, "optional"),
    ("metadata.key", r#""string""#, "required"),
    ("metadata.value", r#""string""#, "required"),
    ("name", r#""string""#, "required"),
    ("project_id", r#""string""#, "required"),
];

/// The roles of an identity in a project. In `infisical_project_scoped_identity` the official provider
/// only tells the ID of a custom one.
const ROLES: Facts = &[
    (
        "roles",
        r#"["list",["object",{"custom_role_id":"string","id":"string","is_temporary":"bool","role_slug":"string","temporary_access_end_time":"string","temporary_access_start_time":"string","temporary_mode":"string","temporary_range":"string"}]]"#,
        "required",
    ),
    ("roles.custom_role_id", r#""string""#, "optional computed"),
    ("roles.id", r#""string""#, "computed"),
    ("roles.is_temporary", r#""bool""#, "optional computed"),
    ("roles.role_slug", r#""string""#, "required"),
    ("roles.temporary_access_end_time", r#""string""#, "optional computed"),
    ("roles.temporary_access_start_time", r#""string""#, "optional computed"),
    ("roles.temporary_mode", r#""string""#, "optional computed"),
    ("roles.temporary_range", r#""string""#, "optional computed"),
];

const PROJECT_IDENTITY: Facts = &[
    ("adopt_existing", r#""bool""#, "optional computed"),
    (
        "identity",
        r#"["object",{"auth_methods":["list","string"],"id":"string","name":"string"}]"#,
        "computed",
    ),
    ("identity.auth_methods", r#"["list","string"]"#, "computed"),
    ("identity.id", r#""string""#, "computed"),
    ("identity.name", r#""string""#, "computed"),
    ("identity_id", r#""string""#, "required"),
    ("membership_id", r#""string""#, "computed"),
    ("project_id", r#""string""#, "required"),
];

/// As a data source.
const DATA_PROJECT_IDENTITY: Facts = &[
    ("identity_id", r#""string""#, "required"),
    ("membership_id", r#""string""#, "computed"),
    ("project_id", r#""string""#, "required"),
    (
        "roles",
        r#"["list",["object",{"custom_role_id":"string","id":"string","is_temporary":"bool","role_slug":"string","temporary_access_end_time":"string","temporary_access_start_time":"string","temporary_mode":"string","temporary_range":"string"}]]"#,
        "computed",
    ),
];

const SECRET_FOLDER: Facts = &[
    ("environment_id", r#""string""#, "computed"),
    ("environment_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("force_delete", r#""bool""#, "optional computed"),
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "required"),
    ("path", r#""string""#, "computed"),
    ("project_id", r#""string""#, "required"),
];

/// As a data source.
const DATA_SECRET_FOLDERS: Facts = &[
    ("environment_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("folders", r#"["list",["object",{"id":"string","name":"string"}]]"#, "computed"),
    ("project_id", r#""string""#, "required"),
];

const SECRET_IMPORT: Facts = &[
    ("environment_slug", r#""string""#, "required"),
    ("folder_path", r#""string""#, "required"),
    ("id", r#""string""#, "computed"),
    ("import_environment_slug", r#""string""#, "required"),
    ("import_folder_path", r#""string""#, "required"),
    ("is_replication", r#""bool""#, "required"),
    ("project_id", r#""string""#, "required"),
];

const SECRET_TAG: Facts = &[
    ("color", r#""string""#, "required"),
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "required"),
    ("project_id", r#""string""#, "required"),
    ("slug", r#""string""#, "required"),
];

/// As a data source.
const DATA_SECRET_TAG: Facts = &[
    ("color", r#""string""#, "computed"),
    ("id", r#""string""#, "computed"),
    ("name", r#""string""#, "computed"),
    ("project_id", r#""string""#, "required"),
    ("slug", r#""string""#, "required"),
];

const PROVIDER: Facts = &[
    ("auth.aws_iam.identity_id", r#""string""#, "optional sensitive"),
    ("auth.kubernetes.identity_id", r#""string""#, "optional sensitive"),
    ("auth.kubernetes.service_account_token", r#""string""#, "optional sensitive"),
    ("auth.kubernetes.service_account_token_path", r#""string""#, "optional"),
    ("auth.oidc.identity_id", r#""string""#, "optional sensitive"),
    ("auth.oidc.token_environment_variable_name", r#""string""#, "optional"),
    ("auth.organization_slug", r#""string""#, "optional"),
    ("auth.token", r#""string""#, "optional sensitive"),
    ("auth.universal.client_id", r#""string""#, "optional sensitive"),
    ("auth.universal.client_secret", r#""string""#, "optional sensitive"),
    ("client_id", r#""string""#, "optional sensitive"),
    ("client_secret", r#""string""#, "optional sensitive"),
    ("host", r#""string""#, "optional"),
    ("service_token", r#""string""#, "optional sensitive"),
];

fn facts(attributes: &[Attribute], prefix: &str, out: &mut BTreeMap<String, (String, String)>) {
    for attribute in attributes {
        let name = format!("{prefix}{}", attribute.name);
        let modes = [
            (attribute.required, "required"),
            (attribute.optional, "optional"),
            (attribute.computed, "computed"),
            (attribute.sensitive, "sensitive"),
        ];
        let mode: Vec<_> = modes.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
        if let AttributeKind::Nested(_, inner) = &attribute.kind {
            facts(inner, &format!("{name}."), out);
        }
        out.insert(name, (attribute.ty().to_json().to_string(), mode.join(" ")));
    }
}

fn assert_same<'a>(
    what: &str,
    ours: &BTreeMap<String, (String, String)>,
    official: impl Iterator<Item = &'a (&'a str, &'a str, &'a str)>,
    deviations: Facts,
) {
    for (name, ty, mode) in official {
        let (our_type, our_mode) = ours.get(*name).unwrap_or_else(|| panic!("{what} lacks {name}"));
        let deviation = deviations.iter().find(|(deviates, ..)| deviates == name);
        let mode = deviation.map_or(*mode, |(_, mode, _)| mode);
        assert_eq!((our_type.as_str(), our_mode.as_str()), (*ty, mode), "{what}: {name}");
    }
}

#[test]
fn resources_have_the_official_attributes_and_no_unknown_others() {
    let schema = Server::new(Infisical).schema();
    for Official { name, attributes, deviations, more } in RESOURCES {
        let ours = &schema.resources[*name];
        assert_eq!(ours.version, 0, "{name}: the official state has version 0");
        let mut all = BTreeMap::new();
        facts(&ours.block.attributes, "", &mut all);
        let official = || attributes.iter().copied().flatten();
        assert_same(name, &all, official(), deviations);
        for name in *more {
            assert!(!all[*name].1.contains("required"), "{name} is required");
        }
        let known: BTreeSet<_> =
            official().map(|(name, ..)| *name).chain(more.iter().copied()).collect();
        assert_eq!(all.keys().map(String::as_str).collect::<BTreeSet<_>>(), known, "{name}");
    }
}

#[test]
fn data_sources_have_what_the_official_ones_have() {
    const DATA: &[Official] = &[
        Official {
            deviations: &[
                ("id", "optional computed", "an identity is found by its name, too"),
                ("name", "optional computed", "likewise"),
                ("org_id", "optional computed", "where to look for a name"),
            ],
            ..Official::new("infisical_identity", &[DATA_IDENTITY])
        },
        Official::new("infisical_identity_details", &[DATA_IDENTITY_DETAILS]),
        Official::new("infisical_secret_metadata", &[DATA_SECRET_METADATA]),
        Official::new("infisical_secrets", &[DATA_SECRETS]),
        Official::new("infisical_project_identity", &[DATA_PROJECT_IDENTITY]),
        Official::new("infisical_secret_folders", &[DATA_SECRET_FOLDERS]),
        Official::new("infisical_secret_tag", &[DATA_SECRET_TAG]),
        Official::new("infisical_project_environment", &[DATA_PROJECT_ENVIRONMENT]),
        Official::new("infisical_projects", &[DATA_PROJECTS]),
        Official::new("infisical_projects_list", &[DATA_PROJECTS_LIST]),
    ];
    let schema = Server::new(Infisical).schema();
    for Official { name, attributes, deviations, .. } in DATA {
        let mut all = BTreeMap::new();
        facts(&schema.data_sources[*name].block.attributes, "", &mut all);
        assert_same(name, &all, attributes.iter().copied().flatten(), deviations);
    }
}

#[test]
fn ephemeral_resources_have_what_the_official_ones_have() {
    let deviations: Facts =
        &[("version", "optional computed", "an older version can be asked for")];
    let schema = Server::new(Infisical).schema();
    let mut all = BTreeMap::new();
    let name = "infisical_secret";
    facts(&schema.ephemeral_resources[name].block.attributes, "", &mut all);
    assert_same(name, &all, EPHEMERAL_SECRET.iter(), deviations);
}

#[test]
fn the_provider_block_has_the_official_names() {
    let schema = Server::new(Infisical).schema();
    // What is more than the official block can stay out of a configuration. What is stricter, with
    // intent: of several methods at once the official provider takes one silently, and an empty
    // credential it sends.
    let mut all = BTreeMap::new();
    facts(&schema.provider.block.attributes, "", &mut all);
    assert_same("the provider block", &all, PROVIDER.iter(), &[]);
    for (name, (_, mode)) in all {
        assert!(mode.starts_with("optional"), "{name} is {mode}");
    }
    assert!(schema.provider.block.blocks.is_empty());
}
