//! A resource behind a vtable: values in, values out.

use super::{
    Change, Cx, Identified, Planning, Resource, Source,
    inherit::{Convert, decode},
};
use crate::{
    Block, Diagnostic, JsonMap, Operation, Provider, Schema, schema::Nulls, schema::Shape,
};
use futures_util::future::BoxFuture;
use std::{marker::PhantomData, sync::OnceLock, time::Duration};
use tf_protocol::{AttributePath, Value};

type Answer<'a, P, T> = BoxFuture<'a, Result<T, <P as Provider>::Error>>;

/// A [`Resource`] behind a vtable: values in, values out.
pub(crate) trait ErasedResource<P: Provider>: Send + Sync {
    /// The name in HCL.
    fn type_name(&self) -> &'static str;
    /// The version that state is stored with.
    fn version(&self) -> i64;
    /// The schema, with its type.
    fn shape(&self) -> &Shape;
    /// The schema.
    fn block(&self) -> &Block {
        &self.shape().block
    }
    /// The identity; none where the schema has no key.
    fn identified(&self) -> Option<&Identified>;
    /// Whether an object may have another identity after an update.
    fn identity_may_change(&self) -> bool;
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
    /// Modify a plan.
    fn modify_plan<'a>(&self, plan: &'a mut Planning<'_, P>) -> Answer<'a, P, ()>;
    /// State of an older version.
    ///
    /// # Errors
    /// State that cannot be read.
    fn upgrade(&self, version: i64, state: JsonMap) -> Result<Value, Diagnostic>;
    /// State of another resource; none when this one takes over no such.
    ///
    /// # Errors
    /// State that cannot be read.
    fn take_over(&self, source: &Source) -> Option<Result<Taken, Diagnostic>>;
    /// An identity of an older version.
    ///
    /// # Errors
    /// An identity from which today's does not follow.
    fn upgrade_identity(&self, version: i64, stored: JsonMap) -> Result<JsonMap, Diagnostic>;
    /// What an import ID is, where that is not just the keys.
    fn import_id(&self) -> Option<&'static str>;
    /// The object that an import ID stands for; none when the ID is the keys.
    fn import<'a>(&self, id: &'a str, cx: &'a Cx<'a, P>) -> Answer<'a, P, Option<Value>>;
    /// The keys in an import ID.
    fn import_keys(&self, id: &str) -> Vec<String>;
    /// The configuration for an imported object.
    fn generated_config(&self, config: Value) -> Value;
    /// How long an operation may take.
    fn timeout(&self, operation: Operation) -> Option<Duration>;
}

/// What was taken over from another resource.
pub(crate) struct Taken {
    pub(crate) state: Value,
    /// With what that resource kept for itself.
    pub(crate) keeps_private: bool,
}

/// The one adapter from [`Resource`] to [`ErasedResource`].
pub(crate) struct Erased<R> {
    shape: OnceLock<Shape>,
    identified: OnceLock<Option<Identified>>,
    resource: PhantomData<fn() -> R>,
}

impl<R> Erased<R> {
    pub(crate) const fn new() -> Self {
        Self { shape: OnceLock::new(), identified: OnceLock::new(), resource: PhantomData }
    }
}

impl<P: Provider, R: Resource<P>> ErasedResource<P> for Erased<R> {
    fn type_name(&self) -> &'static str {
        R::TYPE_NAME
    }

    fn version(&self) -> i64 {
        R::VERSION
    }

    fn shape(&self) -> &Shape {
        self.shape.get_or_init(|| R::block().into())
    }

    fn identified(&self) -> Option<&Identified> {
        let block = ErasedResource::<P>::block(self);
        self.identified.get_or_init(|| Identified::of(block, R::IDENTITY_VERSION)).as_ref()
    }

    fn identity_may_change(&self) -> bool {
        R::IDENTITY_MAY_CHANGE
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

    fn modify_plan<'a>(&self, plan: &'a mut Planning<'_, P>) -> Answer<'a, P, ()> {
        Box::pin(R::modify_plan(plan))
    }

    fn upgrade(&self, version: i64, state: JsonMap) -> Result<Value, Diagnostic> {
        let block = ErasedResource::<P>::block(self);
        let upgrades = if version < R::VERSION { R::upgrades() } else { Vec::new() };
        match upgrades.into_iter().find(|upgrade| upgrade.from == version) {
            None => decode(&state, block),
            Some(upgrade) => match upgrade.convert {
                Convert::Json(convert) => decode(&convert(state)?, block),
                Convert::Typed(convert) => Ok(block.complete(convert(&state)?.to_value())),
            },
        }
    }

    fn take_over(&self, source: &Source) -> Option<Result<Taken, Diagnostic>> {
        let found = R::moves().into_iter().find(|from| from.takes(source))?;
        let block = ErasedResource::<P>::block(self);
        Some((found.convert)(source).map(|taken| Taken {
            state: block.complete(taken.to_value()),
            keeps_private: found.keeps_private,
        }))
    }

    fn upgrade_identity(&self, version: i64, stored: JsonMap) -> Result<JsonMap, Diagnostic> {
        R::upgrade_identity(version, stored)
    }

    fn import_id(&self) -> Option<&'static str> {
        R::IMPORT_ID
    }

    fn import<'a>(&self, id: &'a str, cx: &'a Cx<'a, P>) -> Answer<'a, P, Option<Value>> {
        Box::pin(async move { Ok(R::import(id, cx).await?.map(|found| found.to_value())) })
    }

    fn import_keys(&self, id: &str) -> Vec<String> {
        R::import_keys(id)
    }

    fn generated_config(&self, config: Value) -> Value {
        R::generated_config(config)
    }

    fn timeout(&self, operation: Operation) -> Option<Duration> {
        R::timeout(operation)
    }
}

/// A plan or a configuration, in which what the practitioner sets is known.
pub(crate) fn planned<R: Schema>(value: &Value) -> Result<R, Diagnostic> {
    R::from_value(value, &AttributePath::default(), Nulls::Refuse)
}

/// What state has, which after an import is the keys alone.
pub(crate) fn stored<R: Schema>(value: &Value) -> Result<R, Diagnostic> {
    R::from_value(value, &AttributePath::default(), Nulls::Default)
}
