//! Moving secrets from one folder to another, in one transaction of the server.

use super::routes::Api;
use super::{Place, Secrets};
use crate::endpoint::Endpoint;
use crate::{Error, Method};
use serde::Deserialize;
use serde_json::json;

/// A project (`GET`), which v3 wants by its slug.
const PROJECT: Endpoint = Endpoint::new("/api/v1/workspace/{}", "workspace");

/// What a move changed. Where an approval policy guards a folder, its part waits for the approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relocated {
    /// Whether the secrets are gone from the folder that they were in.
    pub is_source_updated: bool,
    /// Whether they are in the folder that they were moved to.
    pub is_destination_updated: bool,
}

impl Secrets<'_> {
    /// Moves the secrets with these ids, which get other ids. Servers of 2024 lose their tags. The server
    /// refuses a move onto a secret with the same name and another value, unless it may `overwrite` it;
    /// where the value is the same, it always refuses.
    ///
    /// # Errors
    /// Any [`Error`].
    pub async fn relocate(
        &self,
        from: &Place,
        to: &Place,
        ids: &[&str],
        overwrite: bool,
    ) -> Result<Relocated, Error> {
        let send = |api: Api| async move {
            let (project, which) = match api {
                Api::V3 => ("projectSlug", self.project_slug(&from.project).await?),
                Api::V4 => ("projectId", from.project.clone()),
            };
            let body = json!({
                project: which,
                "sourceEnvironment": from.environment,
                "sourceSecretPath": from.path,
                "destinationEnvironment": to.environment,
                "destinationSecretPath": to.path,
                "secretIds": ids,
                "shouldOverwrite": overwrite,
            });
            self.client.call_as(Method::Post, &api.relocation(), body.as_object(), false).await
        };
        let shelves = &self.known().shelves;
        let _writing = [shelves.writing(from), shelves.writing(to)];
        self.client.by_api(send).await
    }

    async fn project_slug(&self, id: &str) -> Result<String, Error> {
        let at = PROJECT.at(id);
        let project = self.client.get(&at).await?;
        match project.get("slug").and_then(serde_json::Value::as_str) {
            Some(slug) => Ok(slug.to_owned()),
            None => Err(Error::gone(Method::Get, &at, "the project has no slug")),
        }
    }
}
