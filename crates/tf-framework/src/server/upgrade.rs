//! `UpgradeResourceState`: called for every resource in every walk, also when nothing changed.

use super::{Server, encode};
use crate::{Diagnostic, Diagnostics, Provider};
use tf_protocol::rpc::{DynamicValue, UpgradeRequest, UpgradeResponse};

impl<P: Provider> Server<P> {
    /// Lenient on purpose: a failure here blocks the whole workspace. What the schema does not know
    /// is dropped, what state does not have is null.
    pub(super) fn upgrade(&self, request: &UpgradeRequest) -> UpgradeResponse {
        match self.upgraded(request) {
            Ok(state) => UpgradeResponse { state, diagnostics: Vec::new() },
            Err(error) => UpgradeResponse {
                state: DynamicValue::default(),
                diagnostics: Diagnostics::from(error).into_wire(),
            },
        }
    }

    fn upgraded(&self, request: &UpgradeRequest) -> Result<DynamicValue, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let ty = resource.block().ty();
        let stored = DynamicValue { msgpack: Vec::new(), json: request.json.clone() };
        let state = stored.decode(&ty).map_err(|error| {
            Diagnostic::error(
                "State not readable",
                format!(
                    "The stored state of this {} has version {}, which this provider cannot read: \
                     it {error}.",
                    request.type_name, request.version
                ),
            )
        })?;
        encode(&state, &ty)
    }
}
