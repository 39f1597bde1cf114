//! What a resource does, and how the server calls it without knowing which one it is.

mod change;
mod context;
mod erased;
mod identity;
pub(crate) mod import;
mod inherit;
mod planning;
mod private;

pub use change::Change;
pub use context::Cx;
pub(crate) use context::{Kept, Scope};
pub(crate) use erased::planned;
pub(crate) use erased::{Erased, ErasedResource, Taken};
pub(crate) use identity::Identified;
pub use inherit::{Move, Source, Upgrade};
pub use planning::Planning;
pub(crate) use private::Private;

use crate::{Diagnostic, JsonMap, Operation, Provider, Schema};
use std::{future::Future, time::Duration};
use tf_protocol::Value;

/// A managed resource. Its attributes are the fields of the struct; see [`Schema`].
pub trait Resource<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;
    /// The version that state is stored with.
    const VERSION: i64 = 0;
    /// The version that identities are stored with.
    const IDENTITY_VERSION: i64 = 0;
    /// Whether an object may have another identity after an update.
    const IDENTITY_MAY_CHANGE: bool = false;
    /// What an import ID is, in Markdown, where that is not just the keys: `the ID of the project, or its
    /// slug`. The registry page and a refused import say it.
    const IMPORT_ID: Option<&'static str> = None;

    /// Creates it, and returns what state should hold.
    fn create(plan: Self, cx: &Cx<'_, P>) -> impl Future<Output = Result<Self, P::Error>> + Send;

    /// Reads it; `None` when it is gone. Right after an import only the keys are set.
    fn read(
        prior: Self,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<Option<Self>, P::Error>> + Send;

    /// Updates it in place, and returns what state should hold.
    fn update(
        change: Change<Self>,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<Self, P::Error>> + Send;

    /// Deletes it. What is already gone is a success.
    fn delete(prior: Self, cx: &Cx<'_, P>) -> impl Future<Output = Result<(), P::Error>> + Send;

    /// Changes a plan that the framework made. Also called for a plan to destroy, and, without a
    /// client, while the provider block is not known.
    ///
    /// # Errors
    /// A plan that cannot work.
    fn modify_plan(
        plan: &mut Planning<'_, P>,
    ) -> impl Future<Output = Result<(), P::Error>> + Send {
        let _ = plan;
        async { Ok(()) }
    }

    /// How state of older versions becomes this one's, each in one step. A version that has none here
    /// is read as it is: what the schema does not know is dropped.
    #[must_use]
    fn upgrades() -> Vec<Upgrade<Self>> {
        Vec::new()
    }

    /// The resources of other types, or of other providers, whose state this one takes over in a
    /// `moved` block.
    #[must_use]
    fn moves() -> Vec<Move<Self>> {
        Vec::new()
    }

    /// Today's identity from one that was stored with `version`.
    ///
    /// # Errors
    /// An identity from which today's does not follow.
    fn upgrade_identity(version: i64, stored: JsonMap) -> Result<JsonMap, Diagnostic> {
        let _ = version;
        Ok(stored)
    }

    /// Finds the object that an import ID stands for where it is not the keys themselves but a name, a
    /// slug or a path; it may ask the API. `None` for an ID that is the keys, as
    /// [`import_keys`](Resource::import_keys) has them. Of what is found only the keys, and what else is
    /// part of the identity, are taken: Terraform reads the rest right after.
    ///
    /// # Errors
    /// An ID that stands for nothing.
    #[must_use]
    fn import(
        id: &str,
        cx: &Cx<'_, P>,
    ) -> impl Future<Output = Result<Option<Self>, P::Error>> + Send {
        let _ = (id, cx);
        async { Ok(None) }
    }

    /// The keys in an import ID, in the order of their fields: separated by commas, unless a resource
    /// says otherwise. A comma after a backslash is part of a key.
    #[must_use]
    fn import_keys(id: &str) -> Vec<String> {
        import::split(id)
    }

    /// The configuration for an object that was imported, given what the framework made of its state.
    #[must_use]
    fn generated_config(config: Value) -> Value {
        config
    }

    /// How long an operation may take where the configuration does not say. None: as long as it needs.
    #[must_use]
    fn timeout(operation: Operation) -> Option<Duration> {
        let _ = operation;
        None
    }
}
