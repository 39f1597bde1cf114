//! Calls for what the schema does not offer. Terraform does not make them; another client may.

use crate::{Diagnostic, Diagnostics};
use tf_protocol::rpc;

pub(super) fn kind(kind: &str, type_name: &str) -> Vec<tf_protocol::Diagnostic> {
    let detail = format!("This provider has no {kind} `{type_name}`.");
    Diagnostics::from(Diagnostic::error(format!("Unknown {kind}"), detail)).into_wire()
}

pub(super) fn move_state(request: &rpc::MoveRequest) -> rpc::MoveResponse {
    let detail = format!(
        "The state of a {} of {} cannot become a {}.",
        request.source_type, request.source_provider, request.target_type
    );
    rpc::MoveResponse {
        diagnostics: Diagnostics::from(Diagnostic::error("Move not supported", detail)).into_wire(),
        ..rpc::MoveResponse::default()
    }
}
