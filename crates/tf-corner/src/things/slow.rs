//! A resource that takes its time, keeps something for itself, and breaks when asked to.

use crate::provider::{Corner, Cx};
use std::time::Duration;
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Operation, Resource, Schema, Timeouts,
};

const KIND: &str = "slow";

/// A thing that takes its time.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Slow {
    /// ID of the thing.
    #[attr(key, keep)]
    id: Computed<String>,
    /// How many milliseconds each operation takes after the thing exists.
    milliseconds: u32,
    /// How long operations may take.
    #[attr(local, block)]
    timeouts: Option<Timeouts>,
}

impl Slow {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }

    /// Waits, unless it is asked to stop.
    async fn wait(&self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        let time = Duration::from_millis(u64::from(self.milliseconds));
        tokio::select! {
            () = tokio::time::sleep(time) => Ok(()),
            () = cx.cancelled().cancelled() => {
                Err(Diagnostic::error("Stopped", "The thing was asked to stop, and did."))
            }
        }
    }
}

impl Resource<Corner> for Slow {
    const TYPE_NAME: &'static str = "corner_slow";

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let id = cx.api.create(KIND, &plan.to_api())?;
        let made = Self { id: Computed::Known(id), ..plan };
        cx.save(&made);
        cx.set_private("updates", &0)?;
        cx.api.call("create slow")?;
        made.wait(cx).await?;
        Ok(made)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.read(KIND, prior.id())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let updates = cx.private::<u32>("updates")?.unwrap_or_default() + 1;
        cx.set_private("updates", &updates)?;
        cx.api.call("update slow")?;
        cx.api.note(&format!("updated {updates} times"))?;
        change.plan.wait(cx).await?;
        cx.api.write(KIND, change.prior.id(), &change.plan.to_api())?;
        Ok(change.plan)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.call("delete slow")?;
        let updates: Option<u32> = cx.private("updates")?;
        cx.api.note(&format!("deleted after {} updates", updates.unwrap_or_default()))?;
        cx.api.delete(KIND, prior.id())
    }

    fn timeout(operation: Operation) -> Option<Duration> {
        (operation == Operation::Create).then(|| Duration::from_secs(20))
    }
}
