//! `ApplyResourceChange`: whatever exists when it ends is in the answer, also when it fails.

use super::{
    Server,
    call::{Limit, call},
    decode, encode, is_sensitive,
};
use crate::{
    Block, Cx, Diagnostic, Diagnostics, Operation, Provider, plan,
    resource::{ErasedResource, Kept, Private, Scope},
    schema::Shape,
};
use tf_protocol::{
    AttributePath, Value,
    rpc::{ApplyRequest, ApplyResponse},
};

impl<P: Provider> Server<P> {
    pub(super) async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        let type_name = request.type_name.clone();
        let mut out = Diagnostics::default();
        let applied = self.applied(&request, &mut out).await;
        let mut response = applied.unwrap_or_else(|error| {
            out.push(error);
            let (private, before_plan) = Private::of_plan(request.private);
            ApplyResponse {
                state: request.prior,
                private: before_plan.unwrap_or_else(|| private.into_bytes()),
                identity: request.identity,
                ..ApplyResponse::default()
            }
        });
        response.diagnostics = out.into_wire_of(self.block_of(&type_name));
        response
    }

    async fn applied(
        &self,
        request: &ApplyRequest,
        out: &mut Diagnostics,
    ) -> Result<ApplyResponse, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let client = self.client()?;
        if self.cancelled().is_cancelled() {
            return Err(Diagnostic::error(
                "Interrupted",
                "The run was interrupted before this change began. Nothing was sent.",
            ));
        }
        let shape = resource.shape();
        let prior = decode(&request.prior, &shape.ty)?;
        let planned = decode(&request.planned, &shape.ty)?;
        let config = decode(&request.config, &shape.ty)?;
        let (private, before_plan) = Private::of_plan(request.private.clone());
        let scope = Scope::new(private, self.cancelled().child_token());
        let result = self.carry_out(resource, &client, &scope, &prior, &planned, &config).await;
        let Kept { saved, warnings, private } = scope.into_kept::<P>(&client);
        out.extend(warnings);
        // What the plan kept belongs to the planned state, and to that alone.
        let undone = before_plan.filter(|_| result.is_err() && saved.is_none());
        let mut private = match undone {
            Some(before) if !private.is_changed() => before,
            _ => private.into_bytes(),
        };
        let new = match result {
            Ok(new) => {
                if new.is_null() {
                    private.clear();
                }
                let new = plan::keep_spelling(&shape.block, None, &planned, shape.complete(new));
                out.extend(broken_promises(&shape.block, &planned, &new));
                out.extend(changed_identity(resource, &prior, &new));
                new
            }
            Err(failed) => {
                out.extend(failed);
                saved.map_or_else(|| prior.clone(), |saved| shape.complete(saved))
            }
        };
        let (new, state) = if let Ok(state) = encode(&new, &shape.ty) {
            (new, state)
        } else {
            let new = what_fits(shape, new, out);
            let state = encode(&new, &shape.ty)?;
            (new, state)
        };
        let identity = super::identity::of(resource, &new).unwrap_or_else(|error| {
            out.push(error);
            request.identity.clone()
        });
        Ok(ApplyResponse { state, identity, private, diagnostics: Vec::new() })
    }

    async fn carry_out(
        &self,
        resource: &dyn ErasedResource<P>,
        client: &P::Client,
        scope: &Scope,
        prior: &Value,
        planned: &Value,
        config: &Value,
    ) -> Result<Value, Diagnostics> {
        let cx = Cx::new(client, scope);
        let block = resource.block();
        let (operation, object) = match (prior.is_null(), planned.is_null()) {
            (_, true) => (Operation::Delete, prior),
            (true, false) => (Operation::Create, planned),
            (false, false) => (Operation::Update, planned),
        };
        let limit = Limit::of(operation, object, resource.timeout(operation));
        let result = call(scope, limit, async {
            let plan = || plan::write_only_from(block, config, planned.clone());
            match operation {
                Operation::Delete => resource.delete(prior, &cx).await.map(|()| Value::Null),
                Operation::Create => resource.create(&plan(), &cx).await,
                Operation::Update | Operation::Read => resource.update(prior, &plan(), &cx).await,
            }
        })
        .await?;
        result.map_err(|error| P::diagnose(error, block))
    }
}

/// The object without the attributes that are not of their type, which is the provider's mistake. The
/// object exists, and what is left of it says where.
fn what_fits(shape: &Shape, mut object: Value, out: &mut Diagnostics) -> Value {
    if let Value::Object(members) = &mut object {
        for attribute in &shape.block.attributes {
            let Some(member) = members.get_mut(attribute.name) else { continue };
            if let Err(misfit) = encode(member, &attribute.ty()) {
                out.push(misfit.at(AttributePath::root(attribute.name)));
                *member = Value::Null;
            }
        }
    }
    shape.complete(object)
}

/// What the server stored differently from what was planned, said of the attribute.
fn broken_promises(block: &Block, planned: &Value, new: &Value) -> Diagnostics {
    if planned.is_null() {
        return Diagnostics::default();
    }
    plan::result_breaks(planned, new)
        .into_iter()
        .map(|path| {
            let detail = if is_sensitive(block, &path) {
                "The server stored another value than the one that was sent.".to_owned()
            } else {
                format!(
                    "Sent was {:?}, and the server stored {:?}. State holds what the server stored.",
                    plan::at_path(planned, &path),
                    plan::at_path(new, &path)
                )
            };
            Diagnostic::remote("The server stored another value", detail).at(path)
        })
        .collect()
}

/// An update that makes another object of it, where the resource says that there is no such.
fn changed_identity<P: Provider>(
    resource: &dyn ErasedResource<P>,
    prior: &Value,
    new: &Value,
) -> Option<Diagnostic> {
    let identified = resource.identified()?;
    let (before, after) = (identified.from(prior)?, identified.from(new)?);
    (before != after && !resource.identity_may_change()).then(|| {
        Diagnostic::bug(
            "The identity changed",
            "After the update the object has another identity than before, which this resource does \
             not allow.",
        )
    })
}
