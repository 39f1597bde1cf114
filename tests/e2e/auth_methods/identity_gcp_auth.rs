//! GCP Auth.

use super::{Method, Refused, Step};
use crate::lab::DIALECTS;
use serde_json::json;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_gcp_auth",
    title: "GCP Auth",
    slug: "gcp-auth",
    wrapper: "identityGcpAuth",
    dialects: &DIALECTS,
    minimal: "",
    state: |_| {
        json!({
            "type": "gce",
            "allowed_service_account_emails": [],
            "allowed_projects": [],
            "allowed_zones": [],
        })
    },
    body: || json!({"type": "gce"}),
    changed: ("type", r#"  type = "iam""#, || json!({"type": "iam"})),
    steps: |_| {
        let step = |kind: &str, emails: &[&str], projects: &[&str], zones: &[&str]| Step {
            lines: format!(
                "  type = {kind:?}\n  allowed_service_account_emails = {emails:?}\n  \
                 allowed_projects = {projects:?}\n  allowed_zones = {zones:?}"
            ),
            holds: json!({
                "type": kind, "allowedServiceAccounts": emails.join(", "),
                "allowedProjects": projects.join(", "), "allowedZones": zones.join(", "),
            }),
        };
        [
            step("iam", &["a@p.iam.gserviceaccount.com", "b@p.iam"], &["p", "q"], &["us-west2-a"]),
            step("gce", &["b@p.iam"], &["r"], &["us-west2-b", "us-west2-c"]),
            step("gce", &[], &[], &[]),
        ]
    },
    alike: [
        r#"  allowed_service_account_emails = ["a@p.iam", "b@p.iam"]
  allowed_projects = ["p", "q"]
  allowed_zones = ["us-west2-a", "us-west2-b", "us-west2-c"]"#,
        r#"  allowed_service_account_emails = ["b@p.iam", "a@p.iam"]
  allowed_projects = ["q ", "p"]
  allowed_zones = ["us-west2-b", "us-west2-c", " us-west2-a"]"#,
    ],
    reordered: || {
        json!({
            "allowedServiceAccounts": "b@p.iam,a@p.iam", "allowedProjects": "q,p",
            "allowedZones": "us-west2-c,  us-west2-a,us-west2-b",
        })
    },
    refused: || {
        let many = vec!["\"us-west2-a\""; 210].join(", ");
        vec![
            Refused::new(r#"  type = "gke""#, "gke", "`gce`"),
            Refused::new(r#"  allowed_projects = ["p,q"]"#, "p,q", "comma"),
            Refused::new(
                &format!("  allowed_zones = [{many}]"),
                "allowed_zones",
                "at most 2500 characters",
            ),
        ]
    },
    official: Some(|| {
        json!({
            "type": "gce",
            "allowed_service_account_emails": [""],
            "allowed_projects": [""],
            "allowed_zones": [""],
        })
    }),
};
