//! From what a field declares to an `Attribute`.

mod rules;

pub(crate) use rules::{digits, numbers};

use crate::{attr::Attr, container::Container};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{Type, spanned::Spanned};

/// A statement for everything that the type alone does not say.
pub(crate) fn field(ty: &Type, attr: &Attr) -> Vec<TokenStream> {
    let mut out = Vec::new();
    let mut set = |name: &str, value: TokenStream| {
        let name = format_ident!("{name}");
        out.push(quote! { attribute.#name = #value; });
    };
    if attr.has("default") || attr.has("optional") {
        set("mode", quote! { ::tf_framework::Mode::OptionalComputed });
    }
    if let Some(value) = &attr.default {
        set(
            "default",
            quote_spanned! { value.span()=>
                <#ty as ::tf_framework::api::Field>::planned(
                    ::tf_framework::api::DefaultOf::<#ty>::value(#value)
                )
            },
        );
    }
    for flag in ["identity", "variadic"].into_iter().filter(|flag| attr.has(flag)) {
        set(flag, quote! { true });
    }
    if let Some(keep) = attr.keep {
        set("keep", variant("Keep", keep));
    }
    if let Some(clear) = attr.clear {
        set("clear", variant("Clear", clear));
    }
    if let Some(instead) = &attr.deprecated {
        set("deprecation", some(&quote! { #instead }));
    }
    if let Some(version) = &attr.version {
        set("version", some(&quote! { #version }));
    }
    // These depend on the mode, and on each other.
    for change in ["key", "block", "group"].into_iter().filter(|change| attr.has(change)) {
        let change = format_ident!("{change}");
        out.push(quote! { ::tf_framework::api::#change(&mut attribute); });
    }
    if let Some(replace) = attr.replace {
        let replace = variant("Replace", replace);
        out.push(quote! { attribute.replace = #replace; });
    }
    if let Some(says_so) = &attr.replace_if {
        out.push(quote_spanned! { says_so.span()=>
            attribute.replace = ::tf_framework::schema::Replace::If(#says_so);
        });
    }
    if let Some(check) = &attr.check {
        out.push(quote_spanned! { check.span()=> attribute.checks.push(#check); });
    }
    let rules = rules::of(attr);
    if !rules.is_empty() {
        out.push(quote! {
            attribute.rules.extend([#(::tf_framework::schema::Rule::#rules),*]);
        });
    }
    out
}

/// A statement for everything that the struct says of itself, beside its documentation.
pub(crate) fn container(container: &Container) -> Vec<TokenStream> {
    let mut out = Vec::new();
    for check in &container.checks {
        out.push(quote_spanned! { check.span()=> block.checks.push(#check); });
    }
    for relation in &container.relations {
        let (variant, names) = (variant("Relation", relation.variant), &relation.names.0);
        out.push(quote! { block.relations.push(#variant(&[#(#names),*])); });
    }
    if let Some(instead) = &container.deprecated {
        let instead = some(&quote! { #instead });
        out.push(quote! { block.deprecation = #instead; });
    }
    if let Some(family) = &container.family {
        out.push(quote_spanned! { family.span()=> block.family = #family; });
    }
    out
}

fn variant(of: &str, name: &str) -> TokenStream {
    let (of, name) = (format_ident!("{of}"), format_ident!("{name}"));
    quote! { ::tf_framework::schema::#of::#name }
}

pub(crate) fn some(value: &TokenStream) -> TokenStream {
    quote! { ::core::option::Option::Some(#value) }
}
