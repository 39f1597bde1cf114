//! `ImportResourceState`: the keys, from an ID or an identity. Terraform refreshes the result right
//! after.

use super::{Server, decode, encode, identity};
use crate::{Diagnostics, Provider, resource};
use tf_protocol::rpc::{Deferral, ImportRequest, ImportResponse};

impl<P: Provider> Server<P> {
    pub(super) fn import(&self, request: &ImportRequest) -> ImportResponse {
        self.imported(request).unwrap_or_else(|errors| ImportResponse {
            diagnostics: errors.into_wire(),
            ..ImportResponse::default()
        })
    }

    fn imported(&self, request: &ImportRequest) -> Result<ImportResponse, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let waits = self.waits_for_provider().is_some() && request.deferral_allowed;
        if !waits {
            // An import without a client would leave Terraform with nothing but the keys.
            self.client()?;
        }
        let by_identity = request.identity.as_ref().filter(|_| request.id.is_empty());
        let imported = match (by_identity, resource.identified()) {
            (Some(identity), Some(identified)) => {
                let identity = decode(identity, &identified.ty)?;
                resource::import::by_identity(resource, &identity)?
            }
            _ => resource::import::by_id(resource, &request.id)?,
        };
        Ok(ImportResponse {
            state: Some(encode(&imported, &resource.shape().ty)?),
            identity: identity::of(resource, &imported)?,
            deferred: waits.then_some(Deferral::ProviderConfigUnknown),
            ..ImportResponse::default()
        })
    }
}
