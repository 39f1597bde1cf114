//! Why an object is not decided on.

use crate::{
    proto::tfplugin6::{ClientCapabilities, Deferred, deferred::Reason},
    rpc::Deferral,
};

/// Whether Terraform takes a deferral for an answer.
pub(super) fn allowed(client: Option<ClientCapabilities>) -> bool {
    client.is_some_and(|client| client.deferral_allowed)
}

pub(super) fn sent(from: Option<Deferral>) -> Option<Deferred> {
    let reason = match from? {
        Deferral::ResourceConfigUnknown => Reason::ResourceConfigUnknown,
        Deferral::ProviderConfigUnknown => Reason::ProviderConfigUnknown,
        Deferral::AbsentPrerequisite => Reason::AbsentPrereq,
    };
    Some(Deferred { reason: reason.into() })
}
