//! `GenerateResourceConfig`: from the state of an imported object to a configuration that plans no
//! change.

use super::{Server, decode, encode};
use crate::{Attribute, Block, Diagnostic, Diagnostics, Kind, Mode, Provider, Value};
use std::collections::BTreeMap;
use tf_protocol::{
    rpc::{DynamicValue, GenerateRequest, GenerateResponse},
    schema::Nesting,
};

impl<P: Provider> Server<P> {
    pub(super) fn generate(&self, request: &GenerateRequest) -> GenerateResponse {
        match self.generated(request) {
            Ok(config) => GenerateResponse { config, diagnostics: Vec::new() },
            Err(error) => GenerateResponse {
                config: DynamicValue::default(),
                diagnostics: Diagnostics::from(error).into_wire(),
            },
        }
    }

    fn generated(&self, request: &GenerateRequest) -> Result<DynamicValue, Diagnostic> {
        let resource = self.resource(&request.type_name)?;
        let shape = resource.shape();
        let state = decode(&request.state, &shape.ty)?;
        let config = resource.generated_config(config_of(&shape.block, &state));
        encode(&shape.complete(config), &shape.ty)
    }
}

/// What a practitioner would have written: nothing that only the provider sets, nothing deprecated,
/// nothing that is the default anyway, and no empty text where that stays without a word.
fn config_of(block: &Block, state: &Value) -> Value {
    Value::Object(
        block
            .attributes
            .iter()
            .map(|attribute| {
                (attribute.name.to_owned(), one(attribute, state.attribute(attribute.name)))
            })
            .collect::<BTreeMap<_, _>>(),
    )
}

fn one(attribute: &Attribute, value: &Value) -> Value {
    let servers = attribute.mode == Mode::Computed
        || (attribute.mode == Mode::OptionalComputed && attribute.name == "id");
    let silent = attribute.default.as_ref() == Some(value)
        || (attribute.mode.is_computed() && value.as_str() == Some(""));
    let is_block = matches!(attribute.kind, Kind::Block(..));
    if attribute.deprecation.is_some() || (!is_block && (servers || silent)) || value.is_null() {
        return Value::Null;
    }
    let Some((nesting, inner)) = attribute.kind.nested() else { return value.clone() };
    match (nesting, value) {
        (Nesting::Single | Nesting::Group, value) => config_of(inner, value),
        (_, Value::List(all)) => Value::List(all.iter().map(|e| config_of(inner, e)).collect()),
        (_, Value::Set(all)) => Value::set(all.iter().map(|e| config_of(inner, e))),
        (_, Value::Map(all)) => {
            Value::Map(all.iter().map(|(key, e)| (key.clone(), config_of(inner, e))).collect())
        }
        (_, other) => other.clone(),
    }
}
