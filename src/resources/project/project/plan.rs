//! What is said of the plan of a project.

use super::{Project, find::BY_SLUG};
use crate::{
    Cx, Infisical, Result,
    shared::{import_it, planned_text, text},
};
use std::ops::RangeInclusive;
use tf_framework::{AttributePath, Diagnostic, JsonMap, Known, Planning, Resource, Value};

/// What is decided when a project is created.
const FIXED: [(&str, &str); 4] = [
    ("type", "What a project is for"),
    ("template_name", "The template that a project is made from"),
    ("should_create_default_envs", "Whether a project begins with the default environments"),
    ("kms_secret_manager_key_id", "The KMS key of a project"),
];

/// What servers up to 2024 cannot set of a project that is there, unless it is switched off.
const NEWER: [&str; 5] = [
    "slug",
    "description",
    "has_delete_protection",
    "secret_sharing",
    "secret_detection_ignore_values",
];

/// Where a project notes that its server is one of those.
const OLD_SERVER: &str = "old_server";

/// How long a slug is when a project is created. A later one may have up to 64 characters.
const NEW_SLUG: RangeInclusive<usize> = 5..=36;

/// The longest name that a project can be given later.
const LATER_NAME: usize = 64;

/// Refuses what cannot be done to a project, and what would destroy one for a detail.
///
/// # Errors
/// What the private state cannot be read with.
pub(super) async fn check(plan: &mut Planning<'_, Infisical>) -> Result<()> {
    if plan.is_destroy() {
        if plan.prior("has_delete_protection") == Known::Is(&Value::Bool(true)) {
            plan.report(protected());
        }
    } else if plan.is_create() {
        slug_is_new(plan).await;
    } else {
        fixed_stays(plan);
        name_is_short(plan);
        server_knows(plan)?;
    }
    Ok(())
}

/// Why a project is not destroyed.
pub(super) fn protected() -> Diagnostic {
    let detail = "The project is protected from being deleted, with everything in it. If it is to be \
                  destroyed, set `has_delete_protection = false`, and apply that first.";
    let path = AttributePath::root("has_delete_protection");
    Diagnostic::error("Project is protected", detail).at(path)
}

/// Notes how old the server is, by what an answer lacks, for later plans.
pub(super) fn note_age(answer: &JsonMap, cx: &Cx<'_>) -> Result<bool> {
    let old = !answer.contains_key("hasDeleteProtection");
    if old {
        cx.set_private(OLD_SERVER, &true)?;
    } else {
        cx.remove_private(OLD_SERVER);
    }
    Ok(old)
}

/// What was noted.
pub(super) fn is_old(cx: &Cx<'_>) -> Result<bool> {
    Ok(cx.private(OLD_SERVER)?.unwrap_or(false))
}

/// The slug of a project that is to be created has its length, and is not taken.
async fn slug_is_new(plan: &mut Planning<'_, Infisical>) {
    let Some(slug) = planned_text(plan, "slug") else { return };
    let path = AttributePath::root("slug");
    if !NEW_SLUG.contains(&slug.len()) {
        let detail = format!(
            "The slug of a new project must have between {} and {} characters, and `{slug}` has {}.",
            NEW_SLUG.start(),
            NEW_SLUG.end(),
            slug.len()
        );
        return plan.report(Diagnostic::error("Length out of range", detail).at(path));
    }
    let Some(api) = plan.api else { return };
    let Ok(found) = api.get(&BY_SLUG.at(&slug)).await else { return };
    let Some(id) = text(&found, "id") else { return };
    let detail = format!(
        "The organization has a project with the slug `{slug}` already ({id}), and each slug is there \
         once. Unless this run destroys that project first, or another slug is taken, the server will \
         refuse to create this one. {}",
        import_it(Project::TYPE_NAME, id),
    );
    plan.report(Diagnostic::warning("A project with this slug exists", detail).at(path));
}

/// Replacing a project would destroy what is in it. What state does not know, after an import, is noted.
fn fixed_stays(plan: &mut Planning<'_, Infisical>) {
    for (name, what) in FIXED {
        let Known::Is(planned) = plan.planned(name) else { continue };
        let path = AttributePath::root(name);
        let found = match plan.prior(name) {
            Known::Is(prior) if prior == planned => continue,
            Known::Is(prior) if prior != &Value::from("") => {
                let detail = format!(
                    "{what} cannot change, and replacing the project would destroy everything in it. Set \
                     `{name}` to {prior:?} again. For a project that is different, add another resource \
                     and move over what is needed. If nothing in this one is, destroy it first: terraform \
                     destroy -target=ADDRESS"
                );
                Diagnostic::error("A project cannot change this", detail)
            }
            _ => {
                let detail = format!(
                    "{what} is decided when it is created, and this one is there already: the state will \
                     have the value, and nothing else happens."
                );
                // Terraform shows one of several warnings with the same summary.
                Diagnostic::warning(format!("`{name}` is only noted"), detail)
            }
        };
        plan.report(found.at(path));
    }
}

/// A name that changes must be shorter than that of a new project.
fn name_is_short(plan: &mut Planning<'_, Infisical>) {
    let Some(name) = planned_text(plan, "name") else { return };
    let length = name.chars().count();
    if length > LATER_NAME && plan.prior("name") != plan.planned("name") {
        let detail = format!(
            "A project can be renamed to at most {LATER_NAME} characters, and this name has {length}."
        );
        let path = AttributePath::root("name");
        plan.report(Diagnostic::error("Length out of range", detail).at(path));
    }
}

/// What an older server would ignore, or fail of.
fn server_knows(plan: &mut Planning<'_, Infisical>) -> Result<()> {
    if !plan.private(OLD_SERVER)?.unwrap_or(false) {
        return Ok(());
    }
    for name in NEWER {
        let Known::Is(planned) = plan.planned(name) else { continue };
        if planned != &Value::Bool(false) && plan.prior(name) != Known::Is(planned) {
            let detail = format!(
                "This server of Infisical is too old for it, as those up to 2024 are: it cannot set \
                 `{name}` of a project that is there."
            );
            let path = AttributePath::root(name);
            plan.report(Diagnostic::error("Not in this version of Infisical", detail).at(path));
        }
    }
    Ok(())
}
