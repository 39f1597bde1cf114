//! A struct as one value of an object type, rather than as nested attributes.

use super::{AttributeType, mismatch, type_of};
use crate::{
    Attribute, Block, Checked, Diagnostic, Diagnostics, Kind, Mode, Nulls, Schema, Stage, plan,
};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// An attribute of an `object({...})` type.
///
/// The practitioner gives all attributes of the object or none; a null is allowed where `T` has an
/// `Option`. Defaults and computed attributes inside have no effect: for these, use `T` itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Object<T>(T);

impl<T> Object<T> {
    /// The struct.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// The struct, to keep.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Object<T> {
    fn from(inner: T) -> Self {
        Self(inner)
    }
}

impl<T: Schema + AttributeType> AttributeType for Object<T> {
    fn kind() -> Kind {
        Kind::Type(type_of::<T>())
    }

    fn members() -> Option<Block> {
        Some(T::block())
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        if matches!(value, Value::Object(_)) {
            Schema::from_value(value, path, Nulls::Refuse).map(Self)
        } else {
            Err(mismatch("an object", path))
        }
    }

    fn to_value(&self) -> Value {
        Schema::to_value(&self.0)
    }

    fn from_json(json: &Json) -> Option<Self> {
        T::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<Json> {
        self.0.to_json()
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        inside(&T::block(), value, path, out);
    }

    fn equivalent(one: &Value, other: &Value) -> bool {
        match (one, other) {
            (Value::Object(_), Value::Object(_)) => plan::equivalent(&T::block(), one, other),
            _ => one == other,
        }
    }
}

/// Terraform sees no attributes inside an object, so what a schema says of them is said here.
fn inside(block: &Block, value: &Value, path: &AttributePath, out: &mut Diagnostics) {
    if !matches!(value, Value::Object(_)) {
        return;
    }
    for attribute in &block.attributes {
        one(attribute, value.attribute(attribute.name), &path.attribute(attribute.name), out);
    }
    Checked::new(Stage::Config, value, value, path).ask(&block.checks, out);
}

fn one(attribute: &Attribute, value: &Value, path: &AttributePath, out: &mut Diagnostics) {
    if attribute.sensitive || attribute.write_only {
        let detail = format!("`{path}` would be shown and stored: hide the whole object.");
        out.push(Diagnostic::bug("An object with a secret inside", detail).at(path.clone()));
    }
    if value.is_null() {
        if attribute.mode == Mode::Required {
            let detail = "This attribute must be set.";
            out.push(Diagnostic::error("Missing attribute", detail).at(path.clone()));
        }
        return;
    }
    if value.is_unknown() {
        return;
    }
    plan::validate::value(attribute, value, path, out);
    let Some((nesting, block)) = attribute.kind.nested() else { return };
    match (nesting, value) {
        (Nesting::Single | Nesting::Group, value) => inside(block, value, path, out),
        (_, Value::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                inside(block, element, &path.index(index), out);
            }
        }
        (_, Value::Map(members)) => {
            for (key, member) in members {
                inside(block, member, &path.key(key.as_str()), out);
            }
        }
        (_, Value::Set(elements)) => {
            for element in elements {
                inside(block, element, path, out);
            }
        }
        _ => {}
    }
}
