//! Write-only values are never planned or stored; what carries out a plan gets them here.

use super::lookup;
use crate::Block;
use tf_protocol::{Value, schema::Nesting};

/// `planned` with the write-only values of the configuration, which Terraform sends along with each
/// apply. Sets have none.
#[must_use]
pub fn write_only_from(block: &Block, config: &Value, mut planned: Value) -> Value {
    inside(block, config, &mut planned);
    planned
}

fn inside(block: &Block, config: &Value, planned: &mut Value) {
    let Value::Object(members) = planned else { return };
    for attribute in &block.attributes {
        let config = config.attribute(attribute.name);
        if config.is_null() || (!attribute.write_only && attribute.kind.nested().is_none()) {
            continue;
        }
        let Some(planned) = members.get_mut(attribute.name) else { continue };
        match (attribute.kind.nested(), planned) {
            (_, planned) if attribute.write_only => *planned = config.clone(),
            (Some((Nesting::Single | Nesting::Group, inner)), planned) => {
                inside(inner, config, planned);
            }
            (Some((_, inner)), Value::List(elements)) => {
                for (index, planned) in elements.iter_mut().enumerate() {
                    inside(inner, lookup::at(config, index), planned);
                }
            }
            (Some((_, inner)), Value::Map(members)) => {
                for (key, planned) in members {
                    inside(inner, lookup::member(config, key), planned);
                }
            }
            _ => {}
        }
    }
}
