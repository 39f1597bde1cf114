//! `infisical_secrets`: the secrets of a folder, for as long as Terraform runs.

use crate::{
    Cx, Infisical, Result,
    resources::secret::FAMILY,
    shared::{FolderSecrets, Uuid},
};
use std::collections::BTreeMap;
use tf_framework::{Computed, Ephemeral, Opened, Schema, Sensitive, Text};

/// Reads the secrets of a folder, which are in no plan and in no state.
///
/// Terraform reads it in the plan already, once all arguments are known, whatever `depends_on` says. To read
/// what the same apply creates, let an argument come from something that is known only after it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct Secrets {
    /// ID of the project.
    workspace_id: Text<Uuid>,

    #[attr(flatten)]
    found: FolderSecrets,

    /// The values alone, by name, as the functions `dotenv` and `json` take them.
    values: Computed<Sensitive<BTreeMap<String, String>>>,
}

impl Ephemeral<Infisical> for Secrets {
    const TYPE_NAME: &'static str = "infisical_secrets";

    type Lease = ();

    async fn open(config: Self, cx: &Cx<'_>) -> Result<Opened<Self, ()>> {
        let found = config.found.read(&config.workspace_id, cx).await?;
        let values = Computed::Known(found.values().into());
        let result = Self { found, values, ..config };
        Ok(Opened { result, lease: (), renew_at: None })
    }
}
