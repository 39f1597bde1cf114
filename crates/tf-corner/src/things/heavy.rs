//! A schema as large as a test asks for.

use crate::provider::{Corner, Cx};
use std::{env, sync::LazyLock};
use tf_framework::{
    ApiObject, AttributePath, Block, DataSource, Diagnostic, JsonMap, Nulls, Schema, Value,
};

/// How many bytes a test wants; unset, there is no such data source.
const SIZE: &str = "CORNER_SCHEMA_BYTES";

static DESCRIPTION: LazyLock<String> = LazyLock::new(|| "heavy ".repeat(size() / "heavy ".len()));

/// How many bytes the description has.
pub(crate) fn size() -> usize {
    env::var(SIZE).ok().and_then(|size| size.parse().ok()).unwrap_or_default()
}

/// Has much to say about itself.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Light {
    /// What comes back.
    #[attr(local)]
    weight: Option<String>,
}

/// [`Light`] with a description that is not known when this is compiled.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Heavy(Light);

impl ApiObject for Heavy {
    fn to_api(&self) -> JsonMap {
        self.0.to_api()
    }

    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic> {
        self.0.absorb(response).map(Self)
    }
}

impl Schema for Heavy {
    fn block() -> Block {
        Block { description: &DESCRIPTION, ..Light::block() }
    }

    fn from_value(value: &Value, path: &AttributePath, nulls: Nulls) -> Result<Self, Diagnostic> {
        Light::from_value(value, path, nulls).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl DataSource<Corner> for Heavy {
    const TYPE_NAME: &'static str = "corner_heavy";

    async fn read(config: Self, _: &Cx<'_>) -> Result<Self, Diagnostic> {
        Ok(config)
    }
}
