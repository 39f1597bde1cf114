//! `AssertObjectCompatible`: what Terraform asks of the result of an apply.

use tf_framework::Value;

pub(super) fn is(planned: &Value, new: &Value) -> bool {
    new.is_wholly_known() && goes_with(planned, new)
}

fn goes_with(planned: &Value, new: &Value) -> bool {
    if planned.is_unknown() {
        return true;
    }
    match (planned, new) {
        (Value::List(planned), Value::List(new)) => {
            planned.len() == new.len() && planned.iter().zip(new).all(|(p, n)| goes_with(p, n))
        }
        (Value::Map(planned), Value::Map(new)) | (Value::Object(planned), Value::Object(new)) => {
            planned.len() == new.len()
                && planned.iter().all(|(key, p)| new.get(key).is_some_and(|n| goes_with(p, n)))
        }
        (Value::Set(planned), Value::Set(new)) => {
            planned.len() >= new.len()
                && planned.iter().all(|p| new.iter().any(|n| goes_with(p, n)))
                && new.iter().all(|n| planned.iter().any(|p| goes_with(p, n)))
        }
        _ => planned == new,
    }
}
