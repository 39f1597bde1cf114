//! Tuples: so many values, each of its own type.

use super::{AttributeType, collection::validate_element, mismatch, type_of};
use crate::{Diagnostic, Diagnostics, Kind, Mode};
use serde_json::Value as Json;
use tf_protocol::{AttributePath, Type, Value};

/// A null is refused where the type has no word for it.
fn validate_at<T: AttributeType>(element: &Value, path: &AttributePath, out: &mut Diagnostics) {
    if !element.is_null() || T::MODE == Mode::Required {
        validate_element::<T>(element, path, out);
    }
}

macro_rules! tuple {
    ($shape:literal, $($type:ident $one:ident $other:ident $index:tt),+) => {
        impl<$($type: AttributeType),+> AttributeType for ($($type,)+) {
            const SENSITIVE: bool = $($type::SENSITIVE)||+;

            fn kind() -> Kind {
                const { assert!(
                    !($($type::WRITE_ONLY)||+),
                    "put `WriteOnly` around the tuple, not inside",
                ) };
                Kind::Type(Type::Tuple(vec![$(type_of::<$type>()),+]))
            }

            fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
                if let Value::List(elements) = value
                    && let [$($one),+] = elements.as_slice()
                {
                    Ok(($($type::from_value($one, &path.index($index))?,)+))
                } else {
                    Err(mismatch($shape, path))
                }
            }

            fn to_value(&self) -> Value {
                Value::List(vec![$(self.$index.to_value()),+])
            }

            fn from_json(json: &Json) -> Option<Self> {
                if let [$($one),+] = json.as_array()?.as_slice() {
                    Some(($($type::from_json($one)?,)+))
                } else {
                    None
                }
            }

            /// Nothing is left out: the others would take its place.
            fn to_json(&self) -> Option<Json> {
                Some(Json::Array(vec![$(self.$index.to_json().unwrap_or(Json::Null)),+]))
            }

            fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
                if let Value::List(elements) = value
                    && let [$($one),+] = elements.as_slice()
                {
                    $(validate_at::<$type>($one, &path.index($index), out);)+
                }
            }

            fn equivalent(one: &Value, other: &Value) -> bool {
                if let (Value::List(one), Value::List(other)) = (one, other)
                    && let ([$($one),+], [$($other),+]) = (one.as_slice(), other.as_slice())
                {
                    $($type::equivalent($one, $other))&&+
                } else {
                    one == other
                }
            }
        }
    };
}

tuple!("a tuple of one element", A a1 a2 0);
tuple!("a tuple of two elements", A a1 a2 0, B b1 b2 1);
tuple!("a tuple of three elements", A a1 a2 0, B b1 b2 1, C c1 c2 2);
tuple!("a tuple of four elements", A a1 a2 0, B b1 b2 1, C c1 c2 2, D d1 d2 3);
tuple!("a tuple of five elements", A a1 a2 0, B b1 b2 1, C c1 c2 2, D d1 d2 3, E e1 e2 4);
tuple!("a tuple of six elements", A a1 a2 0, B b1 b2 1, C c1 c2 2, D d1 d2 3, E e1 e2 4, F f1 f2 5);
tuple!("a tuple of seven elements", A a1 a2 0, B b1 b2 1, C c1 c2 2, D d1 d2 3, E e1 e2 4, F f1 f2 5, G g1 g2 6);
tuple!("a tuple of eight elements", A a1 a2 0, B b1 b2 1, C c1 c2 2, D d1 d2 3, E e1 e2 4, F f1 f2 5, G g1 g2 6, H h1 h2 7);
