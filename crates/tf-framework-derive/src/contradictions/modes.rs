//! What the mode of a type does not go together with.

use super::Found;
use crate::{attr::Attr, types::says};
use quote::quote;
use syn::Type;

const EXCLUSIVE: &[(&str, &str)] =
    &[("replace", "replace_if"), ("api", "local"), ("block", "group"), ("key", "identity")];

pub(super) fn find(ty: &Type, attr: &Attr, found: &mut Found) {
    let computed = says(ty, "Computed");
    let option = says(ty, "Option");
    let write_only = says(ty, "WriteOnly");
    let field = quote! { <#ty as ::tf_framework::api::Field> };
    let (is_computed, is_optional) = (quote! { #field::COMPUTED }, quote! { #field::OPTIONAL });
    let is_write_only = quote! { #field::WRITE_ONLY };

    if let Some(at) = attr.at("optional") {
        let message = "`optional` is for `Computed<_>`; use `Option<_>` for an optional attribute";
        found.unless(computed, &is_computed, at, message);
    }
    if let Some(at) = attr.at("default") {
        if write_only == Some(true) {
            found.wrong(at, "what is write-only has no default: it would be stored");
        } else if computed == Some(true) || option == Some(true) {
            let message = "an attribute with a default is always known: use the bare type";
            found.all_wrong(ty, message);
        } else {
            let bare = quote! { !#is_computed && !#is_optional && !#is_write_only };
            let evident = computed.and(option).and(write_only).map(|_| true);
            found.unless(evident, &bare, at, "an attribute with a default has a bare type");
        }
    }
    if let Some(at) = attr.at("keep") {
        if attr.has("default") {
            found.wrong(at, "an attribute with a default is never unknown: remove `keep`");
        } else if write_only == Some(true) {
            found.wrong(at, "what is write-only is never stored, so that nothing can be kept");
        } else {
            let message = "`keep` is for `Computed<_>`: nothing else becomes unknown";
            found.unless(computed, &is_computed, at, message);
        }
    }
    if let Some(at) = attr.at("key") {
        if option == Some(true) {
            found.all_wrong(ty, "a key is always there: use `T`, or `Computed<T>`");
        } else if write_only == Some(true) || says(ty, "Sensitive") == Some(true) {
            found.wrong(at, "a key is in paths, import IDs and identities: it is no secret");
        }
    }
    if let Some(at) = attr.at("clear") {
        let message = "`clear` is for `Option<_>`: nothing else can be removed";
        found.unless(option, &is_optional, at, message);
    }
    if let Some(at) = attr.at("version") {
        let message = "`version` is for `WriteOnly<_>`: Terraform sees any other change itself";
        found.unless(write_only, &is_write_only, at, message);
    }
    if write_only == Some(true) && computed == Some(true) {
        found.all_wrong(ty, "what is write-only is never computed: use `WriteOnly<T>`");
    }
    for (one, other) in EXCLUSIVE {
        if let (true, Some(at)) = (attr.has(one), attr.at(other)) {
            found.wrong(at, &format!("`{one}` and `{other}` exclude each other: keep one of them"));
        }
    }
}
