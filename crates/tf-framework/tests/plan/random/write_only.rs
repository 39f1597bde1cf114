//! Write-only values, wherever they are.

use tf_framework::{Block, Value};

/// Whether there is one.
pub(super) fn is_in(block: &Block, value: &Value) -> bool {
    match value {
        Value::List(all) | Value::Set(all) => all.iter().any(|value| is_in(block, value)),
        Value::Map(all) => all.values().any(|value| is_in(block, value)),
        Value::Object(all) => block.attributes.iter().any(|attribute| {
            let value = &all[attribute.name];
            (attribute.write_only && !value.is_null())
                || attribute.kind.nested().is_some_and(|(_, inner)| is_in(inner, value))
        }),
        _ => false,
    }
}

/// Whether all of the configuration are there; sets have none.
pub(super) fn are_from(block: &Block, config: &Value, value: &Value) -> bool {
    match (config, value) {
        (Value::List(config), Value::List(value)) => {
            config.iter().zip(value).all(|(config, value)| are_from(block, config, value))
        }
        (Value::Map(config), Value::Map(value)) => {
            value.iter().all(|(key, value)| are_from(block, &config[key], value))
        }
        (Value::Object(config), Value::Object(value)) => block.attributes.iter().all(|attribute| {
            let (config, value) = (&config[attribute.name], &value[attribute.name]);
            if attribute.write_only {
                return config == value;
            }
            attribute.kind.nested().is_none_or(|(_, inner)| are_from(inner, config, value))
        }),
        _ => true,
    }
}

/// The value with none.
pub(super) fn without(block: &Block, value: Value) -> Value {
    match value {
        Value::List(all) => Value::List(all.into_iter().map(|v| without(block, v)).collect()),
        Value::Map(all) => {
            Value::Map(all.into_iter().map(|(key, v)| (key, without(block, v))).collect())
        }
        Value::Object(mut all) => Value::object(block.attributes.iter().map(|attribute| {
            let value = all.remove(attribute.name).unwrap();
            let value = match attribute.kind.nested() {
                _ if attribute.write_only => Value::Null,
                Some((_, inner)) => without(inner, value),
                None => value,
            };
            (attribute.name, value)
        })),
        other => other,
    }
}
