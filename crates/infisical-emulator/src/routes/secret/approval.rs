//! Approval policies of secrets, and the requests that they lead to
//! (`secret-approval-request-service.ts`). Only people may look at requests, in both servers.

use serde::Serialize;
use uuid::Uuid;

use super::operation::Operation;
use super::place::Place;
use crate::clock::{Millis, iso};
use crate::options::Dialect;
use crate::routes::{Call, Route};
use crate::state::State;

pub(super) fn routes() -> Vec<Route> {
    let all = "/api/v1/secret-approval-requests";
    vec![
        Route::people("GET", all),
        Route::people("GET", format!("{all}/count")),
        Route::people("GET", format!("{all}/:id")),
        Route::people("POST", format!("{all}/:id/merge")),
        Route::people("POST", format!("{all}/:id/review")),
        Route::people("POST", format!("{all}/:id/status")),
    ]
}

/// Policies, and the requests that wait.
#[derive(Debug, Default)]
pub(crate) struct Approvals {
    /// The ID of each, and what it protects.
    policies: Vec<(String, Place)>,
    /// The ID of each, and what it is to do; oldest first.
    requests: Vec<(String, Operation)>,
}

impl Approvals {
    pub(crate) fn protect(&mut self, project_id: &str, environment: &str, path: &str) {
        let [project_id, environment, path] = [project_id, environment, path].map(str::to_owned);
        let place = Place { project_id, environment, path };
        self.policies.push((Uuid::new_v4().to_string(), place));
    }

    /// Whether a policy protects a folder of this environment.
    pub(crate) fn covers(&self, project_id: &str, environment: &str) -> bool {
        let mut places = self.policies.iter().map(|(_, place)| place);
        places.any(|place| place.project_id == project_id && place.environment == environment)
    }

    pub(crate) fn waiting(&self) -> Vec<String> {
        self.requests.iter().map(|(id, _)| id.clone()).collect()
    }

    /// Takes a request that waits.
    pub(crate) fn close(&mut self, id: &str) -> Option<Operation> {
        let at = self.requests.iter().position(|(request, _)| request == id)?;
        Some(self.requests.remove(at).1)
    }
}

/// Carries out a request that waits.
pub(crate) fn merge(state: &mut State, id: &str, dialect: Dialect, now: Millis) -> bool {
    let Some(operation) = state.approvals.close(id) else { return false };
    let checked = operation.check(state, dialect);
    checked.and_then(|()| operation.carry_out(state, dialect, now)).is_ok()
}

/// The answer of a write that waits for approval.
#[derive(Serialize)]
pub(super) struct Asked {
    approval: Request,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    id: String,
    policy_id: String,
    has_merged: bool,
    status: &'static str,
    conflicts: (),
    slug: String,
    folder_id: String,
    created_at: String,
    updated_at: String,
    is_replicated: (),
    committer_user_id: String,
    status_changed_by_user_id: (),
    bypass_reason: (),
}

/// Lets a write wait where a policy wants it to.
pub(super) fn asked_for(call: &mut Call<'_>, operation: &Operation) -> Option<Asked> {
    let caller = call.caller.as_ref().filter(|caller| !caller.internal)?;
    let committer_user_id = caller.identity_id.clone();
    let folder_id = operation.folder(call.state).ok()?.id.clone();
    let approvals = &mut call.state.approvals;
    let mut policies = approvals.policies.iter();
    let policy_id = policies.find(|(_, place)| *place == operation.place)?.0.clone();
    let id = Uuid::new_v4().to_string();
    approvals.requests.push((id.clone(), operation.clone()));
    let time = iso(call.now);
    Some(Asked {
        approval: Request {
            slug: id.chars().filter(char::is_ascii_alphanumeric).take(10).collect(),
            id,
            policy_id,
            has_merged: false,
            status: "open",
            conflicts: (),
            folder_id,
            created_at: time.clone(),
            updated_at: time,
            is_replicated: (),
            committer_user_id,
            status_changed_by_user_id: (),
            bypass_reason: (),
        },
    })
}
