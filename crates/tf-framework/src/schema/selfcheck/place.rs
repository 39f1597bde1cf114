//! What can be inside what.

use super::Place;
use crate::{Attribute, Kind, Type};
use tf_protocol::schema::Nesting;

impl Place<'_> {
    /// Goes on inside.
    pub(super) fn inside(self, attribute: &Attribute, name: &str, out: &mut Vec<String>) {
        let Some((nesting, block)) = attribute.kind.nested() else { return };
        let many = !matches!(nesting, Nesting::Single | Nesting::Group);
        Place {
            block,
            role: self.role,
            prefix: &format!("{name}."),
            in_attributes: self.in_attributes || matches!(attribute.kind, Kind::Nested(..)),
            in_set: self.in_set || nesting == Nesting::Set,
            in_collection: self.in_collection || many,
        }
        .check(out);
    }
}

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    match &attribute.kind {
        Kind::Type(ty) => {
            let has_dynamic = ty == &Type::Dynamic || holds_dynamic(ty);
            // Further arguments are a list to the author alone.
            let mixed = elements_have_dynamic(ty) && !attribute.variadic;
            if mixed || (place.in_collection && has_dynamic) {
                wrong(
                    "a dynamic type inside a collection, whose elements have one type".to_owned(),
                );
            }
        }
        Kind::Nested(Nesting::Group, _) => {
            wrong("only blocks are grouped".to_owned());
        }
        Kind::Block(..) if place.in_attributes => {
            wrong("a block inside nested attributes".to_owned());
        }
        Kind::Block(..) if attribute.mode.is_computed() => {
            wrong("a block is never computed: use nested attributes".to_owned());
        }
        Kind::Nested(..) | Kind::Block(..) => {}
    }
    if !place.is_root() && (attribute.key || attribute.identity) {
        wrong("a key is not nested".to_owned());
    }
    if attribute.key && !is_primitive(&attribute.kind) {
        wrong("a key is one value: an import ID is text".to_owned());
    } else if attribute.identity && !fits_identity(&attribute.kind) {
        wrong("an identity has primitive values and lists of these".to_owned());
    }
}

fn holds_dynamic(ty: &Type) -> bool {
    match ty {
        Type::Dynamic => true,
        Type::List(element) | Type::Set(element) | Type::Map(element) => holds_dynamic(element),
        Type::Tuple(elements) => elements.iter().any(holds_dynamic),
        Type::Object { attributes, .. } => attributes.values().any(holds_dynamic),
        Type::Bool | Type::Number | Type::String => false,
    }
}

fn elements_have_dynamic(ty: &Type) -> bool {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Map(element) => holds_dynamic(element),
        Type::Tuple(elements) => elements.iter().any(elements_have_dynamic),
        Type::Object { attributes, .. } => attributes.values().any(elements_have_dynamic),
        _ => false,
    }
}

fn is_primitive(kind: &Kind) -> bool {
    matches!(kind, Kind::Type(Type::Bool | Type::Number | Type::String))
}

fn fits_identity(kind: &Kind) -> bool {
    match kind {
        Kind::Type(Type::List(element)) => {
            matches!(**element, Type::Bool | Type::Number | Type::String)
        }
        kind => is_primitive(kind),
    }
}
