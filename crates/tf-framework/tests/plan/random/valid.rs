//! `AssertPlanValid`: what Terraform asks of a plan.

use tf_framework::{Attribute, Block, Kind, Mode, Nesting, Value};

type Found = Vec<String>;

pub(super) fn broken(block: &Block, prior: &Value, config: &Value, planned: &Value) -> Found {
    let mut out = Vec::new();
    of_block(block, prior, config, planned, "", &mut out);
    if super::write_only::is_in(block, planned) {
        out.push("write-only".to_owned());
    }
    out
}

/// An attribute of an object; of an unknown one, unknown.
fn get(value: &Value, name: &str) -> Value {
    if value.is_unknown() { Value::Unknown } else { value.attribute(name).clone() }
}

fn unrefined(value: &Value) -> Value {
    match value {
        Value::Refined(_) => Value::Unknown,
        Value::List(all) => Value::List(all.iter().map(unrefined).collect()),
        Value::Set(all) => Value::set(all.iter().map(unrefined)),
        Value::Map(all) => Value::Map(all.iter().map(|(k, v)| (k.clone(), unrefined(v))).collect()),
        Value::Object(all) => {
            Value::Object(all.iter().map(|(k, v)| (k.clone(), unrefined(v))).collect())
        }
        Value::Dynamic(inner) => Value::Dynamic(Box::new((inner.0.clone(), unrefined(&inner.1)))),
        other => other.clone(),
    }
}

fn raw_equal(one: &Value, other: &Value) -> bool {
    unrefined(one) == unrefined(other)
}

fn of_block(b: &Block, prior: &Value, config: &Value, planned: &Value, at: &str, out: &mut Found) {
    if planned.is_null() != config.is_null() {
        return out.push(format!("{at} presence"));
    }
    if planned.is_null() {
        return;
    }
    for attribute in &b.attributes {
        let name = attribute.name;
        let here = format!("{at}.{name}");
        let (prior, config, planned) = (get(prior, name), get(config, name), get(planned, name));
        if let Kind::Block(nesting, inner) = &attribute.kind {
            of_nested_block(*nesting, inner, &prior, &config, &planned, &here, out);
        } else {
            of_attribute(attribute, &prior, &config, &planned, &here, out);
        }
    }
}

fn of_nested_block(
    nesting: Nesting,
    inner: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    at: &str,
    out: &mut Found,
) {
    if nesting != Nesting::Single && planned.is_null() {
        return out.push(format!("{at} null blocks"));
    }
    if planned == config {
        return;
    }
    if config.is_unknown() || planned.is_unknown() {
        return out.push(format!("{at} unknown blocks"));
    }
    let each = |prior: &Value, config: &Value, planned: &Value, at: String, out: &mut Found| {
        if planned.is_unknown() {
            out.push(format!("{at} unknown block"));
        } else {
            of_block(inner, prior, config, planned, &at, out);
        }
    };
    match nesting {
        Nesting::Single | Nesting::Group => of_block(inner, prior, config, planned, at, out),
        Nesting::List => {
            let (planned, config) = (planned.elements().unwrap(), config.elements().unwrap());
            if planned.len() != config.len() {
                return out.push(format!("{at} count"));
            }
            for (i, (planned, config)) in planned.iter().zip(config).enumerate() {
                let prior = prior.elements().and_then(|all| all.get(i)).unwrap_or(&Value::Null);
                each(prior, config, planned, format!("{at}[{i}]"), out);
            }
        }
        Nesting::Map => {
            let (Value::Map(planned), Value::Map(config)) = (planned, config) else {
                return out.push(format!("{at} not maps"));
            };
            if planned.len() != config.len() {
                return out.push(format!("{at} count"));
            }
            for (key, planned) in planned {
                let Some(config) = config.get(key) else {
                    out.push(format!("{at} key"));
                    continue;
                };
                let prior = if let Value::Map(all) = prior { all.get(key) } else { None };
                let prior = prior.unwrap_or(&Value::Null);
                each(prior, config, planned, format!("{at}[{key}]"), out);
            }
        }
        Nesting::Set => {
            for planned in planned.elements().unwrap() {
                if planned.is_unknown() {
                    out.push(format!("{at} unknown block"));
                }
            }
        }
    }
}

fn of_attribute(
    attribute: &Attribute,
    prior: &Value,
    config: &Value,
    planned: &Value,
    at: &str,
    out: &mut Found,
) {
    if raw_equal(planned, config) {
        return;
    }
    if raw_equal(planned, prior) && !prior.is_null() && !config.is_null() {
        return;
    }
    if attribute.write_only {
        return; // Looked for everywhere.
    }
    if attribute.mode == Mode::Computed
        || (attribute.mode == Mode::OptionalComputed && config.is_null())
    {
        return;
    }
    if config.is_null() && !planned.is_null() {
        return out.push(format!("{at} planned and not configured"));
    }
    if let Kind::Nested(nesting, inner) = &attribute.kind {
        of_object(*nesting, inner, prior, config, planned, at, out);
    } else {
        out.push(format!("{at} another value"));
    }
}

fn of_attributes(
    b: &Block,
    prior: &Value,
    config: &Value,
    plan: &Value,
    at: &str,
    out: &mut Found,
) {
    for attribute in &b.attributes {
        let name = attribute.name;
        let (prior, config, planned) = (get(prior, name), get(config, name), get(plan, name));
        of_attribute(attribute, &prior, &config, &planned, &format!("{at}.{name}"), out);
    }
}

/// The least and the most elements that a set may turn out to have.
fn lengths(value: &Value) -> (usize, usize) {
    match value.elements() {
        Some(all) if value.is_wholly_known() || all.len() < 2 => (all.len(), all.len()),
        Some(all) => (1, all.len()),
        None => (0, usize::MAX),
    }
}

fn of_object(
    nesting: Nesting,
    inner: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    at: &str,
    out: &mut Found,
) {
    if planned.is_null() != config.is_null() {
        return out.push(format!("{at} presence"));
    }
    if !config.is_null() && planned.is_unknown() {
        return out.push(format!("{at} unknown"));
    }
    if planned.is_null() {
        return;
    }
    match nesting {
        Nesting::Single | Nesting::Group => of_attributes(inner, prior, config, planned, at, out),
        Nesting::List => {
            let planned = planned.elements().unwrap();
            let Some(config) = config.elements().filter(|all| all.len() == planned.len()) else {
                return out.push(format!("{at} count"));
            };
            for (i, (planned, config)) in planned.iter().zip(config).enumerate() {
                let prior = prior.elements().and_then(|all| all.get(i)).unwrap_or(&Value::Null);
                of_attributes(inner, prior, config, planned, &format!("{at}[{i}]"), out);
            }
        }
        Nesting::Map => {
            let (Value::Map(planned), Value::Map(config)) = (planned, config) else {
                return out.push(format!("{at} not maps"));
            };
            if !planned.keys().eq(config.keys()) {
                return out.push(format!("{at} keys"));
            }
            for (key, planned) in planned {
                let prior = if let Value::Map(all) = prior { all.get(key) } else { None };
                let prior = prior.unwrap_or(&Value::Null);
                of_attributes(inner, prior, &config[key], planned, &format!("{at}[{key}]"), out);
            }
        }
        Nesting::Set => {
            let ((least, most), (fewest, all)) = (lengths(planned), lengths(config));
            if all < least || most < fewest {
                out.push(format!("{at} count"));
            }
        }
    }
}
