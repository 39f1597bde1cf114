//! `#[attr(...)]` on a field, and the documentation above it.

use crate::suggest;
use proc_macro2::Span;
use syn::{Error, Expr, ExprRange, Field, LitStr, Meta, Result, spanned::Spanned};

const KEYS: &[&str] = &[
    "key",
    "optional",
    "default",
    "keep",
    "replace",
    "range",
    "length",
    "api",
    "deprecated",
    "flatten",
    "describes",
];

/// What `#[attr(...)]` says.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one word of the grammar")]
pub(crate) struct Attr {
    pub(crate) key: bool,
    pub(crate) optional: Option<Span>,
    pub(crate) default: Option<Expr>,
    pub(crate) keep: bool,
    pub(crate) replace: bool,
    pub(crate) range: Option<ExprRange>,
    pub(crate) length: Option<ExprRange>,
    pub(crate) api: Option<LitStr>,
    pub(crate) deprecated: Option<LitStr>,
    pub(crate) flatten: bool,
    pub(crate) describes: bool,
}

impl Attr {
    pub(crate) fn of(field: &Field) -> Result<Self> {
        let mut out = Self::default();
        for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("attr")) {
            attr.parse_nested_meta(|meta| {
                let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match key.as_str() {
                    "key" => out.key = true,
                    "optional" => out.optional = Some(meta.path.span()),
                    "default" => out.default = Some(meta.value()?.parse()?),
                    "keep" => out.keep = true,
                    "replace" => out.replace = true,
                    "range" => out.range = Some(meta.value()?.parse()?),
                    "length" => out.length = Some(meta.value()?.parse()?),
                    "api" => out.api = Some(meta.value()?.parse()?),
                    "deprecated" => out.deprecated = Some(meta.value()?.parse()?),
                    "flatten" => out.flatten = true,
                    "describes" => out.describes = true,
                    other => return Err(meta.error(suggest::unknown("key", other, KEYS))),
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}

/// The doc comment, in Markdown. `what` is told where there is none.
pub(crate) fn docs(attrs: &[syn::Attribute], span: Span, what: &str) -> Result<String> {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(literal) = &pair.value
            && let syn::Lit::Str(text) = &literal.lit
        {
            lines.push(text.value().trim().to_owned());
        }
    }
    let text = lines.join("\n").trim().to_owned();
    if text.is_empty() {
        let message = format!("{what} needs a doc comment: it is the documentation users read");
        return Err(Error::new(span, message));
    }
    Ok(text)
}
