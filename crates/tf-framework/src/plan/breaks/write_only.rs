//! Write-only values in a plan, wherever they are, also where the rest may be anything.

use super::plan::Broken;
use crate::{Block, plan::trail::Trail};
use tf_protocol::{Value, schema::Nesting};

pub(super) fn planned(block: &Block, value: &Value, trail: &Trail<'_>) -> Result<(), Broken> {
    for attribute in &block.attributes {
        let nested = attribute.kind.nested();
        if !attribute.write_only && nested.is_none() {
            continue;
        }
        let value = value.attribute(attribute.name);
        let here = trail.attribute(attribute.name);
        if attribute.write_only && !value.is_null() {
            return Err((here.path(), "a value where an attribute is write-only"));
        }
        match (nested, value) {
            (Some((Nesting::Single | Nesting::Group, inner)), value) => {
                planned(inner, value, &here)?;
            }
            (Some((_, inner)), Value::List(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    planned(inner, element, &here.index(index))?;
                }
            }
            (Some((_, inner)), Value::Map(members)) => {
                for (key, element) in members {
                    planned(inner, element, &here.key(key))?;
                }
            }
            (Some((_, inner)), Value::Set(elements)) => {
                for element in elements {
                    planned(inner, element, &here)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
