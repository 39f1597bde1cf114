//! The hooks of a resource that few of them need.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, Known, ListResource, Planning, Resource,
    Schema, Timeouts, Upgrade, Value,
};

const KIND: &str = "parcel";

/// A parcel on its way.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Parcel {
    /// ID of the parcel.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Where it goes.
    address: String,
    /// Its weight. What is heavier than a kilogram needs another box.
    #[attr(default = 100)]
    grams: i64,
    /// Its number at the carrier's, another one for each address.
    #[attr(keep)]
    tracking: Computed<String>,
    /// Who signed for it, if somebody did.
    #[attr(keep = also_null)]
    signed_by: Computed<Option<String>>,
    /// What is written on it, `fragile` where nobody says so.
    #[attr(optional, keep)]
    label: Computed<String>,
    /// How long operations may take.
    #[attr(local, block)]
    timeouts: Option<Timeouts>,
}

/// A parcel as version 0 had it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct ParcelV0 {
    /// ID of the parcel.
    id: String,
    /// The street.
    street: String,
    /// The town.
    town: String,
}

impl Parcel {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }

    /// How often a plan was made since the last operation.
    fn plans(cx: &Cx<'_>) -> Result<u32, Diagnostic> {
        let plans = cx.private("plans")?.unwrap_or_default();
        cx.remove_private("plans");
        Ok(plans)
    }

    fn sent(self) -> Self {
        let label = self.label.known().cloned().unwrap_or_else(|| "fragile".to_owned());
        let tracking = Computed::Known(format!("to {}", self.address));
        let signed_by = Computed::Known(None);
        Self { label: Computed::Known(label), tracking, signed_by, ..self }
    }

    fn object(&self) -> tf_framework::JsonMap {
        let mut object = self.to_api();
        let tracking = self.tracking.known().cloned().unwrap_or_default();
        object.insert("tracking".to_owned(), tracking.into());
        object.insert("signedBy".to_owned(), serde_json::Value::Null);
        object
    }
}

impl Resource<Corner> for Parcel {
    const TYPE_NAME: &'static str = "corner_parcel";
    const VERSION: i64 = 1;

    async fn modify_plan(plan: &mut Planning<'_, Corner>) -> Result<(), Diagnostic> {
        if plan.is_destroy() {
            return Ok(());
        }
        let plans: u32 = plan.private("plans")?.unwrap_or_default();
        plan.set_private("plans", &(plans + 1))?;
        if plan.is_create() {
            return Ok(());
        }
        if plan.prior("address") != plan.planned("address") {
            plan.set_unknown("tracking");
        }
        let heavy = |grams: Known<&Value>| grams.value().and_then(Value::as_i64) > Some(1000);
        if heavy(plan.prior("grams")) != heavy(plan.planned("grams")) {
            plan.replace("grams");
        }
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let made = plan.sent();
        cx.api.note(&format!("created after {} plans", Self::plans(cx)?))?;
        let id = cx.api.create(KIND, &made.object())?;
        Ok(Self { id: Computed::Known(id), ..made })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.hang("read parcel", cx.cancelled().cancelled()).await?;
        cx.api.read(KIND, prior.id())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.note(&format!("updated after {} plans", Self::plans(cx)?))?;
        let made = change.plan.sent();
        cx.api.write(KIND, made.id(), &made.object())?;
        Ok(made)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.hang("delete parcel", cx.cancelled().cancelled()).await?;
        cx.api.delete(KIND, prior.id())
    }

    fn upgrades() -> Vec<Upgrade<Self>> {
        vec![Upgrade::typed(0, |old: ParcelV0| {
            let address = format!("{}, {}", old.street, old.town);
            Ok(Self { id: Computed::Known(old.id), address, grams: 100, ..Self::default() })
        })]
    }

    /// What the carrier writes on every parcel is nobody's configuration.
    fn generated_config(mut config: Value) -> Value {
        if let Value::Object(attributes) = &mut config
            && let Some(label) = attributes.get_mut("label")
            && label.as_str() == Some("fragile")
        {
            *label = Value::Null;
        }
        config
    }
}

/// All parcels.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct All {}

impl ListResource<Corner> for Parcel {
    type Filter = All;

    async fn list(_: All, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<(), Diagnostic> {
        for (id, object) in cx.api.all(KIND)? {
            let mut parcel = Self { id: Computed::Known(id.clone()), ..Self::default() };
            if found.wants_objects() {
                cx.api.note(&format!("looked at {id}"))?;
                parcel = parcel.absorb(&object)?;
            }
            if object.get("address").is_none() {
                let detail = format!("Parcel {id} has no address.");
                found.report(Diagnostic::warning("Lost parcel", detail)).await;
            }
            if !found.push(&parcel, &id).await {
                break;
            }
        }
        Ok(())
    }
}
