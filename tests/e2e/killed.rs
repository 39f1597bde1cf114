//! `kill -9` in the middle of an apply: of the provider, of Terraform, of the server.

use crate::lab::{Lab, PATIENCE, many};
use infisical_emulator::{Entry, Fault, FaultKind};
use std::collections::BTreeMap;
use tf_harness::{Diagnostic, Diagnostics, Running};

const COUNT: usize = 24;
const IDENTITIES: &str = "/api/v1/identities";
const METHODS: &str = "/api/v1/auth/azure-auth/";

/// Who dies; together they are the power failure.
const PROVIDER: fn(&Running) = Running::kill_children;
const TERRAFORM: fn(&Running) = Running::kill_alone;
const BOTH: fn(&Running) = Running::kill;

/// The impatient user: the second Ctrl-C comes after Terraform has said what the first one does.
fn interrupted_twice(running: &Running) {
    running.interrupt();
    assert!(running.says("Gracefully shutting down", PATIENCE), "nobody heard the first Ctrl-C");
    running.interrupt();
    assert!(running.says("Two interrupts received", PATIENCE), "nobody heard the second Ctrl-C");
}

fn lab() -> Lab {
    let lab = Lab::new();
    let azure = format!(
        "resource \"infisical_identity_azure_auth\" \"ci\" {{\n  count = {COUNT}\n  identity_id = \
         infisical_identity.ci[count.index].id\n  tenant_id = \
         \"5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52\"\n}}\n"
    );
    lab.write(&[&many("ci", COUNT), &azure]);
    lab
}

fn writes<'a>(journal: &'a [Entry], verb: &str, path: &str) -> impl Iterator<Item = &'a Entry> {
    journal.iter().filter(move |entry| entry.method == verb && entry.path.starts_with(path))
}

/// A command in whose middle some writes are under way, held by the server, after a few that were done.
fn in_the_middle_of(lab: &Lab, command: &str, verb: &'static str, path: &'static str) -> Running {
    const DONE: usize = 6;

    lab.emulator.clear_journal();
    lab.emulator.inject(Fault::always(FaultKind::Hold).on_method(verb).on_path(path).after(DONE));
    let running = lab.workspace.start(&[command, "-auto-approve", "-input=false", "-json"]);
    let held = |journal: &[Entry]| {
        let done = writes(journal, verb, path).filter(|entry| entry.status.is_some()).count();
        done == DONE && writes(journal, verb, path).count() > DONE
    };
    assert!(lab.emulator.wait_for(PATIENCE, held), "nothing was under way");
    running
}

/// Kills in the middle of a command; what was under way is carried out all the same, and nobody hears
/// of it.
fn killed(lab: &Lab, kill: fn(&Running), command: &str, verb: &'static str, path: &'static str) {
    let running = in_the_middle_of(lab, command, verb, path);
    kill(&running);
    let output = running.wait();
    assert!(!output.status.success(), "{output}");
    lab.emulator.clear_faults();
    lab.emulator.release();
    let ended = |journal: &[Entry]| journal.iter().all(|entry| !entry.duration.is_zero());
    assert!(lab.emulator.wait_for(PATIENCE, ended), "the server is still at work");
    take_the_backup_of_a_broken_state(lab);
}

/// Terraform writes its state in place: killed while it does, it leaves a broken file, and the user takes
/// the backup that lies beside it, or begins anew where there is none.
fn take_the_backup_of_a_broken_state(lab: &Lab) {
    let state = lab.workspace.read("terraform.tfstate");
    if serde_json::from_str::<serde_json::Value>(&state).is_err() {
        let backup = lab.workspace.read("terraform.tfstate.backup");
        lab.workspace.write("terraform.tfstate", &backup);
    }
}

/// The user does what the messages of this summary say: imports what is there. How many.
fn import_as_told(lab: &Lab, said: &Diagnostics, summary: &str) -> usize {
    let told: BTreeMap<&str, &Diagnostic> = said
        .iter()
        .filter(|one| one.summary == summary)
        .map(|one| (one.address.as_str(), one))
        .collect();
    assert!(said.errors().all(|one| one.summary == summary), "{said}");
    let imports = told.iter().map(|(address, one)| {
        let (_, block) = one.detail.split_once("import {").unwrap();
        let (_, id) = block.split_once("id = \"").unwrap();
        let (id, _) = id.split_once('"').unwrap();
        format!("import {{\n  to = {address}\n  id = \"{id}\"\n}}\n")
    });
    let imports = lab.workspace.read("imports.tf") + &imports.collect::<String>();
    lab.workspace.write("imports.tf", &imports);
    told.len()
}

/// What the plan says of identities that no state knows is done.
fn import_identities(lab: &Lab) -> usize {
    let said = lab.workspace.run(&["plan", "-json", "-input=false"]).expect_success();
    import_as_told(lab, &said.diagnostics(), "An identity of this name exists")
}

/// Everything is there once, nothing is left to do, and nothing is left behind.
fn converges(lab: &Lab) {
    lab.workspace.apply_and_settle();
    assert_eq!(lab.identities("ci-").len(), COUNT);
    assert_eq!(lab.workspace.state().addresses().len(), 2 * COUNT);
    lab.workspace.destroy();
    assert_eq!(lab.identities("ci-"), [""; 0]);
}

fn while_identities_are_created(kill: fn(&Running)) {
    let lab = lab();
    killed(&lab, kill, "apply", "POST", IDENTITIES);
    let in_state = lab.workspace.state();
    let in_state = in_state.addresses().into_iter().filter(|one| !one.contains("azure")).count();
    let lost = lab.identities("ci-").len() - in_state;
    assert!(lost > 0, "nothing was lost");
    assert_eq!(import_identities(&lab), lost);
    converges(&lab);
}

fn while_methods_are_attached(kill: fn(&Running)) {
    let lab = lab();
    killed(&lab, kill, "apply", "POST", METHODS);
    // Terraform writes its state now and then: with it, all of the state may be gone.
    import_identities(&lab);
    let said = lab.workspace.apply_fails();
    assert!(import_as_told(&lab, &said, "Azure Auth is already attached") > 0, "{said}");
    converges(&lab);
}

#[test]
fn what_a_killed_provider_created_is_reported_and_can_be_imported() {
    while_identities_are_created(PROVIDER);
}

#[test]
fn what_a_killed_terraform_created_is_reported_and_can_be_imported() {
    while_identities_are_created(TERRAFORM);
}

#[test]
fn what_was_under_way_at_the_second_interrupt_is_reported_and_can_be_imported() {
    while_identities_are_created(interrupted_twice);
}

#[test]
fn what_a_power_failure_left_attached_is_reported_and_can_be_imported() {
    while_methods_are_attached(BOTH);
}

#[test]
fn a_destroy_that_was_killed_is_finished_by_the_next() {
    for kill in [PROVIDER, BOTH] {
        let lab = lab();
        lab.workspace.apply();
        killed(&lab, kill, "destroy", "DELETE", IDENTITIES);
        lab.workspace.destroy();
        assert_eq!(lab.identities("ci-"), [""; 0]);
    }
}

#[test]
fn a_server_that_was_killed_and_comes_back_costs_nothing() {
    for (verb, path) in [("POST", IDENTITIES), ("POST", METHODS)] {
        let lab = lab();
        let running = in_the_middle_of(&lab, "apply", verb, path);
        lab.emulator.kill();
        lab.emulator.clear_faults();
        lab.emulator.restart().unwrap();
        let _ = running.wait().expect_success();
        converges(&lab);
    }
}

#[test]
fn a_server_that_stays_away_fails_the_apply_and_the_next_converges() {
    let lab = lab();
    let running = in_the_middle_of(&lab, "apply", "POST", IDENTITIES);
    lab.emulator.kill();
    lab.emulator.clear_faults();
    let said = running.wait().expect_failure();
    for error in said.errors() {
        assert!(
            ["No connection to Infisical", "Not known whether it was created"]
                .contains(&error.summary.as_str()),
            "{said}"
        );
    }
    lab.emulator.restart().unwrap();
    // An answer that was on its way when the server died is lost, and was reported.
    import_identities(&lab);
    converges(&lab);
}
