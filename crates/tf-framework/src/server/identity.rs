//! Identities: what tells an object from all others, beside its state.

use super::{Server, encode};
use crate::{Diagnostic, Diagnostics, JsonMap, Provider, resource::ErasedResource};
use tf_protocol::{
    AttributePath, Value, codec,
    rpc::{DynamicValue, UpgradeIdentityRequest, UpgradeIdentityResponse},
};

/// The identity of an object, for the answer.
pub(super) fn of<P: Provider>(
    resource: &dyn ErasedResource<P>,
    object: &Value,
) -> Result<Option<DynamicValue>, Diagnostic> {
    let Some(identified) = resource.identified() else { return Ok(None) };
    identified.from(object).map(|identity| encode(&identity, &identified.ty)).transpose()
}

impl<P: Provider> Server<P> {
    pub(super) fn upgrade_identity(
        &self,
        request: &UpgradeIdentityRequest,
    ) -> UpgradeIdentityResponse {
        match self.upgraded_identity(request) {
            Ok(identity) => UpgradeIdentityResponse { identity, diagnostics: Vec::new() },
            Err(error) => UpgradeIdentityResponse {
                identity: DynamicValue::default(),
                diagnostics: Diagnostics::from(error).into_wire(),
            },
        }
    }

    fn upgraded_identity(
        &self,
        request: &UpgradeIdentityRequest,
    ) -> Result<DynamicValue, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let unreadable = |why: String| Diagnostic::error("Identity not readable", why);
        let Some(identified) = resource.identified() else {
            return Err(unreadable(format!("{} has no identity.", request.type_name)));
        };
        let stored: JsonMap = serde_json::from_slice(&request.json)
            .map_err(|error| unreadable(format!("The stored identity is no object: {error}.")))?;
        let stored = if request.version < identified.schema.version {
            resource.upgrade_identity(request.version, stored)?
        } else {
            stored
        };
        let json = serde_json::Value::Object(stored).to_string();
        let identity = codec::json::decode(json.as_bytes(), &identified.ty)
            .map_err(|error| unreadable(format!("The stored identity {error}.")))?;
        encode(&identity, &identified.ty)
    }
}

/// What an update would make another object of, where the resource says that there is no such.
pub(super) fn would_change<P: Provider>(
    resource: &dyn ErasedResource<P>,
    prior: &Value,
    planned: &Value,
) -> Vec<Diagnostic> {
    let is_update = !prior.is_null() && !planned.is_null();
    let Some(identified) = resource.identified() else { return Vec::new() };
    if !is_update || resource.identity_may_change() {
        return Vec::new();
    }
    let parts = identified.schema.attributes.iter().map(|part| part.name.as_str());
    parts
        .filter(|name| {
            // State of a time before there were identities has none, and what is not known yet may stay.
            let (before, after) = (prior.attribute(name), planned.attribute(name));
            !before.is_null() && after.is_wholly_known() && before != after
        })
        .map(|name| {
            let detail = format!(
                "`{name}` is part of the identity, which no update of this resource changes: it has to \
                 replace the object, or the resource has to allow it."
            );
            Diagnostic::bug("The identity would change", detail).at(AttributePath::root(name))
        })
        .collect()
}

/// What the identity will be: that of state, unless the object is made anew. Terraform takes one that is
/// not told for unknown; one that holds unknowns it cannot write into a plan's JSON.
pub(super) fn planned<P: Provider>(
    resource: &dyn ErasedResource<P>,
    prior: &Value,
    planned: &Value,
    replaced: bool,
) -> Result<Option<DynamicValue>, Diagnostic> {
    let stays = planned.is_null() || !(replaced || resource.identity_may_change());
    let object = if stays && !prior.is_null() { prior } else { planned };
    let known = |name: &str| object.attribute(name).is_wholly_known();
    let is_known = resource
        .identified()
        .is_some_and(|identified| identified.schema.attributes.iter().all(|a| known(&a.name)));
    if is_known { of(resource, object) } else { Ok(None) }
}
