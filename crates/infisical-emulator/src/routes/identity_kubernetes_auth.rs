//! Kubernetes Auth on an identity. Every gateway exists, and is of the second kind, of which only `GET`
//! tells the id. The cluster is not asked, which the current server does.

use serde_json::Value;
use uuid::Uuid;

use super::auth_method::{HEAD, Lifetimes, Method, NotAttached, OwnValues, Stage, Texts};
use crate::fields::Fields;
use crate::options::Dialect;
use crate::state::Own;

/// `/api/v1/auth/kubernetes-auth/identities/{identityId}`
pub(super) static METHOD: Method = Method {
    slug: "kubernetes-auth",
    wrapper: "identityKubernetesAuth",
    texts: |_| Texts {
        already_attached: "Failed to add Kubernetes Auth to already configured identity",
        get: NotAttached::BadRequest("The identity does not have Kubernetes Auth attached"),
        update: NotAttached::BadRequest("Failed to update Kubernetes Auth"),
        revoke: NotAttached::BadRequest("The identity does not have kubernetes auth"),
        more_privileged: "Failed to revoke kubernetes auth of identity with more privileged role",
        token: "access",
    },
    own: |fields, stage, dialect| match dialect {
        Dialect::Recorded2024_10 => recorded(fields, stage),
        Dialect::Current => current(fields, stage),
    },
    own_after: |_, _, _| vec![],
    head: HEAD,
    members,
    longest: |column, dialect| match (column, dialect) {
        ("caCert", _) => usize::MAX,
        ("allowedNamespaces" | "allowedNames" | "allowedAudience", Dialect::Current) => 1000,
        _ => 255,
    },
    only_get: &["gatewayId"],
    lifetimes: Lifetimes::FIRST,
    not_in_plan: None,
    verify: |_, _| None,
};

fn recorded(fields: &mut Fields, stage: Stage) -> OwnValues {
    let filled = |fields: &mut Fields, name| match stage {
        Stage::Attach => fields.required_filled_text(name),
        Stage::Update => fields.filled_text(name),
    };
    let host = filled(fields, "kubernetesHost").map(Own::Text);
    let certificate = certificate(fields, stage);
    let reviewer = filled(fields, "tokenReviewerJwt").map(Own::Secret);
    let mut own = allowed(fields, stage);
    let values =
        [("kubernetesHost", host), ("caCert", certificate), ("tokenReviewerJwt", reviewer)];
    own.extend(values.into_iter().filter_map(|(name, value)| Some((name, value?))));
    own
}

fn current(fields: &mut Fields, stage: Stage) -> OwnValues {
    const NO_HOST: &str =
        "When token review mode is set to API, a Kubernetes host must be provided";
    const NO_GATEWAY: &str = "When token review mode is set to Gateway, a gateway must be selected";
    const CHARACTERS: &str = "Kubernetes host must only contain alphabets, numbers, colons, periods, \
        hyphen, and forward slashes.";

    let attaching = stage == Stage::Attach;
    let host = nullable(fields, "kubernetesHost", Fields::filled_text);
    if attaching && host.is_none() {
        fields.present("kubernetesHost", "string");
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || ":./-".contains(c);
    let host_fits = text(host.as_ref()).is_none_or(|host| host.chars().all(fits));
    fields.refine("kubernetesHost", host_fits, CHARACTERS);
    let certificate = certificate(fields, stage);
    let reviewer = match nullable(fields, "tokenReviewerJwt", Fields::text) {
        Some(Own::Text(jwt)) if jwt.is_empty() => None,
        Some(Own::Text(jwt)) => Some(Own::Secret(jwt)),
        // To the answers there is an empty one.
        Some(_) => Some(Own::Text(String::new())),
        None => None,
    };
    let reviewer = reviewer.or_else(|| attaching.then(|| Own::Text(String::new())));
    let mode = fields.one_of("tokenReviewMode", &["api", "gateway"], false);
    let mode = mode.or_else(|| attaching.then(|| "api".to_owned()));
    let mut own = allowed(fields, stage);
    let gateway = nullable(fields, "gatewayId", Fields::text);
    let is_id = text(gateway.as_ref()).is_none_or(|id| Uuid::try_parse(id).is_ok());
    fields.refine("gatewayId", is_id, "Invalid uuid");

    let reviews = |by: &str| mode.as_deref() == Some(by);
    let has_host = text(host.as_ref()).is_some();
    fields.refine("kubernetesHost", !attaching || !reviews("api") || has_host, NO_HOST);
    let has_gateway = text(gateway.as_ref()).is_some();
    fields.refine("gatewayId", !reviews("gateway") || has_gateway, NO_GATEWAY);
    let values = [
        ("kubernetesHost", host),
        ("caCert", certificate),
        ("tokenReviewerJwt", reviewer),
        ("tokenReviewMode", mode.map(Own::Text)),
        ("gatewayId", gateway),
    ];
    own.extend(values.into_iter().filter_map(|(name, value)| Some((name, value?))));
    own
}

fn certificate(fields: &mut Fields, stage: Stage) -> Option<Own> {
    let text = fields.text("caCert");
    text.or_else(|| (stage == Stage::Attach).then(String::new)).map(Own::Text)
}

/// Lists that are stored as they are sent.
fn allowed(fields: &mut Fields, stage: Stage) -> OwnValues {
    let lists = ["allowedNamespaces", "allowedNames", "allowedAudience"].map(|name| {
        let list = match stage {
            Stage::Attach => fields.required_verbatim(name),
            Stage::Update => fields.verbatim(name),
        };
        (name, list)
    });
    lists.into_iter().filter_map(|(name, list)| Some((name, Own::Text(list?)))).collect()
}

/// A text that may be absent or null.
fn nullable(
    fields: &mut Fields,
    name: &'static str,
    read: fn(&mut Fields, &'static str) -> Option<String>,
) -> Option<Own> {
    if fields.is_null(name) {
        Some(Own::Json(Value::Null))
    } else {
        read(fields, name).map(Own::Text)
    }
}

fn text(value: Option<&Own>) -> Option<&str> {
    match value {
        Some(Own::Text(text)) => Some(text),
        _ => None,
    }
}

fn members(dialect: Dialect) -> &'static [&'static str] {
    const RECORDED: &[&str] = &[
        "kubernetesHost",
        "allowedNamespaces",
        "allowedNames",
        "allowedAudience",
        "caCert",
        "tokenReviewerJwt",
    ];
    const CURRENT: &[&str] = &[
        "kubernetesHost",
        "allowedNamespaces",
        "allowedNames",
        "allowedAudience",
        "gatewayId",
        "tokenReviewMode",
        "caCert",
        "tokenReviewerJwt",
    ];
    match dialect {
        Dialect::Recorded2024_10 => RECORDED,
        Dialect::Current => CURRENT,
    }
}
