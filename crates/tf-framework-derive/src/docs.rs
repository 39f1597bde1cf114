//! The documentation above a struct or a field.

use proc_macro2::Span;
use syn::{Attribute, Error, Expr, Lit, Meta, Result};

/// The doc comment, in Markdown. `what` is told where there is none.
pub(crate) fn docs(attrs: &[Attribute], span: Span, what: &str) -> Result<String> {
    let mut lines = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(text) = &literal.lit
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
