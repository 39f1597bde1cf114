//! `infisical_secret_folders`: the folders in a folder.

use crate::{
    Cx, Infisical, Result,
    resources::secret::folders_in,
    shared::{FolderPath, Trimmed, Uuid},
};
use infisical_client::Place;
use serde_json::Value as Json;
use tf_framework::{ApiObject, Computed, DataSource, JsonMap, Schema, Text};

/// Lists the folders right in a folder of an environment. Where there is no such folder, there are none
/// in it.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretFolders {
    /// ID of the project.
    #[attr(local)]
    project_id: Text<Trimmed>,

    /// Slug of the environment.
    #[attr(local)]
    environment_slug: Text<Trimmed>,

    /// Path of the folder that they are in: `/` is the root of the environment.
    #[attr(local)]
    folder_path: Text<FolderPath>,

    /// The folders.
    folders: Computed<Vec<Folder>>,
}

/// A folder.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Folder {
    /// ID of the folder.
    id: Computed<Text<Uuid>>,

    /// Name of the folder.
    name: Computed<String>,
}

impl DataSource<Infisical> for SecretFolders {
    const TYPE_NAME: &'static str = "infisical_secret_folders";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self> {
        let (project, environment) = (config.project_id.as_str(), config.environment_slug.as_str());
        let place = Place::new(project, environment, config.folder_path.as_str());
        let found = cx.api.list(&folders_in(&place)).await?.into_iter().map(Json::Object).collect();
        let answer = JsonMap::from_iter([("folders".to_owned(), Json::Array(found))]);
        Ok(config.absorb(&answer)?)
    }
}
