//! List resources: the objects of a resource that exist, in state or not.

use super::{Answer, Kinded};
use crate::{Cx, Diagnostics, Provider, Resource, Schema, resource::planned, schema::Shape};
use futures_util::future::BoxFuture;
use std::{future::Future, marker::PhantomData};
use tf_protocol::Value;

/// The list of a managed resource, for `terraform query`.
pub trait ListResource<P: Provider>: Resource<P> {
    /// What says which objects to list: the `config` block.
    type Filter: Schema + Send + Sync;

    /// Finds objects and hands each to `found`, until it says that there are enough.
    ///
    /// # Errors
    /// What ends the list.
    fn list(
        filter: Self::Filter,
        cx: &Cx<'_, P>,
        found: &Found<'_, Self>,
    ) -> impl Future<Output = Result<(), P::Error>> + Send;
}

/// Where a list leaves what it finds.
pub struct Found<'a, R> {
    to: &'a (dyn Take + Sync),
    resource: PhantomData<fn(R)>,
}

impl<R: Schema> Found<'_, R> {
    /// Leaves one object; `false` when there are enough.
    ///
    /// `display_name` is what a person calls it.
    pub async fn push(&self, object: &R, display_name: &str) -> bool {
        let object = object.to_value();
        self.to.take(object, display_name.to_owned()).await
    }

    /// Leaves what to know about the list, or about an object that cannot be told.
    pub async fn report(&self, problems: impl Into<Diagnostics>) {
        let problems = problems.into();
        self.to.report(problems).await;
    }

    /// Whether Terraform wants whole objects, and not only their identities: a list that would have to
    /// ask once more for the rest of each need not.
    #[must_use]
    pub fn wants_objects(&self) -> bool {
        self.to.wants_objects()
    }
}

/// The other side of [`Found`].
pub(crate) trait Take {
    fn take(&self, object: Value, display_name: String) -> BoxFuture<'_, bool>;
    fn report(&self, problems: Diagnostics) -> BoxFuture<'_, ()>;
    fn wants_objects(&self) -> bool;
}

/// A [`ListResource`] behind a vtable.
pub(crate) trait ErasedList<P: Provider>: Send + Sync {
    /// The schema of the filter.
    fn shape(&self) -> &Shape;
    fn list<'a>(
        &self,
        filter: &'a Value,
        cx: &'a Cx<'a, P>,
        to: &'a (dyn Take + Sync),
    ) -> Answer<'a, P, ()>;
}

impl<P: Provider, R: ListResource<P>> ErasedList<P> for Kinded<R> {
    fn shape(&self) -> &Shape {
        self.shape_of::<R::Filter>()
    }

    fn list<'a>(
        &self,
        filter: &'a Value,
        cx: &'a Cx<'a, P>,
        to: &'a (dyn Take + Sync),
    ) -> Answer<'a, P, ()> {
        Box::pin(async move {
            let found = Found::<R> { to, resource: PhantomData };
            R::list(planned::<R::Filter>(filter)?, cx, &found).await
        })
    }
}
