//! `ImportResourceState`: the keys from the id. Terraform refreshes the result right after.

use super::{Server, encode};
use crate::{Diagnostics, Provider};
use tf_protocol::rpc::{DynamicValue, ImportRequest, ImportResponse};

impl<P: Provider> Server<P> {
    pub(super) fn import(&self, request: &ImportRequest) -> ImportResponse {
        match self.imported(request) {
            Ok(state) => ImportResponse { state: Some(state), ..ImportResponse::default() },
            Err(errors) => {
                ImportResponse { diagnostics: errors.into_wire(), ..ImportResponse::default() }
            }
        }
    }

    fn imported(&self, request: &ImportRequest) -> Result<DynamicValue, Diagnostics> {
        let resource = self.resource(&request.type_name)?;
        // An import without a client would leave Terraform with nothing but the id.
        self.client()?;
        Ok(encode(&resource.imported(&request.id)?, &resource.block().ty())?)
    }
}
