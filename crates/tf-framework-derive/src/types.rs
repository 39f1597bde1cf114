//! What can be seen of a type without knowing it: enough for a good message, never for the meaning.

use syn::{GenericArgument, PathArguments, Type};

const MODES: &[&str] = &["Option", "Computed", "Sensitive", "WriteOnly"];
const NUMBERS: &[&str] =
    &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "f32", "f64", "Number"];

/// What a type holds, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    Text,
    Number,
    Bool,
    List,
    /// A set or a map.
    Collection,
    Tuple,
    /// A struct, an alias, a type parameter, or anything else.
    Other,
}

/// What the type holds, inside of what says its mode.
pub(crate) fn seen(ty: &Type) -> Seen {
    let bare = bare(ty);
    let Some(name) = name(bare) else {
        return if matches!(bare, Type::Tuple(_)) { Seen::Tuple } else { Seen::Other };
    };
    match name.as_str() {
        "String" | "Text" => Seen::Text,
        "bool" => Seen::Bool,
        "Vec" | "Unordered" => Seen::List,
        "Set" | "BTreeMap" => Seen::Collection,
        number if NUMBERS.contains(&number) => Seen::Number,
        _ => Seen::Other,
    }
}

/// What the elements of a collection hold, at any depth; or the type itself.
pub(crate) fn seen_inside(ty: &Type) -> Seen {
    match seen(ty) {
        found @ (Seen::List | Seen::Collection) => {
            last_argument(bare(ty)).map_or(found, seen_inside)
        }
        found => found,
    }
}

/// Whether the type itself is a `wanted<..>`.
pub(crate) fn is(ty: &Type, wanted: &str) -> bool {
    name(ty).is_some_and(|name| name == wanted)
}

/// Whether the type is a `wanted<..>`, alone or in one of the types that say a mode. `None` where an
/// alias could hide it.
pub(crate) fn says(ty: &Type, wanted: &str) -> Option<bool> {
    if is(ty, wanted) {
        return Some(true);
    }
    match mode(ty) {
        Some(inner) => says(inner, wanted),
        None if seen(ty) == Seen::Other => None,
        None => Some(false),
    }
}

fn bare(ty: &Type) -> &Type {
    mode(ty).map_or(ty, bare)
}

fn mode(ty: &Type) -> Option<&Type> {
    let says_mode = MODES.iter().any(|wrapper| is(ty, wrapper));
    says_mode.then(|| last_argument(ty)).flatten()
}

/// The last name of a type: `Option` of `std::option::Option<T>`. A type from a macro is in a group.
fn name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Type::Group(group) => name(&group.elem),
        Type::Paren(paren) => name(&paren.elem),
        _ => None,
    }
}

fn last_argument(ty: &Type) -> Option<&Type> {
    let path = match ty {
        Type::Path(path) => path,
        Type::Group(group) => return last_argument(&group.elem),
        Type::Paren(paren) => return last_argument(&paren.elem),
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().rev().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
