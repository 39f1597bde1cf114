//! Actions: something to do that leaves no object behind.

use super::{Answer, Kinded};
use crate::{
    Block, Cx, Diagnostic, Diagnostics, Known, Provider, Schema, plan,
    resource::planned,
    schema::{Shape, Strangers},
};
use std::future::Future;
use tf_protocol::{
    AttributePath, Value,
    rpc::{Deferral, Events},
};

/// An action. Its attributes are the fields of the struct.
pub trait Action<P: Provider>: Schema + Send + Sync + 'static {
    /// The name in HCL.
    const TYPE_NAME: &'static str;

    /// Says at plan time what cannot work, or has to wait. Also called without a client, while the
    /// provider block is not known.
    ///
    /// # Errors
    /// An action that cannot work.
    fn plan(plan: &mut ActionPlan<'_, P>) -> impl Future<Output = Result<(), P::Error>> + Send {
        let _ = plan;
        async { Ok(()) }
    }

    /// Carries it out. An action that is tried again should do no harm.
    fn invoke(
        config: Self,
        cx: &Cx<'_, P>,
        progress: &Progress,
    ) -> impl Future<Output = Result<(), P::Error>> + Send;
}

/// What is planned to be done, some of which may not be known yet.
pub struct ActionPlan<'a, P: Provider> {
    /// The configured client; none while the provider block is not known.
    pub api: Option<&'a P::Client>,
    pub(crate) block: &'a Block,
    pub(crate) config: &'a Value,
    pub(crate) deferred: Option<Deferral>,
    pub(crate) out: Diagnostics,
    pub(crate) strangers: Strangers,
}

impl<P: Provider> ActionPlan<'_, P> {
    /// What the configuration says of the attribute at `path`, a name for one at the root.
    #[must_use]
    pub fn config(&self, path: impl Into<AttributePath>) -> Known<&Value> {
        let path = path.into();
        let known = Known::of(plan::at_path(self.config, &path));
        if !self.block.has(&path) {
            self.strangers.meet(path);
        }
        known
    }

    /// Asks Terraform to decide later. It has no effect where Terraform cannot, or where everything is
    /// known: then there is nothing to wait for.
    pub fn defer(&mut self, reason: Deferral) {
        self.deferred = Some(reason);
    }

    /// Something for the practitioner to know, or that is wrong; an error ends the plan.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }
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
    fn plan<'a>(&self, plan: &'a mut ActionPlan<'_, P>) -> Answer<'a, P, ()>;
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

    fn plan<'a>(&self, plan: &'a mut ActionPlan<'_, P>) -> Answer<'a, P, ()> {
        Box::pin(A::plan(plan))
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
