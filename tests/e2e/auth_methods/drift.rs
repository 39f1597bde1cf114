//! What somebody else does meanwhile.

use super::Table;
use crate::lab::DIALECTS;
use infisical_emulator::Dialect;
use serde_json::json;

/// With a refresh and without.
const REFRESHES: [&[&str]; 2] = [&[], &["-refresh=false"]];

#[test]
fn revoked_elsewhere_is_attached_again() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.write_minimal();
        table.lab.workspace.apply();
        table.revoke_elsewhere();
        table.assert_planned("create", None);
        table.lab.emulator.clear_journal();
        table.lab.workspace.apply_and_settle();
        table.assert_writes(&["POST"]);
    }
}

#[test]
fn deleted_with_its_identity_is_made_again() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.write_minimal();
        table.lab.workspace.apply();
        table.delete_identities_elsewhere();
        table.assert_planned("create", Some("create"));
        table.lab.workspace.apply_and_settle();
    }
}

#[test]
fn what_is_gone_destroys_with_and_without_a_refresh() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.write_minimal();
        for refresh in REFRESHES {
            for remove in [Table::revoke_elsewhere, Table::delete_identities_elsewhere] {
                table.lab.workspace.apply();
                remove(&table);
                table.lab.workspace.destroy_with(refresh);
                table.assert_nothing_left();
            }
        }
    }
}

#[test]
fn another_method_attached_instead_is_not_this_one() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        table.write_minimal();
        table.lab.workspace.apply();
        table.revoke_elsewhere();
        for method in &table.methods {
            let (slug, body) = instead(method.slug);
            let path = format!("/api/v1/auth/{slug}/identities/{}", table.id(method));
            table.lab.elsewhere("POST", &path, Some(body));
        }
        table.assert_planned("create", None);
        match dialect {
            Dialect::Current => table.lab.workspace.apply_and_settle(),
            Dialect::Recorded2024_10 => one_method_alone_is_possible(&table),
        }
        table.lab.workspace.destroy_with(&["-refresh=false"]);
        table.assert_nothing_left();
    }
}

/// A method that is not this one, and the body that attaches it.
fn instead(slug: &str) -> (&'static str, serde_json::Value) {
    match slug {
        "universal-auth" => ("azure-auth", json!({"tenantId": "t", "resource": "r"})),
        _ => ("universal-auth", json!({})),
    }
}

fn one_method_alone_is_possible(table: &Table) {
    let errors = table.lab.workspace.apply_fails();
    for method in &table.methods {
        let error = errors.error_of(&method.address());
        assert_eq!(error.summary, format!("{} cannot be attached", method.title));
        let other = format!("another auth method ({})", instead(method.slug).0);
        assert!(error.text().contains(&other), "{errors}");
        assert!(error.text().contains("Revoke that one first"), "{errors}");
    }
}
