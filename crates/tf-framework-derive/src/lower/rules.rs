//! The rules of a field, each as a variant of `Rule`.

use crate::attr::Attr;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, ExprLit, ExprRange, Lit, UnOp, spanned::Spanned};

pub(super) fn of(attr: &Attr) -> Vec<TokenStream> {
    let mut out = Vec::new();
    if let Some(range) = &attr.range {
        let (start, end) = (bound(range.start.as_deref()), bound(range.end.as_deref()));
        out.push(quote! { Range(#start, #end) });
    }
    if let Some(length) = &attr.length {
        out.push(within(&quote! { Length }, length));
    }
    if let Some(bytes) = &attr.bytes {
        out.push(within(&quote! { Bytes }, bytes));
    }
    match attr.one_of.as_ref().map(|one_of| (one_of, numbers(one_of))) {
        Some((_, Some(digits))) => {
            out.push(quote! { OneOfNumbers(::tf_framework::api::literals(&[#(#digits),*])) });
        }
        Some((words, None)) => out.push(words_of(&quote! { OneOf }, words)),
        None => {}
    }
    if let Some(words) = &attr.none_of {
        out.push(words_of(&quote! { NoneOf }, words));
    }
    if let Some((pattern, wanted)) = &attr.pattern {
        out.push(quote! { Pattern(#pattern, #wanted) });
    }
    if let Some((pattern, wanted)) = &attr.keys {
        out.push(quote! { Keys(#pattern, #wanted) });
    }
    if attr.has("unique") {
        out.push(quote! { Unique });
    }
    let (conflicts, requires) = (&attr.conflicts.0, &attr.requires.0);
    if !conflicts.is_empty() {
        out.push(quote! { Conflicts(&[#(#conflicts),*]) });
    }
    if !requires.is_empty() {
        out.push(quote! { Requires(&[#(#requires),*]) });
    }
    if let Some(other) = &attr.prefer {
        out.push(quote! { Prefer(#other) });
    }
    out
}

fn bound(bound: Option<&Expr>) -> TokenStream {
    let Some(bound) = bound else { return quote! { ::core::option::Option::None } };
    let span = bound.span();
    digits(bound).map_or_else(
        || quote_spanned! { span=> ::tf_framework::api::constant(#bound) },
        |digits| quote_spanned! { span=> ::tf_framework::api::literal(#digits) },
    )
}

/// A number literal as decimal text, which is exact where a binary float is not.
pub(crate) fn digits(bound: &Expr) -> Option<String> {
    match bound {
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => {
            Some(number.base10_digits().to_owned())
        }
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => Some(number.base10_digits().to_owned()),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            digits(&unary.expr).map(|digits| format!("-{digits}"))
        }
        _ => None,
    }
}

/// The numbers of a list of number literals; none of any other list.
pub(crate) fn numbers(list: &Expr) -> Option<Vec<String>> {
    let Expr::Array(list) = list else { return None };
    let numbers: Option<Vec<_>> = list.elems.iter().map(digits).collect();
    numbers.filter(|numbers| !numbers.is_empty())
}

fn words_of(rule: &TokenStream, words: &Expr) -> TokenStream {
    match words {
        Expr::Array(array) => quote! { #rule(&#array) },
        path => quote_spanned! { path.span()=> #rule(#path) },
    }
}

fn within(rule: &TokenStream, length: &ExprRange) -> TokenStream {
    let span = length.span();
    let start = length.start.as_ref().map_or(quote! { usize::MIN }, |start| quote! { #start });
    let end = length.end.as_ref().map_or(quote! { usize::MAX }, |end| quote! { #end });
    quote_spanned! { span=> #rule(#start, #end) }
}
