//! What waits for somebody's approval.
//!
//! API: `backend/src/ee/routes/v1/secret-approval-request-router.ts`, which answers only users: but so it
//! is only for users that a policy makes requests of writes (`ActorType.USER` in
//! `backend/src/services/secret/secret-service.ts`).

use crate::Cx;
use infisical_client::{Approval, Endpoint, Place};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use tf_framework::{AttributePath, Diagnostic};

/// A request for approval (`GET`).
const REQUEST: Endpoint = Endpoint::new("/api/v1/secret-approval-requests/{}", "approval");

/// The name under which the resource keeps it.
pub(crate) const PENDING: &str = "pending";

/// What was proposed and not done yet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// ID of the request for approval.
    pub(crate) id: String,
    /// Whether the secret itself was proposed, rather than a change of it.
    pub(crate) creates: bool,
}

impl Pending {
    /// Whether it waits still. Who cannot be told is told "no": rather propose it again than take for
    /// done what was turned down.
    pub(crate) async fn waits(&self, cx: &Cx<'_>) -> bool {
        let told = cx.api.get(&REQUEST.at(&self.id)).await;
        told.is_ok_and(|told| told.get("status").and_then(Json::as_str) == Some("open"))
    }
}

/// What a practitioner reads when a write became a request.
pub(crate) fn proposed(what: &str, name: &str, place: &Place, approval: &Approval) -> Diagnostic {
    let Approval { id, slug } = approval;
    let slug = slug.as_ref().map_or_else(String::new, |slug| format!(" (`{slug}`)"));
    let detail = format!(
        "An approval policy guards {place}. {what} `{name}` was proposed, and nothing is done yet: \
         somebody has to approve and merge request {id}{slug} in Infisical, under Approvals. After that, \
         plan again: there will be nothing to do. If it is turned down, the next plan proposes it again."
    );
    Diagnostic::warning("Waiting for approval", detail).at(AttributePath::root("name"))
}
