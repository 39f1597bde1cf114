//! The journal, and requests that never were on a wire.

use std::time::Duration;

use infisical_emulator::Origin;
use serde_json::json;

use crate::client::{Call, azure, azure_body, current, identity};

#[test]
fn a_request_is_written_down_with_its_answer() {
    let emulator = current();
    let path = azure(&identity(&emulator, "a", "no-access"));
    let token = emulator.token_for("admin");
    emulator.clear_journal();
    let target = format!("{path}?x=1");
    Call::new(&emulator, "POST", &target).token(&token).json(&azure_body()).send();
    assert!(emulator.wait_for(Duration::from_secs(20), |journal| {
        journal.len() == 1 && journal[0].status.is_some()
    }));
    let entry = &emulator.journal()[0];
    assert_eq!((entry.origin, entry.method.as_str()), (Origin::Network, "POST"));
    assert_eq!((entry.path.as_str(), entry.query.as_str()), (path.as_str(), "x=1"));
    assert_eq!(entry.body, Some(azure_body()));
    assert_eq!(entry.status, Some(200));
    assert_eq!(entry.response.as_ref().unwrap()["identityAzureAuth"]["tenantId"], "t");
    assert!(entry.duration > Duration::ZERO);
    assert!(entry.headers.contains(&("authorization".to_owned(), "***".to_owned())));
    assert!(entry.sequence > 1, "numbers go on after a clear");
}

#[test]
fn out_of_band_requests_are_marked_and_suffer_no_fault() {
    use infisical_emulator::{Fault, FaultKind};

    let emulator = current();
    emulator.inject(Fault::always(FaultKind::ResetBefore));
    let (status, body) = emulator.out_of_band("GET", "/api/v1/identities?orgId=x", None);
    assert_eq!((status, &body["statusCode"]), (403, &json!(403)));
    let journal = emulator.journal();
    assert_eq!((journal[0].origin, journal[0].status), (Origin::OutOfBand, Some(403)));
}

#[test]
fn waiting_gives_up_in_time() {
    let emulator = current();
    assert!(!emulator.wait_for(Duration::from_millis(10), |journal| !journal.is_empty()));
}
