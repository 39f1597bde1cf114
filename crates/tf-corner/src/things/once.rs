//! A write-only value that is needed once: to create, and never again.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, AttributePath, Change, Computed, Diagnostic, Known, Planning, Resource, Schema,
    WriteOnly,
};

const KIND: &str = "once";

/// Something that is opened with a key.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Once {
    /// ID of the thing.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Name of the thing.
    name: String,
    /// The key that it is created with. It may be removed afterwards.
    key_wo: Option<WriteOnly<String>>,
}

impl Once {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }
}

impl Resource<Corner> for Once {
    const TYPE_NAME: &'static str = "corner_once";

    async fn modify_plan(plan: &mut Planning<'_, Corner>) -> Result<(), Diagnostic> {
        if plan.is_create() && plan.config("key_wo") == Known::Null {
            let detail = "`key_wo` is needed to create it.";
            return Err(Diagnostic::error("Missing key", detail).at(AttributePath::root("key_wo")));
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let id = cx.api.create(KIND, &plan.to_api())?;
        Ok(Self { id: Computed::Known(id), ..plan })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.read(KIND, prior.id())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let mut object = cx.api.read(KIND, change.prior.id())?.unwrap_or_default();
        object.insert("name".to_owned(), change.plan.name.as_str().into());
        cx.api.write(KIND, change.prior.id(), &object)?;
        Ok(change.plan)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.delete(KIND, prior.id())
    }
}
