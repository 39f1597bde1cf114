//! With the JWT of somebody whom the method trusts: OIDC, JWT, Kubernetes, Azure and SPIFFE.

use serde_json::Value;

use super::{allowed, attached, check, grant, organization};
use crate::options::Dialect;
use crate::outside::{Unverified, fits};
use crate::refusal::Refusal;
use crate::routes::{Answer, Call, Route};
use crate::state::{Attachment, Own};

/// A method that a JWT proves.
struct ByJwt {
    slug: &'static str,
    missing: fn(Dialect) -> &'static str,
    /// What the server says of a JWT that does not verify.
    unverified: fn(Unverified) -> Refusal,
    /// What it says of the claims of one that does.
    judge: fn(&Attachment, &Value) -> Result<(), Refusal>,
}

const OIDC: ByJwt = ByJwt {
    slug: "oidc-auth",
    missing: |dialect| match dialect {
        // Sic: the recorded server takes it for GCP.
        Dialect::Recorded2024_10 => {
            "GCP auth method not found for identity, did you configure GCP auth?"
        }
        Dialect::Current => "OIDC auth method not found for identity, did you configure OIDC auth?",
    },
    unverified: |why| match why {
        Unverified::Malformed => Refusal::unauthorized("Invalid JWT"),
        Unverified::Signature => Refusal::unauthorized("Access denied: invalid signature"),
        Unverified::Expired => Refusal::unauthorized("Access denied: jwt expired"),
    },
    judge: oidc,
};

const JWT: ByJwt = ByJwt {
    slug: "jwt-auth",
    missing: |_| "JWT auth method not found for identity, did you configure JWT auth?",
    unverified: |why| match why {
        Unverified::Malformed => Refusal::unauthorized("Invalid JWT"),
        Unverified::Signature => not_by_any_key("invalid signature"),
        Unverified::Expired => not_by_any_key("jwt expired"),
    },
    judge: jwt,
};

const KUBERNETES: ByJwt = ByJwt {
    slug: "kubernetes-auth",
    missing: |_| "Kubernetes auth method not found for identity, did you configure Kubernetes auth?",
    // What the cluster's TokenReview says.
    unverified: |why| match why {
        Unverified::Malformed | Unverified::Signature => review("[invalid bearer token]"),
        Unverified::Expired => review("[invalid bearer token, service account token has expired]"),
    },
    judge: kubernetes,
};

const AZURE: ByJwt = ByJwt {
    slug: "azure-auth",
    missing: |_| "Azure auth method not found for identity, did you configure Azure Auth?",
    unverified: |why| match why {
        Unverified::Malformed => Refusal::Internal,
        Unverified::Signature => Refusal::unauthorized("Invalid signing key"),
        Unverified::Expired => Refusal::token("Your token has expired. Please re-authenticate."),
    },
    judge: azure,
};

const SPIFFE: ByJwt = ByJwt {
    slug: "spiffe-auth",
    missing: |_| "SPIFFE auth method not found for identity, did you configure SPIFFE auth?",
    unverified: |why| match why {
        Unverified::Malformed => Refusal::unauthorized("JWT-SVID verification failed"),
        Unverified::Signature => Refusal::unauthorized("JWT-SVID signature verification failed"),
        Unverified::Expired => Refusal::unauthorized("JWT-SVID has expired"),
    },
    judge: spiffe,
};

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let methods: &[&'static ByJwt] = match dialect {
        Dialect::Recorded2024_10 => &[&OIDC, &KUBERNETES, &AZURE],
        Dialect::Current => &[&OIDC, &KUBERNETES, &AZURE, &JWT, &SPIFFE],
    };
    let route = |method: &&'static ByJwt| {
        let method = *method;
        let path = format!("/api/v1/auth/{}/login", method.slug);
        Route::open("POST", path, move |call| login(call, method))
    };
    methods.iter().map(route).collect()
}

fn login(call: &mut Call<'_>, method: &ByJwt) -> Answer {
    let mut fields = call.fields()?;
    let id = fields.required_text("identityId");
    let jwt = fields.required_text("jwt");
    let organization = organization(call, &mut fields);
    call.accept(fields)?;

    let attachment = attached(call, &id, method.slug, (method.missing)(call.dialect()))?;
    let claims = call.state.outside.jwts.verify(&jwt, call.now).map_err(method.unverified)?;
    (method.judge)(&attachment, claims)?;
    check(organization.as_deref())?;
    grant(call, &id, &attachment, None)
}

fn oidc(method: &Attachment, claims: &Value) -> Result<(), Refusal> {
    if let Some(issuer) = method.text("boundIssuer").filter(|issuer| claims["iss"] != *issuer) {
        let text = format!("Access denied: jwt issuer invalid. expected: {issuer}");
        return Err(Refusal::unauthorized(text));
    }
    if method.text("boundSubject").is_some_and(|bound| !fits_claim(bound, &claims["sub"])) {
        return Err(Refusal::forbidden("Access denied: OIDC subject not allowed."));
    }
    if method.text("boundAudiences").is_some_and(|bound| !any_fits(bound, &claims["aud"])) {
        return Err(Refusal::unauthorized("Access denied: OIDC audience not allowed."));
    }
    match unbound(method, claims) {
        Some(_) => Err(Refusal::unauthorized("Access denied: OIDC claim not allowed.")),
        None => Ok(()),
    }
}

fn jwt(method: &Attachment, claims: &Value) -> Result<(), Refusal> {
    if method.text("boundIssuer").is_some_and(|issuer| claims["iss"] != issuer) {
        return Err(Refusal::forbidden("Access denied: issuer mismatch"));
    }
    if let Some(bound) = method.text("boundSubject") {
        if claims["sub"].is_null() {
            return Err(Refusal::unauthorized("Access denied: token has no subject field"));
        }
        if !fits_claim(bound, &claims["sub"]) {
            return Err(Refusal::forbidden("Access denied: subject not allowed"));
        }
    }
    if let Some(bound) = method.text("boundAudiences") {
        if claims["aud"].is_null() {
            return Err(Refusal::unauthorized("Access denied: token has no audience field"));
        }
        if !any_fits(bound, &claims["aud"]) {
            return Err(Refusal::unauthorized("Access denied: token audience not allowed"));
        }
    }
    match unbound(method, claims) {
        Some(name) => {
            Err(Refusal::unauthorized(format!("Access denied: claim mismatch for field {name}")))
        }
        None => Ok(()),
    }
}

fn kubernetes(method: &Attachment, claims: &Value) -> Result<(), Refusal> {
    let denied =
        |what| Err(Refusal::unauthorized(format!("Access denied: K8s {what} not allowed.")));
    let user = claims["sub"].as_str().unwrap_or_default();
    let account = user.strip_prefix("system:serviceaccount:").and_then(|rest| rest.split_once(':'));
    let Some((namespace, name)) = account else { return Err(Refusal::Internal) };
    if !allowed(method.text("allowedNamespaces"), namespace) {
        return denied("namespace");
    }
    if !allowed(method.text("allowedNames"), name) {
        return denied("name");
    }
    if method.text("allowedAudience").is_some_and(|audience| !fits_claim(audience, &claims["aud"]))
    {
        return denied("audience");
    }
    Ok(())
}

fn azure(method: &Attachment, claims: &Value) -> Result<(), Refusal> {
    let audience = claims["aud"].as_str().unwrap_or_default();
    let mut resource = method.text("resource").unwrap_or_default();
    if !audience.ends_with('/') {
        resource = resource.strip_suffix('/').unwrap_or(resource);
    }
    if audience != resource {
        return Err(Refusal::token(&format!("jwt audience invalid. expected: {resource}")));
    }
    if method.text("tenantId").is_some_and(|tenant| claims["tid"] != tenant) {
        return Err(Refusal::unauthorized("Tenant ID mismatch"));
    }
    let principal = claims["oid"].as_str().unwrap_or_default();
    if !allowed(method.text("allowedServicePrincipalIds"), principal) {
        return Err(Refusal::unauthorized("Service principal not allowed"));
    }
    Ok(())
}

fn spiffe(method: &Attachment, claims: &Value) -> Result<(), Refusal> {
    if method.text("allowedAudiences").is_some_and(|bound| !any_fits(bound, &claims["aud"])) {
        return Err(Refusal::unauthorized("JWT-SVID audience validation failed"));
    }
    let id = claims["sub"].as_str().unwrap_or_default();
    let domain = id.strip_prefix("spiffe://").and_then(|rest| rest.split('/').next());
    let patterns = method.text("allowedSpiffeIds").unwrap_or_default();
    let known = domain == method.text("trustDomain")
        && patterns.split(',').any(|pattern| fits(pattern.trim(), id));
    if known { Ok(()) } else { Err(Refusal::unauthorized("Access denied")) }
}

/// The first claim that the method binds to something else.
fn unbound<'a>(method: &'a Attachment, claims: &Value) -> Option<&'a str> {
    let Some(Own::Json(Value::Object(bound))) = method.own("boundClaims") else { return None };
    let differs = |(name, policy): &(&String, &Value)| {
        !any_fits(policy.as_str().unwrap_or_default(), &claims[name.as_str()])
    };
    bound.iter().find(differs).map(|(name, _)| name.as_str())
}

/// Whether a claim fits one of the patterns of a comma-separated list.
fn any_fits(patterns: &str, claim: &Value) -> bool {
    patterns.split(',').any(|pattern| fits_claim(pattern.trim(), claim))
}

/// Whether a claim, or one of several, fits a pattern.
fn fits_claim(pattern: &str, claim: &Value) -> bool {
    match claim {
        Value::Array(several) => several.iter().any(|claim| fits_claim(pattern, claim)),
        Value::String(text) => fits(pattern, text),
        other => fits(pattern, &other.to_string()),
    }
}

fn not_by_any_key(why: &str) -> Refusal {
    let text = "Access denied: JWT verification failed with all keys. Errors -";
    Refusal::unauthorized(format!("{text} {why}"))
}

fn review(error: &str) -> Refusal {
    Refusal::unauthorized_as("KubernetesTokenReviewError", error)
}
