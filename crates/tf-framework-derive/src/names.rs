//! `["a", "b"]`: names of attributes.

use crate::suggest;
use syn::{
    Error, Field, LitStr, Result, Token, bracketed,
    ext::IdentExt as _,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
};

/// Names of attributes, each where it was written.
#[derive(Default)]
pub(crate) struct Names(pub(crate) Vec<LitStr>);

impl Parse for Names {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !input.peek(syn::token::Bracket) {
            return Err(input.error("expected a list of names of attributes: `[\"a\", \"b\"]`"));
        }
        let inside;
        bracketed!(inside in input);
        let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&inside)?;
        Ok(Self(names.into_iter().collect()))
    }
}

impl Names {
    /// Each name that was there before.
    pub(crate) fn repeated(&self) -> Vec<Error> {
        let repeats = self.0.iter().enumerate().filter(|(index, name)| {
            self.0.iter().take(*index).any(|before| before.value() == name.value())
        });
        repeats
            .map(|(_, name)| {
                let message = format!("`{}` is named already: remove one of them", name.value());
                Error::new(name.span(), message)
            })
            .collect()
    }
}

/// The name of the attribute that a field is.
pub(crate) fn name_of(field: &Field) -> String {
    field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default()
}

/// Names that no field of the struct has.
pub(crate) fn strangers<'a>(
    names: impl IntoIterator<Item = &'a LitStr>,
    fields: &[String],
) -> Vec<Error> {
    let known: Vec<&str> = fields.iter().map(String::as_str).collect();
    let strange = names.into_iter().filter(|name| !fields.contains(&name.value()));
    strange
        .map(|name| {
            let message = suggest::unknown("attribute", &name.value(), &known);
            Error::new(name.span(), message)
        })
        .collect()
}
