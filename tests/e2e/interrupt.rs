//! Ctrl-C.

use crate::lab::{Lab, PATIENCE, many};
use infisical_emulator::{Entry, Fault, FaultKind};

fn creations(journal: &[Entry]) -> impl Iterator<Item = &Entry> {
    journal.iter().filter(|entry| entry.method == "POST" && entry.path == "/api/v1/identities")
}

#[test]
fn in_the_middle_of_sixty_creations_state_and_server_agree() {
    let lab = Lab::new();
    lab.write(&[&many("ci", 60)]);
    let running = lab.workspace.start(&["apply", "-auto-approve", "-input=false"]);
    let some_done =
        |journal: &[Entry]| creations(journal).filter(|entry| entry.status.is_some()).count() >= 20;
    assert!(lab.emulator.wait_for(PATIENCE, some_done), "20 identities were never created");
    lab.emulator.inject(Fault::always(FaultKind::Hold).on_method("POST"));
    let seen = creations(&lab.emulator.journal()).count();
    let held = |journal: &[Entry]| creations(journal).count() > seen;
    assert!(lab.emulator.wait_for(PATIENCE, held), "no creation was under way");

    running.interrupt();
    lab.emulator.clear_faults();
    lab.emulator.release();
    let output = running.wait();
    assert!(!output.status.success(), "{output}");

    let created = lab.identities("ci-").len();
    assert!((21..60).contains(&created), "{created} of 60 were created");
    assert_eq!(lab.workspace.state().addresses().len(), created, "{output}");

    lab.workspace.apply_and_settle();
    assert_eq!(lab.identities("ci-").len(), 60);
    lab.workspace.destroy();
    assert_eq!(lab.identities("ci-"), [""; 0]);
}
