//! Rules that the type cannot break or nothing can keep.

use super::Found;
use crate::{
    attr::Attr,
    lower::{digits, numbers},
    types::{Seen, is, seen, seen_inside},
};
use syn::{Expr, ExprRange, RangeLimits, Type};

pub(super) fn find(ty: &Type, attr: &Attr, found: &mut Found) {
    let inside = seen_inside(ty);
    if let Some(at) = attr.at("range")
        && matches!(inside, Seen::Text | Seen::Bool)
    {
        found.wrong(at, "a `range` is of numbers; use `length` for how long something is");
    }
    if let Some(at) = attr.at("length")
        && matches!(seen(ty), Seen::Number | Seen::Bool | Seen::Tuple)
    {
        found.wrong(at, "a `length` is of texts and collections; use `range` for numbers");
    }
    let has_numbers = attr.one_of.as_ref().is_some_and(|list| numbers(list).is_some());
    if has_numbers && matches!(inside, Seen::Text | Seen::Bool) {
        found.all_wrong(
            &attr.one_of,
            "these are numbers, and the type is not: quote them, or remove it",
        );
    }
    let is_numbers = |key: &str| key == "one_of" && has_numbers;
    let of_texts = ["one_of", "none_of", "pattern", "bytes"].into_iter();
    for (key, at) in
        of_texts.filter(|key| !is_numbers(key)).filter_map(|key| Some((key, attr.at(key)?)))
    {
        let instead = match inside {
            Seen::Number => "use `range` for numbers",
            Seen::Bool => "remove it from a `bool`",
            _ => continue,
        };
        found.wrong(at, &format!("`{key}` is of texts; {instead}"));
    }
    if let Some(at) = attr.at("unique") {
        if is(ty, "Set") || seen(ty) == Seen::Collection {
            found.wrong(at, "a set or a map has nothing twice: remove `unique`");
        } else if !matches!(seen(ty), Seen::List | Seen::Other) {
            found.wrong(at, "`unique` is for lists: use it on `Vec<_>`");
        }
    }
    if let Some(at) = attr.at("keys")
        && !matches!(seen(ty), Seen::Collection | Seen::Other)
    {
        found.wrong(at, "only a map has `keys`: use it on `BTreeMap<String, _>`");
    }
    for bounds in [&attr.range, &attr.length, &attr.bytes].into_iter().flatten() {
        sensible(bounds, found);
    }
    for list in [&attr.one_of, &attr.none_of] {
        words(list.as_ref(), found);
    }
}

fn sensible(bounds: &ExprRange, found: &mut Found) {
    let (start, end) = (bounds.start.as_deref(), bounds.end.as_deref());
    if start.is_none() && end.is_none() {
        found.all_wrong(bounds, "this bounds nothing: write `a..=b`, `a..` or `..=b`");
    }
    if matches!(bounds.limits, RangeLimits::HalfOpen(_)) && end.is_some() {
        found.all_wrong(bounds, "bounds are inclusive: write `a..=b`");
    }
    let number = |bound: Option<&Expr>| bound.and_then(digits)?.parse::<f64>().ok();
    let (least, most) = (number(start), number(end));
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        found.all_wrong(bounds, "nothing is within these bounds: write the smaller one first");
    }
    for (bound, number) in [(start, least), (end, most)] {
        if let (Some(bound), Some(false)) = (bound, number.map(f64::is_finite)) {
            found.all_wrong(bound, "this is out of bounds itself: leave it out");
        }
    }
}

fn words(list: Option<&Expr>, found: &mut Found) {
    match list {
        Some(Expr::Array(array)) if array.elems.is_empty() => {
            found.all_wrong(array, "nothing would be allowed: list the values");
        }
        None | Some(Expr::Array(_) | Expr::Path(_) | Expr::Reference(_)) => {}
        Some(other) => {
            let message = "list the values, `[\"a\", \"b\"]`, or name a constant `&[&str]` of them";
            found.all_wrong(other, message);
        }
    }
}
