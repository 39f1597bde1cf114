//! The provider block, and everything on offer.

use crate::{cloud::Cloud, things};
use tf_framework::{Block, Diagnostic, Diagnostics, Provider, Registry, Schema, Setup};

/// The throw-away provider.
#[derive(Debug)]
pub(crate) struct Corner;

/// What an operation of this provider gets.
pub(crate) type Cx<'a> = tf_framework::Cx<'a, Corner>;

/// A provider that manages files in a folder.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Config {
    /// The folder that is its cloud. Environment variable: `CORNER_CLOUD`.
    cloud: Option<String>,
}

impl Provider for Corner {
    type Config = Config;
    type Client = Cloud;
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        things::registry()
    }

    async fn configure(&self, config: Config, _: &Setup) -> Result<Cloud, Diagnostics> {
        config.cloud.or_else(|| std::env::var("CORNER_CLOUD").ok()).map(Cloud::new).ok_or_else(
            || {
                let detail = "Set `cloud`, or `CORNER_CLOUD` in the environment.";
                Diagnostic::error("No cloud", detail).into()
            },
        )
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}
