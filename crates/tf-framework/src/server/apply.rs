//! `ApplyResourceChange`: whatever exists when it ends is in the answer, also when it fails.

use super::{Server, decode, encode, guarded, is_sensitive, settle};
use crate::{Block, Cx, Diagnostic, Diagnostics, Provider, plan};
use tf_protocol::{
    AttributePath, Step, Value,
    rpc::{ApplyRequest, ApplyResponse, DynamicValue},
};

impl<P: Provider> Server<P> {
    pub(super) async fn apply(&self, request: ApplyRequest) -> ApplyResponse {
        let mut out = Diagnostics::default();
        let state = match self.applied(&request, &mut out).await {
            Ok(state) => state,
            Err(error) => {
                out.push(error);
                request.prior
            }
        };
        ApplyResponse {
            state,
            private: request.private,
            diagnostics: out.into_wire(),
            ..ApplyResponse::default()
        }
    }

    async fn applied(
        &self,
        request: &ApplyRequest,
        out: &mut Diagnostics,
    ) -> Result<DynamicValue, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let client = self.client()?;
        if self.cancelled().is_cancelled() {
            return Err(Diagnostic::error(
                "Interrupted",
                "The run was interrupted before this change began. Nothing was sent.",
            ));
        }
        let block = resource.block();
        let ty = block.ty();
        let prior = decode(&request.prior, &ty)?;
        let planned = decode(&request.planned, &ty)?;
        let cx = Cx::new(&*client);
        let result = guarded(async {
            if planned.is_null() {
                resource.delete(&prior, &cx).await.map(|()| Value::Null)
            } else if prior.is_null() {
                resource.create(&planned, &cx).await
            } else {
                resource.update(&prior, &planned, &cx).await
            }
        })
        .await;
        let (saved, warnings) = cx.into_kept();
        out.extend(warnings);
        let failed = match result {
            Ok(Ok(new)) => {
                let new = plan::keep_spelling(block, None, &planned, settle(new));
                out.extend(broken_promises(block, &planned, &new));
                return encode(&new, &ty);
            }
            Ok(Err(error)) => P::diagnose(error, block),
            Err(panicked) => panicked.into(),
        };
        out.extend(failed);
        encode(&saved.map_or(prior, settle), &ty)
    }
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
                    at(planned, &path),
                    at(new, &path)
                )
            };
            Diagnostic::remote("The server stored another value", detail).at(path)
        })
        .collect()
}

fn at<'a>(value: &'a Value, path: &AttributePath) -> &'a Value {
    path.steps().iter().fold(value, |value, step| match (step, value) {
        (Step::Attribute(name), value) => value.attribute(name),
        (Step::Key(key), Value::Map(members)) => members.get(key).unwrap_or(&Value::Null),
        (Step::Index(index), value) => {
            let index = usize::try_from(*index).unwrap_or(usize::MAX);
            value.elements().and_then(|all| all.get(index)).unwrap_or(&Value::Null)
        }
        (Step::Key(_), _) => &Value::Null,
    })
}
