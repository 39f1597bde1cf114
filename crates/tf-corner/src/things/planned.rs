//! A resource that has a word in its own plan.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, Change, Computed, Deferral, Diagnostic, Dynamic, Known, Planning, Resource, Schema,
    Value,
};

const KIND: &str = "planned";

/// A disk grows in place; to shrink it is to make another.
fn shrinks(prior: &Value, planned: &Value) -> bool {
    planned.as_i64().is_none_or(|planned| prior.as_i64().is_some_and(|prior| planned < prior))
}

/// A disk.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Planned {
    /// ID of the disk.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Its size.
    #[attr(replace_if = shrinks)]
    size: i64,
    /// Its place. The cloud moves it as it likes, and the practitioner by making another.
    #[attr(optional, keep, replace = if_configured)]
    place: Computed<String>,
    /// A label that cannot be taken off.
    #[attr(clear = refuse)]
    label: Option<String>,
    /// What the size costs: known at plan time.
    price: Computed<i64>,
    /// When it was changed last, in the cloud's own count.
    revision: Computed<i64>,
    /// Whatever the cloud says of it, of whatever type.
    extra: Computed<Dynamic>,
}

impl Planned {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }

    fn settled(self, revision: i64) -> Self {
        // Another type at each change.
        let extra = if revision % 2 == 0 {
            Dynamic::of(&format!("revision {revision}"))
        } else {
            Dynamic::of(&vec![revision])
        };
        let place = self.place.known().cloned().unwrap_or_else(|| "somewhere".to_owned());
        Self {
            revision: Computed::Known(revision),
            price: Computed::Known(self.size * 10),
            place: Computed::Known(place),
            extra: Computed::Known(extra),
            ..self
        }
    }
}

/// Everything, as the cloud stores it.
fn object(planned: &Planned) -> tf_framework::JsonMap {
    let mut object = planned.to_api();
    for (name, number) in [("price", &planned.price), ("revision", &planned.revision)] {
        object.extend(number.known().map(|number| (name.to_owned(), (*number).into())));
    }
    let extra = planned.extra.known().and_then(tf_framework::AttributeType::to_json);
    object.extend(extra.map(|extra| ("extra".to_owned(), extra)));
    object
}

impl Resource<Corner> for Planned {
    const TYPE_NAME: &'static str = "corner_planned";

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("create planned")?;
        let made = plan.settled(0);
        let id = cx.api.create(KIND, &object(&made))?;
        Ok(Self { id: Computed::Known(id), ..made })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.read(KIND, prior.id())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("update planned")?;
        let revision = change.prior.revision.known().copied().unwrap_or_default();
        let made = change.plan.settled(revision + 1);
        cx.api.write(KIND, made.id(), &object(&made))?;
        Ok(made)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.delete(KIND, prior.id())
    }

    async fn modify_plan(plan: &mut Planning<'_, Corner>) -> Result<(), Diagnostic> {
        if plan.is_destroy() {
            plan.report(Diagnostic::warning("A disk is destroyed", "With everything on it."));
            return Ok(());
        }
        match plan.planned("size") {
            Known::Is(size) => {
                let size = size.as_i64().unwrap_or_default();
                if size > 1000 {
                    let detail = "The cloud has disks of up to 1000.";
                    return Err(Diagnostic::error("Disk too large", detail)
                        .at(tf_framework::AttributePath::root("size")));
                }
                // The cloud doubled its prices: a difference that only the plan knows of.
                plan.set("price", size * 10);
            }
            Known::Unknown => plan.defer(Deferral::ResourceConfigUnknown),
            Known::Null => {}
        }
        Ok(())
    }
}
