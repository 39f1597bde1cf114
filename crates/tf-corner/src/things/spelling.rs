//! Texts of which the cloud stores another spelling than the one it was given.

use super::stored::{Plain, Stored};
use crate::provider::{Corner, Cx};
use serde_json::Value as Json;
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Resource, Schema, Set, Text, Unordered,
    text::{AnyCase, Cidr, Duration, Json as JsonText, Pem, Timestamp, Url},
};

/// Texts with a meaning.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Spelling {
    /// A name whose case does not matter.
    name: Option<Text<AnyCase>>,
    /// A range of addresses.
    range: Option<Text<Cidr>>,
    /// A document.
    document: Option<Text<JsonText>>,
    /// An address of the web.
    url: Option<Text<Url>>,
    /// How long.
    duration: Option<Text<Duration>>,
    /// When.
    time: Option<Text<Timestamp>>,
    /// A certificate.
    pem: Option<Text<Pem>>,
    /// Names, in an order that does not matter.
    names: Option<Unordered<Vec<Text<AnyCase>>>>,
    /// Documents.
    documents: Option<Set<Text<JsonText>>>,
}

impl Plain for Spelling {
    const TYPE_NAME: &'static str = "corner_spelling";
    const KIND: &'static str = "spelling";
}

/// Stored in the cloud's own spelling.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Respelled {
    #[attr(flatten, describes)]
    stored: Stored<Spelling>,
}

impl Respelled {
    fn with(mut self, object: &tf_framework::JsonMap) -> Result<Self, Diagnostic> {
        self.stored.plain = self.stored.plain.absorb(&respelled(object))?;
        Ok(self)
    }
}

impl Resource<Corner> for Respelled {
    const TYPE_NAME: &'static str = Spelling::TYPE_NAME;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("create spelling")?;
        let object = plan.stored.plain.to_api();
        let id = cx.api.create(Spelling::KIND, &object)?;
        let stored = Stored { id: Computed::Known(id), ..plan.stored };
        Self { stored }.with(&object)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        let id = prior.stored.id.known().cloned().unwrap_or_default();
        cx.api.read(Spelling::KIND, &id)?.map(|object| prior.with(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("update spelling")?;
        let object = change.plan.stored.plain.to_api();
        let id = change.prior.stored.id.known().cloned().unwrap_or_default();
        cx.api.write(Spelling::KIND, &id, &object)?;
        change.plan.with(&object)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        let id = prior.stored.id.known().cloned().unwrap_or_default();
        cx.api.delete(Spelling::KIND, &id)
    }
}

/// The same object as the cloud spells it.
fn respelled(object: &tf_framework::JsonMap) -> tf_framework::JsonMap {
    let text = |name: &str, text: &str| match name {
        "name" | "names" => text.to_uppercase(),
        "range" => text.replace("10.1.2.3/8", "10.0.0.0/8"),
        "document" | "documents" => text.replace(' ', ""),
        "url" => text.replace("EXAMPLE.com:443", "example.com"),
        "duration" => text.replace("90m", "1h30m0s"),
        "time" => text.replace("+01:00", "Z").replace("T13", "T12"),
        "pem" => text.replace('\n', "\r\n"),
        _ => text.to_owned(),
    };
    let one = |name: &str, value: &Json| match value {
        Json::String(value) => Json::from(text(name, value)),
        Json::Array(values) => {
            let values = values.iter().filter_map(Json::as_str).map(|value| text(name, value));
            let mut values: Vec<_> = values.collect();
            values.reverse();
            Json::from(values)
        }
        other => other.clone(),
    };
    object.iter().map(|(name, value)| (name.clone(), one(name, value))).collect()
}
