//! Defaults and unknowns at every depth.

use super::stored::{Plain, Stored};
use crate::provider::{Corner, Cx};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tf_framework::{ApiObject, Change, Computed, Diagnostic, Resource, Schema, Set};

/// Members with defaults, in a list, a set, a map and blocks. The cloud gives each a serial number.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Defaults {
    /// In order.
    list: Option<Vec<Member>>,
    /// Without order.
    set: Option<Set<Member>>,
    /// By key.
    map: Option<BTreeMap<String, Member>>,
    /// Blocks without order.
    #[attr(block)]
    block: Set<Member>,
}

/// A member.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Member {
    /// Its name.
    name: String,
    /// Its colour.
    #[attr(default = "blue")]
    colour: String,
    /// Its serial number, once and for all.
    #[attr(keep)]
    serial: Computed<String>,
}

impl Plain for Defaults {
    const TYPE_NAME: &'static str = "corner_defaults";
    const KIND: &'static str = "defaults";
}

/// With serial numbers, which the cloud makes of the names.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Numbered {
    #[attr(flatten, describes)]
    stored: Stored<Defaults>,
}

impl Resource<Corner> for Numbered {
    const TYPE_NAME: &'static str = Defaults::TYPE_NAME;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let object = numbered(plan.stored.plain.to_api());
        let id = cx.api.create(Defaults::KIND, &object)?;
        let numbered = plan.stored.plain.absorb(&object)?;
        Ok(Self { stored: Stored { id: Computed::Known(id), plain: numbered } })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        let stored = Stored::read(prior.stored, cx).await?;
        Ok(stored.map(|stored| Self { stored }))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("update defaults")?;
        let object = numbered(change.plan.stored.plain.to_api());
        let id = change.prior.stored.id.known().cloned().unwrap_or_default();
        cx.api.write(Defaults::KIND, &id, &object)?;
        let plain = change.plan.stored.plain.absorb(&object)?;
        Ok(Self { stored: Stored { plain, ..change.plan.stored } })
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        Stored::delete(prior.stored, cx).await
    }
}

fn numbered(object: tf_framework::JsonMap) -> tf_framework::JsonMap {
    object.into_iter().map(|(name, value)| (name, number(value))).collect()
}

fn number(value: Json) -> Json {
    match value {
        Json::Array(members) => members.into_iter().map(number).collect(),
        Json::Object(mut member) => match member.get("name").and_then(Json::as_str) {
            Some(name) => {
                let serial = format!("serial of {name}");
                member.insert("serial".to_owned(), Json::from(serial));
                Json::Object(member)
            }
            None => Json::Object(member.into_iter().map(|(k, v)| (k, number(v))).collect()),
        },
        other => other,
    }
}
