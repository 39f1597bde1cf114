//! What is refused before any request.

use super::{Refused, Table, trusted_ips};
use infisical_emulator::Dialect;

const ID: &str = "\"3c90c3cc-0d44-4b50-8888-8dd25736052a\"";

/// Mistakes in what all methods have.
fn refused_everywhere() -> Vec<Refused> {
    let ip = |ip: &str, says| Refused::new(&trusted_ips(&[ip]), "ip_address", says);
    vec![
        Refused::new(
            "  access_token_ttl = 100\n  access_token_max_ttl = 10",
            "access_token_ttl = 100",
            "max",
        ),
        Refused::new("  access_token_ttl = -1", "access_token_ttl = -1", "between 0 and 315360000"),
        Refused::new("  access_token_ttl = 1.5", "access_token_ttl = 1.5", "not a whole number"),
        Refused::new(
            "  access_token_max_ttl = 315360001",
            "access_token_max_ttl",
            "between 0 and 315360000",
        ),
        Refused::new(
            "  access_token_num_uses_limit = -1",
            "access_token_num_uses_limit",
            "at least 0",
        ),
        Refused::new(&trusted_ips(&[]), "access_token_trusted_ips", "at least 1"),
        Refused::new(
            "  access_token_trusted_ips = [{}]",
            "access_token_trusted_ips",
            "needs its `ip_address`",
        ),
        ip("300.1.1.1", "neither an IP address"),
        ip("10.0.0.0/33", "neither an IP address"),
    ]
}

#[test]
fn bad_input_is_refused_at_validate_on_the_attribute_all_at_once() {
    let table = Table::speaking(Dialect::Current);
    let (mut parts, mut expected) = (Vec::new(), Vec::new());
    for method in &table.methods {
        let mut bad = |identity_id: &str, lines: &str, at: &'static str, says: &'static str| {
            let name = format!("bad-{}", parts.len());
            parts.push(method.hcl_of(&name, identity_id, lines));
            expected.push((format!("{}.{name}", method.type_name), at, says));
        };
        for Refused { lines, at, says } in refused_everywhere() {
            bad(ID, &[method.minimal, "\n", &lines].concat(), at, says);
        }
        for Refused { lines, at, says } in (method.refused)() {
            bad(ID, &lines, at, says);
        }
        bad("\"prod\"", method.minimal, "identity_id = \"prod\"", "is not a UUID");
    }
    table.lab.write(&parts.iter().map(String::as_str).collect::<Vec<_>>());
    let errors = table.lab.workspace.validate();
    for (address, at, says) in &expected {
        let said = errors.errors().any(|error| {
            error.address == *address && error.code.contains(at) && error.text().contains(says)
        });
        assert!(said, "{address} does not say at {at} that {says}:\n{errors}");
    }
    assert_eq!(table.lab.requests(), [""; 0]);
}

#[test]
fn a_ttl_above_the_servers_default_or_stored_max_ttl_is_refused_at_plan() {
    let table = Table::speaking(Dialect::Current);
    let with = |lines: &'static str| {
        move |method: &super::Method| method.hcl(&[method.minimal, "\n", lines].concat())
    };
    let refused = |at: &str, says: &str| {
        let errors = table.lab.workspace.plan_fails();
        for method in &table.methods {
            let error = errors.error_of(&method.address());
            assert_eq!(error.summary, "Access token TTL above max TTL");
            assert!(error.code.contains(at), "{errors}");
            assert!(error.text().contains(says), "{errors}");
        }
    };
    table.write(with("  access_token_ttl = 2592001"));
    refused("access_token_ttl", "2592000, the server's default");
    table.write(with("  access_token_max_ttl = 10"));
    refused("access_token_max_ttl", "2592000, the server's default");
    assert_eq!(table.lab.writes(), [""; 0]);

    table.write(with("  access_token_ttl = 60\n  access_token_max_ttl = 3600"));
    table.lab.workspace.apply();
    table.write(with("  access_token_ttl = 7200"));
    refused("access_token_ttl", "7200");
}
