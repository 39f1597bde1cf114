//! The plainest resource there is: create, read, update, delete, import.

use crate::provider::{Corner, Cx};
use serde_json::Value as Json;
use tf_framework::{ApiObject, Change, Computed, Diagnostic, Resource, Schema};

const KIND: &str = "user";

/// A user.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct User {
    /// ID of the user.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Name of the user.
    #[attr(length = 1..=20)]
    name: String,
    /// Where to write to.
    email: Option<String>,
    /// How many times the user was changed.
    changes: Computed<i64>,
}

impl User {
    fn id(&self) -> &str {
        self.id.known().map(String::as_str).unwrap_or_default()
    }
}

impl Resource<Corner> for User {
    const TYPE_NAME: &'static str = "corner_user";
    const IMPORT_ID: Option<&'static str> = Some("the ID of the user, or `name=` and their name");

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("create user")?;
        let mut object = plan.to_api();
        object.insert("changes".to_owned(), Json::from(0));
        let id = cx.api.create(KIND, &object)?;
        Self { id: Computed::Known(id), ..plan }.absorb(&object)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.api.call("read user")?;
        cx.api.read(KIND, prior.id())?.map(|object| prior.absorb(&object)).transpose()
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.call("update user")?;
        let mut object = change.plan.to_api();
        let changes = change.prior.changes.known().copied().unwrap_or_default();
        object.insert("changes".to_owned(), Json::from(changes + 1));
        cx.api.write(KIND, change.prior.id(), &object)?;
        change.plan.absorb(&object)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<(), Diagnostic> {
        cx.api.call("delete user")?;
        cx.api.delete(KIND, prior.id())
    }

    /// A name is looked up; whatever else is the ID.
    async fn import(id: &str, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        let Some(name) = id.strip_prefix("name=") else { return Ok(None) };
        cx.api.call("look user up")?;
        let all = cx.api.all(KIND)?.into_iter();
        let mut ids = all.filter(|(_, user)| user.get("name") == Some(&name.into()));
        match (ids.next(), ids.next()) {
            (Some((id, _)), None) => Ok(Some(Self { id: Computed::Known(id), ..Self::default() })),
            (None, _) => Err(Diagnostic::error("No such user", format!("None is `{name}`."))),
            (Some(_), Some(_)) => {
                Err(Diagnostic::error("Which user?", format!("Several are `{name}`: give the ID.")))
            }
        }
    }
}
