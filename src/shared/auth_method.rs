//! What every auth method of a machine identity has in common: how it is attached and revoked.

use super::{
    AccessTokenSettings, IdentityFilter, Uuid, import_it, is_as_planned, moves, text,
    without_nothing, without_secrets,
};
use crate::{
    Cx, Error, Infisical, Result,
    resources::identity::{FAMILY, auth_methods},
};
use infisical_client::{Endpoint, OrGone, Trace};
use serde_json::Value as Json;
use tf_framework::{
    ApiObject, Change, Computed, Diagnostic, Found, JsonMap, Known, ListResource, Move, Planning,
    Resource, Schema, Text, Value, schema::Rule,
};

/// The attributes that one auth method adds, and where it lives.
pub(crate) trait AuthMethod: Schema + Clone + Send + Sync + 'static {
    /// The name of the resource in HCL.
    const TYPE_NAME: &'static str;
    /// What people call it: `Azure Auth`.
    const TITLE: &'static str;
    /// What the list of an identity's auth methods calls it: `azure-auth`.
    const SLUG: &'static str;
    /// `POST`, `GET`, `PATCH` and `DELETE`, each answered with the whole object.
    const ENDPOINT: Endpoint;

    /// Members that only `GET` tells; the other answers have null in their place.
    const ONLY_GET: &'static [&'static str] = &[];

    /// Members that servers up to 2024 do not know, each with what its absence means. They are sent only
    /// where they say something else, or change.
    #[must_use]
    fn newer() -> Vec<(&'static str, Json)> {
        Vec::new()
    }

    /// Changes a plan that the framework made, where what is planned of one attribute depends on others.
    fn plan(plan: &mut Planning<'_, Infisical>) {
        let _ = plan;
    }

    /// A request body where the API's words are others than those of this struct.
    #[must_use]
    fn said(body: JsonMap) -> JsonMap {
        body
    }

    /// The same for an answer.
    #[must_use]
    fn heard(answer: JsonMap) -> JsonMap {
        answer
    }
}

/// An auth method attached to a machine identity.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
pub(crate) struct Attached<M: AuthMethod> {
    /// ID of the configuration of the auth method. A new one at each attachment.
    #[attr(keep)]
    id: Computed<String>,

    /// ID of the machine identity.
    #[attr(key)]
    identity_id: Text<Uuid>,

    #[attr(flatten, describes)]
    method: M,

    #[attr(flatten)]
    access_token: AccessTokenSettings,
}

impl<M: AuthMethod> Resource<Infisical> for Attached<M> {
    const TYPE_NAME: &'static str = M::TYPE_NAME;

    /// A secret that is configured in its write-only form leaves state, where an import or an earlier
    /// configuration put it.
    async fn modify_plan(plan: &mut Planning<'_, Infisical>) -> Result<()> {
        if plan.is_destroy() {
            return Ok(());
        }
        for attribute in &Self::block().attributes {
            let write_only = attribute.rules.iter().find_map(|rule| match rule {
                Rule::Prefer(name) => Some(*name),
                _ => None,
            });
            if write_only.is_some_and(|name| plan.config(name) != Known::Null) {
                plan.set(attribute.name, Value::Null);
            }
        }
        M::plan(plan);
        Ok(())
    }

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self> {
        let at = M::ENDPOINT.at(plan.identity_id.as_str());
        let is_it = |found: &JsonMap| is_as_planned(&plan, |plan| plan.told(found.clone()));
        let mut body = M::said(plan.to_api());
        for (member, nothing) in M::newer() {
            if body.get(member) == Some(&nothing) {
                body.remove(member);
            }
        }
        match cx.api.create(&at, &body, &Trace::at_its_path(&is_it)).await {
            Ok(attached) => Ok(plan.told(without_hidden::<M>(attached))?),
            Err(error) if says_already_configured(&error) => {
                Err(plan.why_not_attached(error, cx).await)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>> {
        let found = cx.api.get(&M::ENDPOINT.at(prior.identity_id.as_str())).await;
        let Some(current) = prior.unless_detached(found, cx).await? else { return Ok(None) };
        // After an import nothing is known yet: a secret that the server tells is what is managed.
        let imported = prior.id.known().is_none();
        Ok(Some(if imported { prior.imported(current) } else { prior.told(current) }?))
    }

    /// Sends the whole body: the server checks a new max TTL against the stored max TTL, not the
    /// stored TTL, so that lowering it alone would be refused.
    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self> {
        let mut body = M::said(change.whole_body());
        let Change { prior, plan } = change;
        let prior = prior.to_api();
        for (member, _) in M::newer() {
            if body.get(member) == prior.get(member) {
                body.remove(member);
            }
        }
        let updated = cx.api.patch(&M::ENDPOINT.at(plan.identity_id.as_str()), &body).await?;
        Ok(plan.told(without_hidden::<M>(updated))?)
    }

    async fn delete(prior: Self, cx: &Cx<'_>) -> Result<()> {
        let revoked = cx.api.delete(&M::ENDPOINT.at(prior.identity_id.as_str())).await;
        prior.unless_detached(revoked, cx).await?;
        Ok(())
    }

    fn moves() -> Vec<Move<Self>> {
        moves()
    }
}

/// The list of the identities that have it, for `terraform query`.
impl<M: AuthMethod> ListResource<Infisical> for Attached<M> {
    type Filter = IdentityFilter;

    async fn list(filter: IdentityFilter, cx: &Cx<'_>, found: &Found<'_, Self>) -> Result<()> {
        for identity in filter.find_with(M::SLUG, cx).await? {
            let identity_id = text(&identity, "id").unwrap_or_default().into();
            let mut attached = Self { identity_id, ..Self::default() };
            if found.wants_objects() {
                let Some(whole) = Self::read(attached, cx).await? else { continue };
                attached = whole;
            }
            if !found.push(&attached, text(&identity, "name").unwrap_or_default()).await {
                break;
            }
        }
        Ok(())
    }
}

impl<M: AuthMethod> Attached<M> {
    /// This with everything that the server tells of it.
    fn told(self, answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let answer = without_secrets(&self, answer);
        self.imported(answer)
    }

    /// The same, secrets and all.
    fn imported(self, answer: JsonMap) -> std::result::Result<Self, Diagnostic> {
        let mut answer = M::heard(answer);
        for (member, nothing) in M::newer() {
            if answer.get(member).is_none_or(Json::is_null) {
                answer.insert(member.to_owned(), nothing);
            }
        }
        let answer = without_nothing(&self, answer);
        self.absorb(&answer)
    }

    /// `None` when the method is not attached, or the identity is gone. The server says the former
    /// with a 400; where its words are not known, the identity's list of methods decides.
    async fn unless_detached<T>(
        &self,
        answer: std::result::Result<T, infisical_client::Error>,
        cx: &Cx<'_>,
    ) -> Result<Option<T>> {
        match answer.or_gone() {
            Err(error) if error.status() == Some(400) => {
                match auth_methods(self.identity_id.as_str(), cx).await {
                    Ok(Some(methods)) if methods.iter().any(|method| method == M::SLUG) => {
                        Err(error.into())
                    }
                    Ok(_) => Ok(None),
                    Err(_) => Err(error.into()),
                }
            }
            other => Ok(other?),
        }
    }

    /// The server says "already configured" of this method and, before it allowed several, of any.
    async fn why_not_attached(&self, refusal: infisical_client::Error, cx: &Cx<'_>) -> Error {
        let (title, id) = (M::TITLE, &self.identity_id);
        let methods = auth_methods(id.as_str(), cx).await.ok().flatten().unwrap_or_default();
        let others: Vec<_> = methods.into_iter().filter(|method| method != M::SLUG).collect();
        let attached = cx.api.get(&M::ENDPOINT.at(id.as_str())).await.or_gone();
        if matches!(attached, Ok(None)) && !others.is_empty() {
            return Diagnostic::error(
                format!("{title} cannot be attached"),
                format!(
                    "Identity {id} has another auth method ({}), and this server allows one. Revoke \
                     that one first.\n\n{refusal}",
                    others.join(", ")
                ),
            )
            .at(tf_framework::AttributePath::root("identity_id"))
            .into();
        }
        let import = import_it(M::TYPE_NAME, id.as_str());
        Diagnostic::error(
            format!("{title} is already attached"),
            format!(
                "Identity {id} has {title} already, and an identity has it once. {import}\n\n{refusal}"
            ),
        )
        .at(tf_framework::AttributePath::root("identity_id"))
        .into()
    }
}

/// What a request that writes is answered with, as far as it can be relied on.
fn without_hidden<M: AuthMethod>(mut answer: JsonMap) -> JsonMap {
    answer.retain(|member, _| !M::ONLY_GET.contains(&member.as_str()));
    answer
}

/// `Failed to add Azure Auth to already configured identity`, 400, in every auth method's service.
fn says_already_configured(error: &infisical_client::Error) -> bool {
    error.status() == Some(400)
        && error.message().is_some_and(|message| message.contains("already configured identity"))
}
