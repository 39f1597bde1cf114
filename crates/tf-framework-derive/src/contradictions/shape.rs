//! Blocks, groups, flattened structs and variadic parameters of a type that is none.

use super::Found;
use crate::{
    attr::Attr,
    types::{Seen, is, says, seen, seen_inside},
};
use syn::Type;

pub(super) fn find(ty: &Type, attr: &Attr, found: &mut Found) {
    let no_struct = seen_inside(ty) != Seen::Other || seen(ty) == Seen::Tuple;
    for (key, at) in ["block", "group"].iter().filter_map(|key| Some((key, attr.at(key)?))) {
        if no_struct {
            let message = format!("a {key} holds a struct that derives `Schema`: remove `{key}`");
            found.wrong(at, &message);
        } else if attr.has("default")
            || says(ty, "Computed") == Some(true)
            || says(ty, "WriteOnly") == Some(true)
        {
            let message =
                "a block is what is configured: neither computed, nor write-only, nor a default";
            found.wrong(at, message);
        } else if *key == "group" && (is(ty, "Option") || seen(ty) != Seen::Other) {
            found.all_wrong(ty, "a group is always one: use the bare struct");
        }
    }
    if let Some(at) = attr.at("variadic")
        && !is(ty, "Vec")
    {
        found.wrong(at, "`variadic` takes all further arguments: use it on `Vec<_>`");
    }
    if let Some(at) = attr.at("describes") {
        found.wrong(at, "`describes` goes with `flatten`: add that, or remove it");
    }
}

/// The struct inside says the rest.
pub(super) fn flattened(attr: &Attr, found: &mut Found) {
    let others = attr.written.iter().filter(|(key, _)| !["flatten", "describes"].contains(key));
    for (key, at) in others {
        let message = format!("`flatten` is of a struct, which says this itself: remove `{key}`");
        found.wrong(at, &message);
    }
}
