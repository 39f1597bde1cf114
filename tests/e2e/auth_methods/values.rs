//! Every attribute, set, changed, cleared, spelled.

use super::{Table, trusted_ips};
use crate::lab::DIALECTS;
use infisical_emulator::Dialect;
use serde_json::{Value, json};

/// What all methods have, in as many steps as each method's own: the maximum lowered alone in the
/// second, and zeros in the third where the server takes them.
fn settings(dialect: Dialect) -> [(String, Value); 3] {
    let lines = |ttl: u32, max: u32, uses: u32| {
        format!(
            "\n  access_token_ttl = {ttl}\n  access_token_max_ttl = {max}\n  \
             access_token_num_uses_limit = {uses}"
        )
    };
    let lowest = if dialect == Dialect::Current { 0 } else { 60 };
    let v6 = json!([{"ipAddress": "2001:db8::", "type": "ipv6", "prefix": 32}]);
    [
        (
            lines(60, 86_400, 5) + &trusted_ips(&["10.0.0.0/8", "192.0.2.7"]),
            json!({
                "accessTokenTTL": 60, "accessTokenMaxTTL": 86_400, "accessTokenNumUsesLimit": 5,
                "accessTokenTrustedIps": [
                    {"ipAddress": "10.0.0.0", "type": "ipv4", "prefix": 8},
                    {"ipAddress": "192.0.2.7", "type": "ipv4"},
                ],
            }),
        ),
        (
            lines(60, 3600, 9) + &trusted_ips(&["2001:db8::/32"]),
            json!({
                "accessTokenTTL": 60, "accessTokenMaxTTL": 3600, "accessTokenNumUsesLimit": 9,
                "accessTokenTrustedIps": v6,
            }),
        ),
        (
            lines(lowest, lowest, 0),
            json!({
                "accessTokenTTL": lowest, "accessTokenMaxTTL": lowest, "accessTokenNumUsesLimit": 0,
                "accessTokenTrustedIps": v6,
            }),
        ),
    ]
}

#[test]
fn every_attribute_can_be_set_changed_and_put_to_zero() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        for (index, (lines, holds)) in settings(dialect).iter().enumerate() {
            table.lab.emulator.clear_journal();
            table.write(|method| {
                method.hcl(&((method.steps)(dialect)[index].lines.clone() + lines))
            });
            table.lab.workspace.apply_and_settle();
            table.assert_writes(if index == 0 { &["POST"] } else { &["PATCH"] });
            for method in &table.methods {
                table.assert_held(method, holds);
                table.assert_held(method, &(method.steps)(dialect)[index].holds);
            }
        }
    }
}

#[test]
fn another_order_or_spelling_is_no_change_and_what_is_removed_stays() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        let lab = &table.lab;
        let limits = "\n  access_token_ttl = 7200\n  access_token_num_uses_limit = 5";
        let ips = trusted_ips(&["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);
        table.write(|method| method.hcl(&[method.alike[0], limits, &ips].concat()));
        lab.workspace.apply_and_settle();
        lab.emulator.clear_journal();

        let ips = trusted_ips(&["2001:0DB8::1/32", "10.20.30.40/8", "192.0.2.7/32"]);
        table.write(|method| method.hcl(&[method.alike[1], limits, &ips].concat()));
        lab.workspace.expect_settled();

        for method in &table.methods {
            let mut body = (method.reordered)();
            body["accessTokenTrustedIps"] = json!([
                {"ipAddress": "192.0.2.7"}, {"ipAddress": "10.0.0.0/8"}, {"ipAddress": "2001:db8::/32"},
            ]);
            lab.elsewhere("PATCH", &method.path(&table.id(method)), Some(body));
        }
        lab.workspace.expect_settled();

        table.write_minimal();
        lab.workspace.expect_settled();
        assert_eq!(lab.writes(), [""; 0]);
    }
}
