//! The JSON side of a block: one struct, two codecs.

use crate::{
    Attribute, AttributeType, Block, Diagnostic, Kind, Mode, Nulls, Schema,
    schema::{Replace, Rule},
};
use std::collections::BTreeMap;
use tf_protocol::{AttributePath, Number, Type, Value, schema::Nesting};

/// A JSON object, as an API sends and receives it.
pub type JsonMap = serde_json::Map<String, serde_json::Value>;

/// A block that an API knows as a JSON object. Derived together with [`Schema`]
/// unless `#[schema(api = manual)]` says that it is written by hand.
pub trait ApiObject: Sized {
    /// The request body: every attribute that is known, may be set, and is no part of the path.
    fn to_api(&self) -> JsonMap;

    /// This object with everything the response carries; what it does not carry stays.
    ///
    /// # Errors
    /// A member of the wrong type, at the attribute that it maps to.
    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic>;
}

/// What the derive calls for each field. All of it is one trait, and the types that have it follow
/// from an impl, so that the compiler says of a type that is no [`AttributeType`] the same thing each
/// time, and shows it once.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an attribute type",
    label = "Terraform has no type for this",
    note = "use `String`, `bool`, `i32`, `i64`, `u32`, `u64`, `f64`, `Number`, `Text<_>`, a struct that derives `Schema` and `Default`, `Object<_>` of one, `Dynamic`, or a tuple",
    note = "or many of these: `Vec<_>`, `Set<_>`, `Unordered<_>`, `BTreeMap<String, _>`",
    note = "or one of these with a mode: `Option<_>`, `Computed<_>`, `Sensitive<_>`, `WriteOnly<_>`"
)]
pub trait Field: Sized {
    /// Only the provider sets it, as far as the type alone says it.
    const COMPUTED: bool;
    /// The practitioner may set it, as far as the type alone says it.
    const OPTIONAL: bool;
    /// Never stored.
    const WRITE_ONLY: bool;

    /// The attribute, as far as the type alone says it.
    #[must_use]
    fn declare(
        name: &'static str,
        description: &'static str,
        api: Option<&'static str>,
    ) -> Attribute;

    /// A default.
    #[must_use]
    fn planned(self) -> Option<Value>;

    /// Reads the field `name` of a struct.
    ///
    /// # Errors
    /// A value of the wrong shape, at its path.
    fn read(
        values: &Value,
        name: &str,
        path: &AttributePath,
        nulls: Nulls,
    ) -> Result<Self, Diagnostic>;

    /// Adds the field to the value of its struct.
    fn write(&self, out: &mut BTreeMap<String, Value>, name: &str);

    /// Adds the field to a request body. `optional` says that the practitioner may set what the type
    /// says is computed.
    fn send(&self, out: &mut JsonMap, member: &str, optional: bool);

    /// Reads the field from a response, or leaves what was there. What is write-only is never
    /// answered with anything that should be kept.
    ///
    /// # Errors
    /// A member of the wrong type, at the attribute `name`.
    fn absorb(&mut self, response: &JsonMap, member: &str, name: &str) -> Result<(), Diagnostic>;
}

impl<T: AttributeType + Default> Field for T {
    const COMPUTED: bool = matches!(T::MODE, Mode::Computed);
    const OPTIONAL: bool = matches!(T::MODE, Mode::Optional);
    const WRITE_ONLY: bool = T::WRITE_ONLY;

    fn declare(
        name: &'static str,
        description: &'static str,
        api: Option<&'static str>,
    ) -> Attribute {
        Attribute { api, ..Attribute::of::<T>(name, description) }
    }

    fn planned(self) -> Option<Value> {
        Some(self.to_value())
    }

    fn read(
        values: &Value,
        name: &str,
        path: &AttributePath,
        nulls: Nulls,
    ) -> Result<Self, Diagnostic> {
        let value = values.attribute(name);
        let has_no_null = T::MODE == Mode::Required;
        if nulls == Nulls::Default && has_no_null && value.is_null() {
            return Ok(T::default());
        }
        T::from_value(value, &path.attribute(name))
    }

    fn write(&self, out: &mut BTreeMap<String, Value>, name: &str) {
        out.insert(name.to_owned(), self.to_value());
    }

    fn send(&self, out: &mut JsonMap, member: &str, optional: bool) {
        if T::COMPUTED && !optional {
            return;
        }
        if let Some(json) = self.to_json() {
            out.insert(member.to_owned(), json);
        }
    }

    fn absorb(&mut self, response: &JsonMap, member: &str, name: &str) -> Result<(), Diagnostic> {
        if T::WRITE_ONLY {
            return Ok(());
        }
        let Some(json) = response.get(member) else { return Ok(()) };
        *self = T::from_json(json).ok_or_else(|| {
            Diagnostic::remote(
                "Unexpected answer from the server",
                format!("The member `{member}` of the answer is not what its API documents."),
            )
            .at(AttributePath::root(name))
        })?;
        Ok(())
    }
}

/// What the derive calls for each flattened struct; one trait, as [`Field`] is.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no schema",
    label = "only a struct with attributes can be flattened",
    note = "add `#[derive(Default, Schema)]` to `{Self}`"
)]
pub trait Flat: Sized {
    /// Adds its attributes and rules to `block`, and its documentation where it `describes` that.
    fn declare(block: &mut Block, describes: bool);

    /// Reads it from the value of the struct that it is in.
    ///
    /// # Errors
    /// A value of the wrong shape, at its path.
    fn read(value: &Value, path: &AttributePath, nulls: Nulls) -> Result<Self, Diagnostic>;

    /// Adds its attributes to the value of the struct that it is in.
    fn write(&self, out: &mut BTreeMap<String, Value>);

    /// Adds its members to a request body.
    fn send(&self, out: &mut JsonMap);

    /// Reads it from a response.
    ///
    /// # Errors
    /// A member of the wrong type, at the attribute that it maps to.
    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic>;
}

impl<T: Schema> Flat for T {
    fn declare(block: &mut Block, describes: bool) {
        let inner = T::block();
        if describes {
            block.description = inner.description;
            block.family = inner.family;
        }
        block.flatten(inner);
    }

    fn read(value: &Value, path: &AttributePath, nulls: Nulls) -> Result<Self, Diagnostic> {
        T::from_value(value, path, nulls)
    }

    fn write(&self, out: &mut BTreeMap<String, Value>) {
        if let Value::Object(inner) = self.to_value() {
            out.extend(inner);
        }
    }

    fn send(&self, out: &mut JsonMap) {
        out.extend(self.to_api());
    }

    fn absorb(self, response: &JsonMap) -> Result<Self, Diagnostic> {
        ApiObject::absorb(self, response)
    }
}

/// A block without attributes.
#[doc(hidden)]
#[must_use]
pub fn described(description: &'static str) -> Block {
    Block { description, ..Block::default() }
}

/// A key: a change replaces. Nobody configures one that the server chose, so that no change of it can
/// be planned.
#[doc(hidden)]
pub fn key(attribute: &mut Attribute) {
    attribute.key = true;
    attribute.replace = match attribute.mode {
        Mode::Required | Mode::Optional => Replace::Always,
        Mode::OptionalComputed => Replace::IfConfigured,
        Mode::Computed => Replace::Never,
    };
}

/// A nested block instead of a nested attribute; a bare struct must be there.
#[doc(hidden)]
pub fn block(attribute: &mut Attribute) {
    let single = matches!(attribute.kind, Kind::Nested(Nesting::Single, _));
    if single && attribute.mode == Mode::Required {
        attribute.rules.push(Rule::Present);
    }
    take_kind(attribute, Kind::into_block);
}

/// A nested block that is always there.
#[doc(hidden)]
pub fn group(attribute: &mut Attribute) {
    take_kind(attribute, |kind| match kind {
        Kind::Nested(_, block) | Kind::Block(_, block) => Kind::Block(Nesting::Group, block),
        Kind::Type(ty) => Kind::Type(ty),
    });
}

fn take_kind(attribute: &mut Attribute, change: impl FnOnce(Kind) -> Kind) {
    let kind = std::mem::replace(&mut attribute.kind, Kind::Type(Type::Bool));
    attribute.kind = change(kind);
}

/// A bound that is written as a literal, to the last digit.
#[doc(hidden)]
#[must_use]
pub fn literal(digits: &str) -> Option<Number> {
    digits.parse().ok()
}

/// Numbers to choose from.
#[doc(hidden)]
#[must_use]
pub fn literals(digits: &[&str]) -> Vec<Number> {
    digits.iter().filter_map(|digits| literal(digits)).collect()
}

/// A bound that is a constant.
#[doc(hidden)]
#[must_use]
pub fn constant(bound: impl Bound) -> Option<Number> {
    literal(&bound.digits())
}

/// A value that can stand for one that is not configured.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "this is no default of a `{T}`",
    label = "`{Self}` does not become a `{T}`",
    note = "write a value of that type, or one that it is made `From`"
)]
pub trait DefaultOf<T> {
    /// The value.
    #[must_use]
    fn value(self) -> T;
}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> DefaultOf<T> for V {
    fn value(self) -> T {
        self.into()
    }
}

/// A constant that can bound a number.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no bound of a number",
    label = "neither a number literal nor a whole number",
    note = "use a literal such as `10` or `0.5`, or a constant of an integer type"
)]
pub trait Bound {
    /// Decimal text.
    #[must_use]
    fn digits(self) -> String;
}

macro_rules! bounds {
    ($($ty:ty),*) => { $(
        impl Bound for $ty {
            fn digits(self) -> String {
                self.to_string()
            }
        }
    )* };
}
bounds!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

/// What a struct in a field does, where the derive writes its `AttributeType`.
#[doc(hidden)]
pub mod nested {
    use crate::{ApiObject, AttributePath, Diagnostic, Kind, Nesting, Nulls, Schema, Value, plan};
    use serde_json::Value as Json;

    /// A nested attribute.
    #[must_use]
    pub fn kind<T: Schema>() -> Kind {
        Kind::Nested(Nesting::Single, T::block())
    }

    /// From an object.
    ///
    /// # Errors
    /// A value of the wrong shape, at its path.
    pub fn from_value<T: Schema>(value: &Value, path: &AttributePath) -> Result<T, Diagnostic> {
        T::from_value(value, path, Nulls::Refuse)
    }

    /// From a JSON object.
    #[must_use]
    pub fn from_json<T: Schema>(json: &Json) -> Option<T> {
        T::default().absorb(json.as_object()?).ok()
    }

    /// To a JSON object.
    #[must_use]
    pub fn to_json(this: &impl ApiObject) -> Option<Json> {
        Some(Json::Object(this.to_api()))
    }

    /// Whether each attribute means the same.
    #[must_use]
    pub fn equivalent<T: Schema>(one: &Value, other: &Value) -> bool {
        plan::equivalent(&T::block(), one, other)
    }
}
