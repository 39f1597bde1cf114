//! What a resource does, and how the server calls it without knowing which one it is.

use crate::{AttributeType, Block, Diagnostic, Diagnostics, Provider, Schema, plan, schema::Nulls};
use futures_util::future::BoxFuture;
use std::{
    future::Future,
    marker::PhantomData,
    sync::{Mutex, OnceLock, PoisonError},
};
use tf_protocol::{AttributePath, Value};

/// What one operation gets.
pub struct Cx<'a, P: Provider> {
    /// The configured client.
    pub api: &'a P::Client,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    saved: Option<Value>,
    warnings: Diagnostics,
}

impl<'a, P: Provider> Cx<'a, P> {
    /// A context for one operation.
    pub(crate) fn new(api: &'a P::Client) -> Self {
        Self { api, kept: Mutex::default() }
    }

    /// Remembers what exists by now: it is what state holds if a later step fails.
    pub fn save(&self, resource: &impl Schema) {
        self.kept().saved = Some(resource.to_value());
    }

    /// Something for the practitioner to know.
    pub fn warn(&self, warning: Diagnostic) {
        self.kept().warnings.push(warning);
    }

    pub(crate) fn into_kept(self) -> (Option<Value>, Diagnostics) {
        let kept = self.kept.into_inner().unwrap_or_else(PoisonError::into_inner);
        (kept.saved, kept.warnings)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An update: where the resource is and where it should be.
pub struct Change<R> {
    /// What state says.
    pub prior: R,
    /// What the plan says.
    pub plan: R,
}

impl<R: crate::ApiObject> Change<R> {
    /// The members of the request body that differ from what state says.
    #[must_use]
    pub fn body(&self) -> crate::JsonMap {
        let prior = self.prior.to_api();
        let mut body = self.plan.to_api();
        body.retain(|name, value| prior.get(name) != Some(value));
        body
    }
}

/// A managed resource. Its attributes are the fields of the struct; see [`Schema`].
pub trait Resource<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;
    /// The version that state is stored with.
    const VERSION: i64 = 0;

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
}

type Answer<'a, P, T> = BoxFuture<'a, Result<T, <P as Provider>::Error>>;

/// A [`Resource`] behind a vtable: values in, values out.
pub trait ErasedResource<P: Provider>: Send + Sync {
    /// The name in HCL.
    fn type_name(&self) -> &'static str;
    /// The version that state is stored with.
    fn version(&self) -> i64;
    /// The schema.
    fn block(&self) -> &Block;
    /// Create.
    fn create<'a>(&self, plan: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value>;
    /// Read; null when it is gone.
    fn read<'a>(&self, prior: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value>;
    /// Update.
    fn update<'a>(
        &self,
        prior: &'a Value,
        plan: &'a Value,
        cx: &'a Cx<'a, P>,
    ) -> Answer<'a, P, Value>;
    /// Delete.
    fn delete<'a>(&self, prior: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, ()>;

    /// The value that an import starts from: the keys, from a comma-separated id, and nothing else.
    ///
    /// # Errors
    /// An id that does not hold the keys.
    fn imported(&self, id: &str) -> Result<Value, Diagnostics> {
        let block = self.block();
        let keys: Vec<_> = block.keys().collect();
        let parts: Vec<&str> = id.split(',').map(str::trim).collect();
        if parts.len() != keys.len() || parts.iter().any(|part| part.is_empty()) {
            let names: Vec<_> = keys.iter().map(|key| key.name).collect();
            return Err(Diagnostic::error(
                "Invalid import ID",
                format!(
                    "`{id}` is not an import ID of {}, which has the form `{}`.",
                    self.type_name(),
                    names.join(",")
                ),
            )
            .into());
        }
        let mut out = Diagnostics::default();
        let mut values = std::collections::BTreeMap::new();
        for attribute in &block.attributes {
            values.insert(attribute.name.to_owned(), Value::Null);
        }
        for (key, part) in keys.into_iter().zip(parts) {
            let value = Value::from(part);
            let mut found = Diagnostics::default();
            plan::validate::value(key, &value, &AttributePath::default(), &mut found);
            out.extend(found.into_iter().map(|diagnostic| {
                let detail = format!("In the import ID, `{}`: {}", key.name, diagnostic.detail);
                Diagnostic { summary: "Invalid import ID".to_owned(), detail, ..diagnostic }
            }));
            values.insert(key.name.to_owned(), value);
        }
        if out.has_errors() { Err(out) } else { Ok(Value::Object(values)) }
    }
}

/// The one adapter from [`Resource`] to [`ErasedResource`].
pub struct Erased<R> {
    block: OnceLock<Block>,
    resource: PhantomData<fn() -> R>,
}

impl<R> Erased<R> {
    /// Registers `R`.
    #[must_use]
    pub const fn new() -> Self {
        Self { block: OnceLock::new(), resource: PhantomData }
    }
}

impl<R> Default for Erased<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Provider, R: Resource<P>> ErasedResource<P> for Erased<R> {
    fn type_name(&self) -> &'static str {
        R::TYPE_NAME
    }

    fn version(&self) -> i64 {
        R::VERSION
    }

    fn block(&self) -> &Block {
        self.block.get_or_init(R::block)
    }

    fn create<'a>(&self, plan: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value> {
        Box::pin(async move { Ok(R::create(planned::<R>(plan)?, cx).await?.to_value()) })
    }

    fn read<'a>(&self, prior: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value> {
        Box::pin(async move {
            let found = R::read(stored::<R>(prior)?, cx).await?;
            Ok(found.map_or(Value::Null, |found| found.to_value()))
        })
    }

    fn update<'a>(
        &self,
        prior: &'a Value,
        plan: &'a Value,
        cx: &'a Cx<'a, P>,
    ) -> Answer<'a, P, Value> {
        Box::pin(async move {
            let change = Change { prior: stored::<R>(prior)?, plan: planned::<R>(plan)? };
            Ok(R::update(change, cx).await?.to_value())
        })
    }

    fn delete<'a>(&self, prior: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, ()> {
        Box::pin(async move { R::delete(stored::<R>(prior)?, cx).await })
    }
}

fn planned<R: Schema>(value: &Value) -> Result<R, Diagnostic> {
    R::from_value(value, &AttributePath::default(), Nulls::Refuse)
}

fn stored<R: Schema>(value: &Value) -> Result<R, Diagnostic> {
    R::from_value(value, &AttributePath::default(), Nulls::Default)
}

/// Reads one field of a struct: what the derive calls.
///
/// # Errors
/// A value of the wrong shape, at its path.
#[doc(hidden)]
pub fn field<T: AttributeType + Default>(
    values: &Value,
    name: &str,
    path: &AttributePath,
    nulls: Nulls,
) -> Result<T, Diagnostic> {
    let value = values.attribute(name);
    let has_no_null = T::MODE == crate::Mode::Required;
    if nulls == Nulls::Default && has_no_null && value.is_null() {
        return Ok(T::default());
    }
    T::from_value(value, &path.attribute(name))
}
