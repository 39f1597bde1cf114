//! The access token settings that every auth method of an identity has.

use serde_json::{Value as Json, json};
use tf_framework::{
    ApiObject, Checked, Computed, Diagnostic, Diagnostics, JsonMap, Known, Schema, Stage, Text,
    Unordered, text::Cidr,
};

/// The longest lifetime that the server takes: ten years, in seconds.
const LONGEST: i64 = 315_360_000;

/// The lifetime of a token when nobody chose one: thirty days, in seconds.
const SERVER_DEFAULT: i64 = 2_592_000;

/// Settings of the access tokens that a login with this method gives.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = ttl_within_max_ttl)]
pub(crate) struct AccessTokenSettings {
    /// IP addresses or CIDR ranges from which access tokens may be used; their order does not matter.
    /// The server's default is everywhere. Ranges other than `0.0.0.0/0` and `::/0` need a plan that
    /// includes IP allowlisting. Without it the value stays what it is on the server.
    #[attr(optional, keep, length = 1..)]
    access_token_trusted_ips: Computed<Unordered<Vec<TrustedIp>>>,

    /// Lifetime of an access token in seconds, at most 315360000 and not above
    /// `access_token_max_ttl`. The server's default is 2592000 (30 days). Without it the value stays
    /// what it is on the server.
    #[attr(optional, keep, range = 0..=LONGEST, api = "accessTokenTTL")]
    access_token_ttl: Computed<i64>,

    /// Lifetime in seconds that renewals of an access token cannot exceed, at most 315360000. The
    /// server's default is 2592000 (30 days). Without it the value stays what it is on the server.
    #[attr(optional, keep, range = 0..=LONGEST, api = "accessTokenMaxTTL")]
    access_token_max_ttl: Computed<i64>,

    /// How many times an access token may be used; 0 means without limit, which is the server's
    /// default. Without it the value stays what it is on the server.
    #[attr(optional, keep, range = 0..)]
    access_token_num_uses_limit: Computed<i64>,
}

/// `POST` and `PATCH` refuse a TTL above the max TTL. A max TTL of 0 is no limit, except on `POST`.
fn ttl_within_max_ttl(values: &Checked<'_>, out: &mut Diagnostics) {
    let creating = values.stage == Stage::Create;
    let effective = |name| match values.integer(name) {
        Known::Is(seconds) => Some((seconds, "")),
        Known::Null if creating => Some((SERVER_DEFAULT, ", the server's default")),
        Known::Null | Known::Unknown => None,
    };
    let (Some((ttl, ttl_from)), Some((max, max_from))) =
        (effective("access_token_ttl"), effective("access_token_max_ttl"))
    else {
        return;
    };
    if ttl <= max || (max == 0 && !creating) {
        return;
    }
    let blamed = if ttl_from.is_empty() { "access_token_ttl" } else { "access_token_max_ttl" };
    values.refuse(
        out,
        blamed,
        "Access token TTL above max TTL",
        format!(
            "`access_token_ttl` is {ttl}{ttl_from}, and `access_token_max_ttl` is {max}{max_from}. \
             The TTL must not be greater than the max TTL; set both to change one beyond the other."
        ),
    );
}

/// AWS Auth and the methods that came after 2024 take a max TTL of 0 at `PATCH`, and refuse it at `POST`.
pub(crate) fn max_ttl_above_zero(values: &Checked<'_>, out: &mut Diagnostics) {
    let name = "access_token_max_ttl";
    if values.stage == Stage::Create && values.integer(name) == Known::Is(0) {
        let detail = "The server takes 0, which is no limit, in an update only. Attach the method with \
                      another value, and set 0 afterwards.";
        values.refuse(out, name, "Access token max TTL of 0", detail);
    }
}

/// The schema calls the address optional, as the official provider's does; the server needs it.
fn address_is_set(values: &Checked<'_>, out: &mut Diagnostics) {
    if values.get("ip_address") == Known::Null {
        let detail = "A trusted IP needs its `ip_address`.";
        values.refuse(out, "ip_address", "Missing IP address", detail);
    }
}

/// One trusted address or range.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(api = manual, check = address_is_set)]
pub(crate) struct TrustedIp {
    /// An IP address such as `203.0.113.7`, or a range in CIDR notation such as `10.0.0.0/8`.
    #[attr(optional)]
    ip_address: Computed<Text<Cidr>>,
}

impl ApiObject for TrustedIp {
    fn to_api(&self) -> JsonMap {
        let address = self.ip_address.known().map(Text::as_str).unwrap_or_default();
        JsonMap::from_iter([("ipAddress".to_owned(), json!(address))])
    }

    /// `{"type": "ipv4", "ipAddress": "10.0.0.0", "prefix": 8}`; an address has no prefix.
    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic> {
        let address = response.get("ipAddress").and_then(Json::as_str).ok_or_else(|| {
            Diagnostic::remote("Unexpected answer", "A trusted IP has no `ipAddress`.")
        })?;
        let text = match response.get("prefix").and_then(Json::as_u64) {
            Some(prefix) => format!("{address}/{prefix}"),
            None => address.to_owned(),
        };
        Ok(Self { ip_address: Computed::Known(Text::from(text)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tf_framework::{AttributePath, AttributeType, Value};

    fn complaints(stage: Stage, ttl: Value, max: Value) -> Vec<String> {
        let values = Value::object([("access_token_ttl", ttl), ("access_token_max_ttl", max)]);
        let mut out = Diagnostics::default();
        let root = AttributePath::default();
        ttl_within_max_ttl(&Checked::new(stage, &values, &values, &root), &mut out);
        out.iter().map(|d| d.path.clone().unwrap().to_string()).collect()
    }

    #[test]
    fn ttl_stays_within_max_ttl() {
        use Stage::{Config, Create, Update};
        let n = |seconds: i64| Value::from(seconds);
        let none: [&str; 0] = [];
        for (stage, ttl, max, blamed) in [
            (Config, n(100), n(10), &["access_token_ttl"][..]),
            (Config, n(10), n(10), &none),
            (Config, n(100), Value::Null, &none),
            (Config, n(100), Value::Unknown, &none),
            (Config, n(100), n(0), &none),
            (Create, n(SERVER_DEFAULT + 1), Value::Null, &["access_token_ttl"]),
            (Create, Value::Null, n(10), &["access_token_max_ttl"]),
            (Create, n(100), n(0), &["access_token_ttl"]),
            (Create, n(100), Value::Unknown, &none),
            (Update, n(100), n(0), &none),
            (Update, n(100), n(99), &["access_token_ttl"]),
            (Update, Value::Null, n(10), &none),
        ] {
            assert_eq!(
                complaints(stage, ttl.clone(), max.clone()),
                blamed,
                "{stage:?} {ttl:?} {max:?}"
            );
        }
    }

    #[test]
    fn trusted_ips_go_in_as_text_and_come_back_in_parts() {
        let json = json!([
            {"type": "ipv4", "prefix": 8, "ipAddress": "10.0.0.0"},
            {"type": "ipv6", "ipAddress": "2001:db8::1"},
        ]);
        let ips = Vec::<TrustedIp>::from_json(&json).unwrap();
        assert_eq!(
            ips.to_json(),
            Some(json!([{"ipAddress": "10.0.0.0/8"}, {"ipAddress": "2001:db8::1"}]))
        );
    }
}
