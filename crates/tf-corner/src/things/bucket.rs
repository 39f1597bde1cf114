//! A resource with two keys, which is told from others by both, and can be listed.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, JsonMap, ListResource, Move, Resource, Schema,
};

const KIND: &str = "bucket";

/// A bucket in a region.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Bucket {
    /// Region of the bucket.
    #[attr(key, length = 2..=10)]
    region: String,
    /// Name of the bucket, once in each region.
    #[attr(key)]
    name: String,
    /// Owner of the bucket.
    #[attr(optional, keep, identity)]
    owner: Computed<String>,
    /// How much is in it.
    #[attr(default = 5)]
    size: i64,
    /// A note.
    note: Option<String>,
    /// An older note.
    #[attr(deprecated = "Use `note`.")]
    remark: Option<String>,
    /// When it was made.
    #[attr(keep)]
    made: Computed<String>,
}

impl Bucket {
    fn file(&self) -> String {
        format!("{}~{}", self.region, self.name)
    }

    fn settled(self) -> Self {
        let owner = self.owner.known().cloned().unwrap_or_else(|| "nobody".to_owned());
        Self { owner: Computed::Known(owner), made: Computed::Known("monday".to_owned()), ..self }
    }

    fn object(&self) -> JsonMap {
        let mut object = self.to_api();
        for (member, value) in [("region", &*self.region), ("name", &self.name), ("made", "monday")]
        {
            object.insert(member.to_owned(), value.into());
        }
        object
    }
}

impl Resource<Corner> for Bucket {
    const TYPE_NAME: &'static str = "corner_bucket";
    const IDENTITY_VERSION: i64 = 1;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("create bucket")?;
        let made = plan.settled();
        cx.api.write(KIND, &made.file(), &made.object())?;
        Ok(made)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.read(KIND, &prior.file())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("update bucket")?;
        let made = change.plan.settled();
        cx.api.write(KIND, &made.file(), &made.object())?;
        Ok(made)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.delete(KIND, &prior.file())
    }

    /// From Terraform's own resource, whose `input` was the name, and from a bucket of another provider.
    fn moves() -> Vec<Move<Self>> {
        vec![
            Move::from("builtin/terraform", "terraform_data", |source| {
                let input = &source.state["input"]["value"];
                let name = input.as_str().or_else(|| source.state["input"].as_str());
                Ok(Self {
                    region: "eu".to_owned(),
                    name: name.unwrap_or_default().to_owned(),
                    ..Self::default()
                })
            }),
            Move::from("other/cloud", "cloud_bucket", tf_framework::Source::read),
        ]
    }

    /// Version 0 was one text, `REGION/NAME`.
    fn upgrade_identity(version: i64, stored: JsonMap) -> Result<JsonMap, Diagnostic> {
        let whole = stored.get("id").and_then(serde_json::Value::as_str).unwrap_or_default();
        match (version, whole.split_once('/')) {
            (0, Some((region, name))) => Ok(JsonMap::from_iter([
                ("region".to_owned(), region.into()),
                ("name".to_owned(), name.into()),
            ])),
            _ => Err(Diagnostic::error("Identity not readable", "It is not `REGION/NAME`.")),
        }
    }
}

/// Which buckets to list.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Filter {
    /// Only those of this region.
    #[attr(length = 2..=10)]
    region: Option<String>,
}

impl ListResource<Corner> for Bucket {
    type Filter = Filter;

    async fn list(filter: Filter, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<(), Diagnostic> {
        cx.api.call("list bucket")?;
        for (_, object) in cx.api.all(KIND)? {
            let mut bucket = Self::default().absorb(&object)?;
            for (slot, name) in [(&mut bucket.region, "region"), (&mut bucket.name, "name")] {
                if let Some(value) = object.get(name).and_then(serde_json::Value::as_str) {
                    value.clone_into(slot);
                }
            }
            if filter.region.as_ref().is_some_and(|region| *region != bucket.region) {
                continue;
            }
            let name = format!("{} in {}", bucket.name, bucket.region);
            if !found.push(&bucket, &name).await {
                cx.api.note("enough buckets")?;
                break;
            }
        }
        Ok(())
    }
}
