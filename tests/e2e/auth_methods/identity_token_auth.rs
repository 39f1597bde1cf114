//! Token Auth.

use super::{Method, Step};
use crate::lab::DIALECTS;
use serde_json::json;

pub(super) static METHOD: Method = Method {
    type_name: "infisical_identity_token_auth",
    title: "Token Auth",
    slug: "token-auth",
    wrapper: "identityTokenAuth",
    dialects: &DIALECTS,
    minimal: "",
    state: |_| json!({}),
    body: || json!({}),
    changed: (
        "access_token_num_uses_limit",
        "  access_token_num_uses_limit = 9",
        || json!({"accessTokenNumUsesLimit": 9}),
    ),
    // It has no attributes of its own.
    steps: |_| [(); 3].map(|()| Step { lines: String::new(), holds: json!({}) }),
    alike: ["", ""],
    reordered: || json!({}),
    refused: Vec::new,
    official: Some(|| json!({})),
};
