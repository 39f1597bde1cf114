//! `ImportResourceState`: the keys, from an ID or an identity. Terraform refreshes the result right
//! after.

use super::{Server, call::call, decode, encode, identity};
use crate::{
    Cx, Diagnostics, Provider, Value,
    resource::{ErasedResource, Kept, Private, Scope, import},
};
use tf_protocol::rpc::{Deferral, ImportRequest, ImportResponse};

impl<P: Provider> Server<P> {
    pub(super) async fn import(&self, request: ImportRequest) -> ImportResponse {
        let mut out = Diagnostics::default();
        let imported = self.imported(&request, &mut out).await;
        let mut response = imported.unwrap_or_else(|errors| {
            out.extend(errors);
            ImportResponse::default()
        });
        response.diagnostics = out.into_wire_of(self.block_of(&request.type_name));
        response
    }

    async fn imported(
        &self,
        request: &ImportRequest,
        out: &mut Diagnostics,
    ) -> Result<ImportResponse, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        let by_identity = request.identity.as_ref().filter(|_| request.id.is_empty());
        let by_identity = by_identity.zip(resource.identified());
        let waits = self.waits_for_provider().is_some() && request.deferral_allowed;
        if !waits {
            // An import without a client would leave Terraform with nothing but the keys.
            self.client()?;
        }
        let (imported, private) = match by_identity {
            Some((identity, identified)) => {
                let identity = decode(identity, &identified.ty)?;
                (import::by_identity(resource, &identity)?, Vec::new())
            }
            None if waits => (without_asking(resource, &request.id), Vec::new()),
            None => self.found(resource, &request.id, out).await?,
        };
        Ok(ImportResponse {
            state: Some(encode(&imported, &resource.shape().ty)?),
            private,
            identity: identity::of(resource, &imported)?,
            deferred: waits.then_some(Deferral::ProviderConfigUnknown),
            diagnostics: Vec::new(),
        })
    }

    /// What an import ID stands for, with what the resource keeps for itself.
    async fn found(
        &self,
        resource: &dyn ErasedResource<P>,
        id: &str,
        out: &mut Diagnostics,
    ) -> Result<(Value, Vec<u8>), Diagnostics> {
        let client = self.client()?;
        let scope = Scope::new(Private::default(), self.cancelled().child_token());
        let found = call(&scope, None, resource.import(id, &Cx::new(&*client, &scope))).await;
        let Kept { warnings, private, .. } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        let imported = match found?.map_err(|error| P::diagnose(error, resource.block()))? {
            Some(found) => import::by_object(resource.block(), &found)?,
            None => import::by_id(resource, id)?,
        };
        Ok((imported, private.into_bytes()))
    }
}

/// The keys in an ID; none of them where it may be a name that only the API knows.
fn without_asking<P: Provider>(resource: &dyn ErasedResource<P>, id: &str) -> Value {
    let nothing = || resource.shape().complete(Value::object([] as [(&str, Value); 0]));
    import::by_id(resource, id).unwrap_or_else(|_| nothing())
}
