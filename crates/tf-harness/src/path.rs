//! Paths into a value, as a test writes them: `name`, `keys.0.id`.

use serde_json::Value;

/// The value at `path`.
pub(crate) fn find<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |inside, step| match inside {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => inside.get(step),
    })
}

/// The paths at which `marks` is true; it has the shape of the value that it is about.
pub(crate) fn marked(marks: &Value) -> Vec<String> {
    let under = |(step, inside): (String, &Value)| {
        marked(inside).into_iter().map(move |rest| match &*rest {
            "" => step.clone(),
            rest => format!("{step}.{rest}"),
        })
    };
    match marks {
        Value::Bool(true) => vec![String::new()],
        Value::Array(items) => {
            items.iter().enumerate().map(|(at, i)| (at.to_string(), i)).flat_map(under).collect()
        }
        Value::Object(members) => {
            members.iter().map(|(name, inside)| (name.clone(), inside)).flat_map(under).collect()
        }
        _ => Vec::new(),
    }
}

/// A path as Terraform's JSON has it: a list of names and indices.
pub(crate) fn dotted(path: &Value) -> String {
    let steps = path.as_array().into_iter().flatten();
    let steps = steps.map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned));
    steps.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let value = json!({"name": "ci", "keys": [{"id": 1}, {"id": null}]});
        for (path, expected) in [
            ("name", Some(json!("ci"))),
            ("keys.0.id", Some(json!(1))),
            ("keys.1.id", Some(json!(null))),
            ("keys.2.id", None),
            ("keys.id", None),
            ("name.0", None),
            ("other", None),
        ] {
            assert_eq!(find(&value, path), expected.as_ref(), "{path}");
        }
    }

    #[test]
    fn marks_are_told_by_their_paths() {
        let marks = json!({"a": true, "b": [{}, {"c": true, "d": false}], "e": {"f": [true]}});
        assert_eq!(marked(&marks), ["a", "b.1.c", "e.f.0"]);
        assert_eq!(marked(&json!({"a": {}, "b": []})), [""; 0]);
        assert_eq!(dotted(&json!(["b", 1, "c"])), "b.1.c");
    }
}
