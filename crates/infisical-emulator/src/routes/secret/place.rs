//! Where in a project a request works: an environment and the path of a folder.

use crate::fields::Fields;
use crate::refusal::Refusal;
use crate::routes::Call;
use crate::state::folder::without_slash;
use crate::state::{BadName, Environment, Folder, Project, State};

/// How an API calls the ID of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum Naming {
    /// The older: `workspaceId`.
    Workspace,
    /// The newer: `projectId`.
    Project,
}

impl Naming {
    pub(in crate::routes) fn id(self) -> &'static str {
        match self {
            Self::Workspace => "workspaceId",
            Self::Project => "projectId",
        }
    }
}

/// A folder, whether it exists or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) project_id: String,
    /// The slug of the environment.
    pub(crate) environment: String,
    /// The path as it was sent, without one slash at its end.
    pub(crate) path: String,
}

impl Place {
    /// Reads a place whose project is named by its ID.
    pub(in crate::routes) fn read(
        fields: &mut Fields,
        naming: Naming,
        path: impl FnOnce(&mut Fields) -> String,
    ) -> Self {
        let project_id = fields.required_text(naming.id());
        let environment = fields.required_text("environment");
        Self { project_id, environment, path: path(fields) }
    }

    pub(crate) fn project<'a>(&self, state: &'a State) -> Result<&'a Project, Refusal> {
        state.projects.get(&self.project_id).ok_or(Refusal::Internal)
    }

    pub(crate) fn environment<'a>(&self, state: &'a State) -> Option<&'a Environment> {
        state.projects.get(&self.project_id)?.environment(&self.environment)
    }

    pub(crate) fn folder<'a>(&self, state: &'a State) -> Result<Option<&'a Folder>, Refusal> {
        match self.environment(state) {
            Some(environment) => Ok(environment.root.at(&self.path)?),
            None => Ok(None),
        }
    }

    /// The folder, or a 404 that `step` is the name of.
    pub(crate) fn require<'a>(&self, state: &'a State, step: &str) -> Result<&'a Folder, Refusal> {
        self.folder(state)?.ok_or_else(|| self.missing(step))
    }

    /// The same, to be changed.
    pub(crate) fn require_mut<'a>(
        &self,
        state: &'a mut State,
        step: &str,
    ) -> Result<&'a mut Folder, Refusal> {
        let project = state.projects.get_mut(&self.project_id);
        let environment = project.and_then(|project| project.environment_mut(&self.environment));
        let folder = match environment {
            Some(environment) => environment.root.at_mut(&self.path)?,
            None => None,
        };
        folder.ok_or_else(|| self.missing(step))
    }

    fn missing(&self, step: &str) -> Refusal {
        let Self { environment, path, .. } = self;
        let message =
            format!("Folder with path '{path}' in environment with slug '{environment}' not found");
        Refusal::not_found_as(step, message)
    }

    /// Whether the caller may do this to secrets, folders or imports of the project.
    pub(in crate::routes) fn allow(
        &self,
        call: &Call<'_>,
        action: &'static str,
        subject: &'static str,
    ) -> Result<(), Refusal> {
        // In 2024 there was one permission for all of them.
        let subject = if call.current() { subject } else { "secrets" };
        call.project_to(action, subject, &self.project_id).map(drop)
    }
}

impl From<BadName> for Refusal {
    fn from(BadName: BadName) -> Self {
        Self::Database("Find by secret path")
    }
}

/// A path that is `/` when it is absent.
pub(in crate::routes) fn path(fields: &mut Fields, name: &'static str) -> String {
    let path = fields.text(name).unwrap_or_else(|| "/".to_owned());
    without_slash(&path).to_owned()
}

/// The same, with a slash at its beginning.
pub(in crate::routes) fn rooted_path(fields: &mut Fields, name: &'static str) -> String {
    let path = fields.text(name).unwrap_or_else(|| "/".to_owned());
    let path = if path.starts_with('/') { path } else { format!("/{path}") };
    without_slash(&path).to_owned()
}
