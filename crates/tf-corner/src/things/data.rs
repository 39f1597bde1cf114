//! Data sources.

use crate::provider::{Corner, Cx};
use tf_framework::{
    ApiObject, Computed, DataSource, Diagnostic, Schema, Text, Timeouts, text::AnyCase,
};

/// Looks a user up.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct UserData {
    /// ID of the user.
    id: Text<AnyCase>,
    /// What to say where the user has no address.
    #[attr(default = "none", local)]
    fallback: String,
    /// Name of the user.
    name: Computed<String>,
    /// Address of the user, or the fallback.
    #[attr(local)]
    email: Computed<String>,
    /// How many times the user was changed.
    changes: Computed<i64>,
    /// How long looking may take.
    #[attr(local, block)]
    timeouts: Option<Timeouts>,
}

impl DataSource<Corner> for UserData {
    const TYPE_NAME: &'static str = "corner_user";

    async fn read(config: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.api.hang("look user up", cx.cancelled().cancelled()).await?;
        cx.api.call("look user up")?;
        let id = config.id.as_str().to_lowercase();
        let Some(object) = cx.api.read("user", &id)? else {
            let detail = format!("The cloud has no user `{id}`.");
            return Err(Diagnostic::error("No such user", detail)
                .at(tf_framework::AttributePath::root("id")));
        };
        let email = object.get("email").and_then(serde_json::Value::as_str).map(str::to_owned);
        let email = email.unwrap_or_else(|| {
            cx.warn(Diagnostic::warning("No address", format!("User `{id}` has none.")));
            config.fallback.clone()
        });
        let found = Self { email: Computed::Known(email), ..config };
        // In the cloud's own spelling of the id.
        Self { id: id.as_str().into(), ..found }.absorb(&object)
    }
}
