//! Attached, changed, removed, moved, revoked.

use super::{Table, with_settings};
use crate::lab::{DIALECTS, identity};
use infisical_emulator::Dialect;
use serde_json::json;

#[test]
fn attached_changed_removed_attached_again_and_revoked_before_the_identity_goes() {
    for dialect in DIALECTS {
        let table = Table::speaking(dialect);
        let lab = &table.lab;
        table.write_minimal();
        lab.workspace.apply_and_settle();
        table.assert_writes(&["POST"]);
        assert_eq!(lab.writes().len(), 2 * table.methods.len());
        what_the_server_chose_is_in_state(&table, dialect);

        another_value_is_one_patch_and_leaves_the_rest_known(&table);
        the_block_removed_is_one_revoke_and_the_identity_stays(&table);

        table.write_minimal();
        lab.workspace.apply_and_settle();
        let ids: Vec<_> = table.methods.iter().map(|method| table.id(method)).collect();
        lab.emulator.clear_journal();
        lab.workspace.destroy();
        for (method, id) in table.methods.iter().zip(ids) {
            let (revoke, delete) = (method.path(&id), format!("/api/v1/identities/{id}"));
            let journal = lab.emulator.journal();
            let writes = journal.iter().filter(|e| e.method != "GET" && e.path.ends_with(&id));
            let writes: Vec<_> = writes.map(|e| (e.method.as_str(), e.path.as_str())).collect();
            assert_eq!(writes, [("DELETE", revoke.as_str()), ("DELETE", delete.as_str())]);
            assert_eq!(journal.iter().rfind(|e| e.path.ends_with(&id)).unwrap().path, delete);
        }
        table.assert_nothing_left();
    }
}

fn what_the_server_chose_is_in_state(table: &Table, dialect: Dialect) {
    let state = table.lab.workspace.state();
    for method in &table.methods {
        let (mut own, held) = ((method.state)(dialect), table.held(method));
        for value in own.as_object_mut().unwrap().values_mut() {
            let member = value.as_str().and_then(|text| text.strip_prefix('{')?.strip_suffix('}'));
            if let Some(made_up) = member.map(|member| held[member].clone()) {
                *value = made_up;
            }
        }
        let expected = with_settings(own, &held["id"], &table.id(method));
        assert_eq!(state.resource(&method.address()), &expected);
    }
}

fn another_value_is_one_patch_and_leaves_the_rest_known(table: &Table) {
    let lab = &table.lab;
    lab.emulator.clear_journal();
    table.write(|method| method.hcl(method.changed.1));
    let plan = lab.workspace.plan();
    for method in &table.methods {
        let change = plan.change(&method.address());
        assert_eq!(change.actions, ["update"], "{}", method.slug);
        assert_eq!(change.unknown(), [""; 0], "{}", method.slug);
        let mut expected = change.before.clone();
        expected[method.changed.0] = change.after[method.changed.0].clone();
        assert_ne!(change.before, expected, "{} does not change", method.changed.0);
        assert_eq!(change.after, expected);
    }
    lab.workspace.apply_and_settle();
    table.assert_writes(&["PATCH"]);
    for method in &table.methods {
        table.assert_held(method, &(method.changed.2)());
    }
}

fn the_block_removed_is_one_revoke_and_the_identity_stays(table: &Table) {
    table.lab.emulator.clear_journal();
    table.write(|_| String::new());
    table.lab.workspace.apply_and_settle();
    table.assert_writes(&["DELETE"]);
    assert_eq!(table.lab.writes().len(), table.methods.len());
    for method in &table.methods {
        assert_eq!(table.lab.identities(method.slug), [method.slug]);
    }
}

#[test]
fn another_identity_revokes_on_the_old_and_attaches_to_the_new() {
    let table = Table::speaking(Dialect::Current);
    let lab = &table.lab;
    let other = |slug: &str| identity(&format!("other-{slug}"), &format!("other-{slug}"));
    table.write(|method| method.hcl(method.minimal) + &other(method.slug));
    lab.workspace.apply_and_settle();
    lab.emulator.clear_journal();
    table.write(|method| {
        let identity_id = format!("infisical_identity.other-{}.id", method.slug);
        method.hcl_of("it", &identity_id, method.minimal) + &other(method.slug)
    });
    let plan = lab.workspace.plan();
    for method in &table.methods {
        let change = plan.change(&method.address());
        assert_eq!(change.actions, ["delete", "create"], "{}", method.slug);
        assert_eq!(change.replace_paths, json!([["identity_id"]]));
    }
    lab.workspace.apply_and_settle();
    table.assert_writes(&["DELETE", "POST"]);
    for method in &table.methods {
        let (old, new) = (table.id(method), lab.identity_named(&format!("other-{}", method.slug)));
        let path = method.path(&old);
        assert_eq!(lab.emulator.out_of_band("GET", &path, None).0 / 100, 4, "{path}");
        let held = lab.elsewhere("GET", &method.path(&new), None);
        assert_eq!(held[method.wrapper]["identityId"], json!(new));
    }
}
