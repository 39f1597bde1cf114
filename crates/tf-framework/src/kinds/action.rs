//! Actions: something to do that leaves no object behind.

use super::{Answer, Kinded};
use crate::{Cx, Provider, Schema, resource::planned, schema::Shape};
use std::future::Future;
use tf_protocol::{Value, rpc::Events};

/// An action. Its attributes are the fields of the struct.
pub trait Action<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;

    /// Carries it out. An action that is tried again should do no harm.
    fn invoke(
        config: Self,
        cx: &Cx<'_, P>,
        progress: &Progress,
    ) -> impl Future<Output = Result<(), P::Error>> + Send;
}

/// What a practitioner sees while an action goes on.
pub struct Progress(Events<String>);

impl Progress {
    pub(crate) fn new(events: Events<String>) -> Self {
        Self(events)
    }

    /// Shows a line.
    pub async fn say(&self, line: impl Into<String>) {
        // Nobody reads any more when Terraform is interrupted; the action decides for itself.
        let _ = self.0.send(line.into()).await;
    }
}

/// An [`Action`] behind a vtable.
pub(crate) trait ErasedAction<P: Provider>: Send + Sync {
    fn shape(&self) -> &Shape;
    fn invoke<'a>(
        &self,
        config: &'a Value,
        cx: &'a Cx<'a, P>,
        progress: &'a Progress,
    ) -> Answer<'a, P, ()>;
}

impl<P: Provider, A: Action<P>> ErasedAction<P> for Kinded<A> {
    fn shape(&self) -> &Shape {
        self.shape_of::<A>()
    }

    fn invoke<'a>(
        &self,
        config: &'a Value,
        cx: &'a Cx<'a, P>,
        progress: &'a Progress,
    ) -> Answer<'a, P, ()> {
        Box::pin(async move { A::invoke(planned::<A>(config)?, cx, progress).await })
    }
}
