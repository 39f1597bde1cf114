//! Rules that can never hold, or never break.

use super::Place;
use crate::{
    Attribute, Kind, Type,
    plan::validate::pattern,
    schema::{Relation, Rule},
};
use std::collections::BTreeSet;
use tf_protocol::schema::Nesting;

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    let kind = &attribute.kind;
    for rule in &attribute.rules {
        match rule {
            Rule::Range(least, most) => {
                if !is_of(kind, &Type::Number) {
                    wrong("a range is for numbers".to_owned());
                }
                if let (Some(least), Some(most)) = (least, most)
                    && least > most
                {
                    wrong("nothing is in its range".to_owned());
                }
            }
            Rule::Length(least, most) => {
                if !has_length(kind) {
                    wrong("a length is for strings and collections".to_owned());
                }
                if least > most {
                    wrong("nothing has its length".to_owned());
                }
            }
            Rule::Bytes(least, most) => {
                if !is_of(kind, &Type::String) {
                    wrong("bytes are for strings".to_owned());
                }
                if least > most {
                    wrong("nothing has its length".to_owned());
                }
            }
            Rule::OneOf(words) | Rule::NoneOf(words) => {
                if !is_of(kind, &Type::String) {
                    wrong("a choice of words is for strings".to_owned());
                }
                if words.is_empty() {
                    wrong("there is nothing to choose from".to_owned());
                }
            }
            Rule::OneOfNumbers(allowed) => {
                if !is_of(kind, &Type::Number) {
                    wrong("a choice of numbers is for numbers".to_owned());
                }
                if allowed.is_empty() {
                    wrong("there is nothing to choose from".to_owned());
                }
            }
            Rule::Keys(text, _) => {
                if !has_keys(kind) {
                    wrong("only a map has keys".to_owned());
                }
                if let Err(why) = pattern::compile(text) {
                    wrong(why);
                }
            }
            Rule::Pattern(text, _) => {
                if !is_of(kind, &Type::String) {
                    wrong("a pattern is for strings".to_owned());
                }
                if let Err(why) = pattern::compile(text) {
                    wrong(why);
                }
            }
            Rule::Unique => {
                if !is_list(kind) {
                    wrong("only elements of a list can be unique".to_owned());
                }
            }
            Rule::Present => {}
            Rule::Conflicts(others) | Rule::Requires(others) => {
                for other in *others {
                    beside(place, attribute, other, wrong);
                }
            }
            Rule::Prefer(other) => {
                beside(place, attribute, other, wrong);
                if place.block.attribute(other).is_some_and(|other| !other.write_only) {
                    wrong(format!("prefers `{other}`, which is not write-only"));
                }
            }
        }
    }
}

fn beside(place: Place<'_>, attribute: &Attribute, other: &str, wrong: &mut dyn FnMut(String)) {
    if other == attribute.name {
        wrong("a rule names the attribute itself".to_owned());
    } else if place.block.attribute(other).is_none() {
        wrong(format!("a rule names `{other}`, which is not beside it"));
    }
}

pub(super) fn relations(place: Place<'_>, out: &mut Vec<String>) {
    for relation in &place.block.relations {
        let names = relation.names();
        let what = match relation {
            Relation::ExactlyOne(_) => "exactly one",
            Relation::AtLeastOne(_) => "at least one",
            Relation::AtMostOne(_) => "at most one",
            Relation::Together(_) => "together",
        };
        let distinct: BTreeSet<_> = names.iter().collect();
        if names.len() < 2 || distinct.len() < names.len() {
            out.push(format!("{}{what} of {names:?}: needs several attributes", place.prefix));
        }
        for name in names {
            match place.block.attribute(name) {
                None => out.push(format!("{}{what}: there is no `{name}`", place.prefix)),
                Some(attribute) if attribute.mode == crate::Mode::Computed => {
                    out.push(format!("{}{what}: nobody sets `{name}`", place.prefix));
                }
                Some(_) => {}
            }
        }
    }
}

/// A type, or a collection of it.
fn is_of(kind: &Kind, wanted: &Type) -> bool {
    fn of(ty: &Type, wanted: &Type) -> bool {
        match ty {
            Type::List(element) | Type::Set(element) | Type::Map(element) => of(element, wanted),
            Type::Dynamic => true,
            ty => ty == wanted,
        }
    }
    matches!(kind, Kind::Type(ty) if of(ty, wanted))
}

fn has_length(kind: &Kind) -> bool {
    match kind {
        Kind::Type(ty) => {
            matches!(ty, Type::String | Type::List(_) | Type::Set(_) | Type::Map(_) | Type::Dynamic)
        }
        Kind::Nested(nesting, _) | Kind::Block(nesting, _) => {
            !matches!(nesting, Nesting::Single | Nesting::Group)
        }
    }
}

fn has_keys(kind: &Kind) -> bool {
    match kind {
        Kind::Type(ty) => matches!(ty, Type::Map(_) | Type::Dynamic),
        Kind::Nested(nesting, _) | Kind::Block(nesting, _) => *nesting == Nesting::Map,
    }
}

fn is_list(kind: &Kind) -> bool {
    match kind {
        Kind::Type(ty) => matches!(ty, Type::List(_) | Type::Dynamic),
        Kind::Nested(nesting, _) | Kind::Block(nesting, _) => *nesting == Nesting::List,
    }
}
