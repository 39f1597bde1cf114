//! What most things here share: an object in a folder, stored as it was planned.

use crate::provider::{Corner, Cx};
use tf_framework::{ApiObject, Change, Computed, Diagnostic, Resource, Schema};

/// The attributes of a thing that is stored as it is.
pub(crate) trait Plain: Schema + ApiObject + Send + Sync + 'static {
    const TYPE_NAME: &'static str;
    /// The folder in the cloud.
    const KIND: &'static str;
}

/// A thing of which the cloud chooses the id and stores the rest.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Stored<T: Plain> {
    /// ID of the thing.
    #[attr(key, keep)]
    pub(crate) id: Computed<String>,
    #[attr(flatten, describes)]
    pub(crate) plain: T,
}

impl<T: Plain> Stored<T> {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }
}

impl<T: Plain> Resource<Corner> for Stored<T> {
    const TYPE_NAME: &'static str = T::TYPE_NAME;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call(&format!("create {}", T::KIND))?;
        let object = plan.plain.to_api();
        let id = cx.api.create(T::KIND, &object)?;
        Ok(Self { id: Computed::Known(id), plain: plan.plain.absorb(&object)? })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        let Some(object) = cx.api.read(T::KIND, prior.id())? else { return Ok(None) };
        Ok(Some(Self { plain: prior.plain.absorb(&object)?, id: prior.id }))
    }

    /// As a `PATCH` does it: `null` removes a member.
    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call(&format!("update {}", T::KIND))?;
        let mut object = cx.api.read(T::KIND, change.prior.id())?.unwrap_or_default();
        object.extend(change.body());
        object.retain(|_, value| !value.is_null());
        cx.api.write(T::KIND, change.prior.id(), &object)?;
        let Change { prior, plan } = change;
        Ok(Self { id: prior.id, plain: plan.plain.absorb(&object)? })
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.call(&format!("delete {}", T::KIND))?;
        cx.api.delete(T::KIND, prior.id())
    }
}
