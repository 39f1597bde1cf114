//! Secrets, and where they are.

pub(super) mod place;

use super::Call;
use crate::refusal::Refusal;

/// The ID of the project with this slug.
pub(super) fn project_by_slug(call: &Call<'_>, slug: &str) -> Result<String, Refusal> {
    let mut projects = call.state.projects.values();
    let project = projects.find(|project| project.slug == slug);
    project.map(|project| project.id.clone()).ok_or_else(|| {
        if call.current() {
            Refusal::not_found(format!("Project with slug '{slug}' not found"))
        } else {
            Refusal::Database("Find project by slug")
        }
    })
}
