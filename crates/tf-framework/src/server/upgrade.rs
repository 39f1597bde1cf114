//! `UpgradeResourceState`, called for every resource in every walk, also when nothing changed, and
//! `MoveResourceState`.

use super::{Server, encode, identity};
use crate::{
    Diagnostic, Diagnostics, JsonMap, Provider,
    resource::{Private, Source, Taken},
};
use tf_protocol::rpc::{DynamicValue, MoveRequest, MoveResponse, UpgradeRequest, UpgradeResponse};

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
        let ty = &resource.shape().ty;
        let state = object(&request.json)
            .and_then(|state| resource.upgrade(request.version, state))
            .map_err(|error| Diagnostic {
                detail: format!(
                    "The stored state of this {} has version {}, which this provider cannot read. {}",
                    request.type_name, request.version, error.detail
                ),
                ..error
            })?;
        encode(&state, ty)
    }

    pub(super) fn move_state(&self, request: MoveRequest) -> MoveResponse {
        self.moved(request).unwrap_or_else(|error| MoveResponse {
            diagnostics: Diagnostics::from(error).into_wire(),
            ..MoveResponse::default()
        })
    }

    fn moved(&self, request: MoveRequest) -> Result<MoveResponse, Diagnostic> {
        let resource = self.resource(&request.target_type)?;
        let source = Source {
            state: object(&request.json)?,
            provider: request.source_provider,
            type_name: request.source_type,
            version: request.source_version,
            identity: match &*request.source_identity_json {
                [] => JsonMap::new(),
                json => object(json)?,
            },
            identity_version: request.source_identity_version,
            private: Private::new(request.source_private),
        };
        let (state, private) = match resource.take_over(&source) {
            Some(taken) => {
                let Taken { state, keeps_private } = taken?;
                let private = if keeps_private { source.private } else { Private::default() };
                (state, private)
            }
            None if is_the_same(&source, &request.target_type) => {
                (resource.upgrade(source.version, source.state)?, source.private)
            }
            None => return Err(not_taken(&source, &request.target_type)),
        };
        Ok(MoveResponse {
            state: encode(&state, &resource.shape().ty)?,
            identity: identity::of(resource, &state)?,
            private: private.into_bytes(),
            diagnostics: Vec::new(),
        })
    }
}

fn object(json: &[u8]) -> Result<JsonMap, Diagnostic> {
    serde_json::from_slice(json).map_err(|error| {
        Diagnostic::error("State not readable", format!("The stored state is no object: {error}."))
    })
}

/// Whether the state is that of the same resource of the same provider in another registry or
/// namespace. The name of a provider is what its resources' names begin with.
fn is_the_same(source: &Source, target_type: &str) -> bool {
    let provider = source.provider.rsplit('/').next().unwrap_or_default();
    source.type_name == target_type
        && target_type.strip_prefix(provider).is_some_and(|rest| rest.starts_with('_'))
}

fn not_taken(source: &Source, target_type: &str) -> Diagnostic {
    Diagnostic::error(
        "Move not supported",
        format!(
            "The state of a {} of {} cannot become a {target_type}. Remove the `moved` block, and \
             import the object as a {target_type} instead.",
            source.type_name, source.provider
        ),
    )
}
