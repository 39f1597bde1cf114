//! Secrets: `v3/secret-router.ts` of 2024 (`/raw` and `/batch/raw`); `v3/deprecated-secret-router.ts`
//! and `v4/secret-router.ts` of the current server. What they do is in `secret-service.ts` and
//! `secret-v2-bridge-service.ts`.

pub(crate) mod approval;
mod imports;
mod moving;
pub(crate) mod operation;
pub(super) mod place;
mod read;
mod references;
mod schema;
mod view;
mod write;

use super::{Answer, Call, Route, ok};
use crate::options::Dialect;
use crate::rate_limit::Budget;
use crate::refusal::Refusal;

/// A version of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V3,
    V4,
}

impl Version {
    fn naming(self) -> place::Naming {
        match self {
            Self::V3 => place::Naming::Workspace,
            Self::V4 => place::Naming::Project,
        }
    }
}

pub(super) fn routes(dialect: Dialect) -> Vec<Route> {
    let mut routes = of_version(dialect, Version::V3, "/api/v3/secrets/raw", "/api/v3/secrets");
    if dialect == Dialect::Current {
        routes.extend(of_version(dialect, Version::V4, "/api/v4/secrets", "/api/v4/secrets"));
    }
    routes.extend(approval::routes());
    routes
}

/// Names that stand for a route come before the name of a secret.
fn of_version(dialect: Dialect, version: Version, all: &str, others: &str) -> Vec<Route> {
    let batch = match version {
        Version::V3 => format!("{others}/batch/raw"),
        Version::V4 => format!("{others}/batch"),
    };
    let one = format!("{all}/:secretName");
    let mut routes = vec![
        Route::guarded("POST", batch.as_str(), move |call| write::create_many(call, version)),
        Route::guarded("PATCH", batch.as_str(), move |call| write::update_many(call, version)),
        Route::guarded("DELETE", batch, move |call| write::delete_many(call, version)).with_body(),
        Route::guarded("POST", format!("{others}/move"), move |call| {
            moving::move_to(call, version)
        }),
        Route::guarded("GET", all, move |call| read::list(call, version)),
        Route::guarded("GET", one.as_str(), move |call| read::by_name(call, version)),
        Route::guarded("POST", one.as_str(), move |call| write::create(call, version)),
        Route::guarded("PATCH", one.as_str(), move |call| write::update(call, version)),
        Route::guarded("DELETE", one, move |call| write::delete(call, version)).with_body(),
    ];
    if dialect == Dialect::Current {
        routes.push(Route::guarded("GET", format!("{all}/id/:secretId"), read::by_id));
    }
    routes.into_iter().map(|route| route.budget(Budget::Secrets)).collect()
}

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
