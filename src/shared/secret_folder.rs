//! A folder of secrets.

use super::{FolderPath, Uuid};
use crate::{Error, error::diagnostic};
use infisical_client::{Error as ClientError, Place};
use tf_framework::{AttributePath, Schema, Text};

/// Where secrets are in a project.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct SecretFolder {
    /// Slug of the environment.
    env_slug: String,

    /// Path of the folder, such as `/app/db`; `/` is the root folder of the environment.
    folder_path: Text<FolderPath>,
}

impl SecretFolder {
    /// The same, in the client's words.
    pub(crate) fn of(&self, project_id: &Text<Uuid>) -> Place {
        Place::new(project_id.as_str(), &self.env_slug, self.folder_path.as_str())
    }
}

/// What a read failed with; what is not there, at the attribute that names it: the folder, or else `other`.
pub(crate) fn missing(error: ClientError, other: &'static str) -> Error {
    if !error.is_gone() {
        return error.into();
    }
    let attribute = if error.lacks_folder() { "folder_path" } else { other };
    diagnostic(&error).at(AttributePath::root(attribute)).into()
}
