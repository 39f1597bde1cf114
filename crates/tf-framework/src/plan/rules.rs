//! The checks that Terraform makes on a plan and on the result of an apply, made here first, so that
//! a mistake names the attribute instead of "Provider produced invalid plan".

use crate::{Attribute, Block, Kind, Mode};
use tf_protocol::{AttributePath, Value};

/// The first attribute of a plan that Terraform would refuse, and why.
///
/// # Errors
/// The path and the broken rule.
pub fn plan_breaks(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
) -> Result<(), (AttributePath, &'static str)> {
    if planned.is_null() != config.is_null() {
        return Err((AttributePath::default(), "planned null where the configuration is not"));
    }
    object(block, prior, config, planned, &AttributePath::default())
}

fn object(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &AttributePath,
) -> Result<(), (AttributePath, &'static str)> {
    if planned.is_null() {
        return Ok(());
    }
    for attribute in &block.attributes {
        let name = attribute.name;
        let here = path.attribute(name);
        one(
            attribute,
            prior.attribute(name),
            config.attribute(name),
            planned.attribute(name),
            &here,
        )?;
    }
    Ok(())
}

fn one(
    attribute: &Attribute,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &AttributePath,
) -> Result<(), (AttributePath, &'static str)> {
    let unchanged = planned == prior && !prior.is_null() && !config.is_null();
    if planned == config || unchanged {
        return Ok(());
    }
    if config.is_null() {
        return match attribute.mode {
            Mode::Computed | Mode::OptionalComputed => Ok(()),
            Mode::Required | Mode::Optional => {
                Err((path.clone(), "a value where the configuration has none"))
            }
        };
    }
    let Kind::Nested(_, inner) = &attribute.kind else {
        return Err((path.clone(), "another value than the configuration's"));
    };
    match (planned, config) {
        (Value::Object(_), Value::Object(_)) => object(inner, prior, config, planned, path),
        (Value::List(planned), Value::List(config)) if planned.len() == config.len() => {
            for (index, (planned, config)) in planned.iter().zip(config).enumerate() {
                let prior = prior.elements().and_then(|all| all.get(index)).unwrap_or(&Value::Null);
                object(inner, prior, config, planned, &path.index(index))?;
            }
            Ok(())
        }
        (Value::Map(planned), Value::Map(config)) if planned.keys().eq(config.keys()) => {
            for (key, planned) in planned {
                let config = config.get(key).unwrap_or(&Value::Null);
                object(inner, &Value::Null, config, planned, &path.key(key.as_str()))?;
            }
            Ok(())
        }
        (Value::Set(planned), Value::Set(config)) if planned.len() <= config.len() => Ok(()),
        _ => Err((path.clone(), "another number of elements than the configuration's")),
    }
}

/// The paths at which `new` is not what `planned` promised: every known value must have stayed, and
/// an unknown may have become anything.
#[must_use]
pub fn result_breaks(planned: &Value, new: &Value) -> Vec<AttributePath> {
    let mut broken = Vec::new();
    differences(planned, new, &AttributePath::default(), &mut broken);
    broken
}

fn differences(planned: &Value, new: &Value, path: &AttributePath, out: &mut Vec<AttributePath>) {
    match (planned, new) {
        (Value::Unknown, _) => {}
        (Value::Object(planned), Value::Object(new)) => {
            for (name, planned) in planned {
                let new = new.get(name).unwrap_or(&Value::Null);
                differences(planned, new, &path.attribute(name.as_str()), out);
            }
        }
        (Value::Map(planned), Value::Map(new)) if planned.keys().eq(new.keys()) => {
            for ((key, planned), new) in planned.iter().zip(new.values()) {
                differences(planned, new, &path.key(key.as_str()), out);
            }
        }
        (Value::List(planned), Value::List(new)) if planned.len() == new.len() => {
            for (index, (planned, new)) in planned.iter().zip(new).enumerate() {
                differences(planned, new, &path.index(index), out);
            }
        }
        (Value::Set(planned), Value::Set(new))
            if !planned.iter().all(Value::is_wholly_known) && new.len() <= planned.len() => {}
        (planned, new) if planned == new => {}
        _ => out.push(path.clone()),
    }
}
