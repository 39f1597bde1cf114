//! Whether the server did what was planned.

use tf_framework::{AttributePath, Nulls, Schema, Step, Value, plan};

/// What a create made, with what was planned wherever the server has something else: Terraform takes no
/// other value, and calls a create that ends with another one failed. `differs` hears of each such
/// attribute; the next plan finds it by itself.
pub(crate) fn as_promised<S: Schema>(
    planned: &S,
    made: S,
    mut differs: impl FnMut(&str),
) -> crate::Result<S> {
    let (promised, mut has) = (planned.to_value(), made.to_value());
    let broken = plan::result_breaks(&promised, &has);
    let Value::Object(members) = &mut has else { return Ok(made) };
    for path in &broken {
        let Some(Step::Attribute(name)) = path.steps().first() else { continue };
        let promise = promised.attribute(name);
        if promise.is_unknown() {
            continue;
        }
        members.insert(name.clone(), promise.clone());
        differs(name);
    }
    Ok(S::from_value(&has, &AttributePath::default(), Nulls::Default)?)
}
