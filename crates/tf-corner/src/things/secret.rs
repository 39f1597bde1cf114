//! Write-only values: in the configuration and in the cloud, and nowhere between.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Move, Resource, Schema, Sensitive, Upgrade, WriteOnly,
};

const KIND: &str = "secret";

/// A secret.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Secret {
    /// ID of the secret.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Name of the secret.
    name: String,
    /// Its value.
    #[attr(prefer = "value_wo", conflicts = ["value_wo"])]
    value: Option<Sensitive<String>>,
    /// Its value, which is not stored.
    #[attr(version = "value_wo_version", requires = ["value_wo_version"])]
    value_wo: Option<WriteOnly<String>>,
    /// Change it to send `value_wo` again.
    #[attr(local)]
    value_wo_version: Option<i64>,
    /// Another one, deeper.
    nested: Option<Nested>,
}

/// A secret in a nested object.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Nested {
    /// Its name.
    name: String,
    /// Its value, which must be there and is not stored.
    deep_wo: WriteOnly<String>,
}

impl Resource<Corner> for Secret {
    const TYPE_NAME: &'static str = "corner_secret";
    const VERSION: i64 = 1;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("create secret")?;
        let id = cx.api.create(KIND, &plan.to_api())?;
        Ok(Self { id: Computed::Known(id), ..plan })
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        let id = prior.id.known().cloned().unwrap_or_default();
        cx.api.read(KIND, &id)?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        let body = change.body();
        let sent: Vec<_> = body.keys().map(String::as_str).collect();
        cx.api.call(&format!("update secret {}", sent.join(" ")))?;
        let id = change.prior.id.known().cloned().unwrap_or_default();
        let mut object = cx.api.read(KIND, &id)?.unwrap_or_default();
        object.extend(body);
        cx.api.write(KIND, &id, &object)?;
        Ok(change.plan)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.delete(KIND, prior.id.known().map(String::as_str).unwrap_or_default())
    }

    /// From Terraform's own resource, whose `input` was the name.
    fn moves() -> Vec<Move<Self>> {
        vec![Move::from("builtin/terraform", "terraform_data", |source| {
            let name = source.state["input"]["value"].as_str().unwrap_or_default().to_owned();
            Ok(Self { id: Computed::Known("secret-1".to_owned()), name, ..Self::default() })
        })]
    }

    /// Version 0 called the name `title`.
    fn upgrades() -> Vec<Upgrade<Self>> {
        vec![Upgrade::json(0, |mut state| {
            if let Some(title) = state.remove("title") {
                state.insert("name".to_owned(), title);
            }
            Ok(state)
        })]
    }
}
