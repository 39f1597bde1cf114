//! What `#[attr(...)]` and `#[schema(...)]` have in common: keys, values, and going on after a mistake.

use crate::suggest;
use proc_macro2::{Span, TokenTree};
use quote::ToTokens as _;
use syn::{
    Attribute, Error, Expr, ExprRange, Ident, LitStr, Result, Token,
    meta::ParseNestedMeta,
    parse::{Parse, ParseStream},
};

/// Reads every key of the attributes called `name`. What is wrong with one does not hide the next.
pub(crate) fn keys(
    attrs: &[Attribute],
    name: &str,
    mistakes: &mut Vec<Error>,
    mut read: impl FnMut(&str, &ParseNestedMeta<'_>) -> Result<()>,
) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        let parsed = attr.parse_nested_meta(|meta| {
            let key = meta.path.to_token_stream().to_string();
            if let Err(mistake) = read(&key, &meta) {
                mistakes.push(mistake);
            } else if !at_end(meta.input) {
                let message =
                    format!("this is no part of `{key}`: the next key comes after a comma");
                mistakes.push(Error::new(meta.input.span(), message));
            }
            while !at_end(meta.input) {
                meta.input.parse::<TokenTree>()?;
            }
            Ok(())
        });
        mistakes.extend(parsed.err());
    }
}

fn at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Nothing but the key.
pub(crate) fn flag(key: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
    if at_end(meta.input) {
        return Ok(());
    }
    Err(meta.input.error(format!("`{key}` takes no value: write `{key}` alone")))
}

/// What comes after `=`; `example` shows what that is.
pub(crate) fn value<T: Parse>(key: &str, meta: &ParseNestedMeta<'_>, example: &str) -> Result<T> {
    if !meta.input.peek(Token![=]) {
        return Err(meta.error(format!("`{key}` needs a value: write `{key} = {example}`")));
    }
    meta.value()?.parse()
}

/// A text after `=`.
pub(crate) fn text(key: &str, meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    value(key, meta, "\"..\"")
}

/// Inclusive bounds after `=`.
pub(crate) fn bounds(key: &str, meta: &ParseNestedMeta<'_>) -> Result<ExprRange> {
    match value::<Expr>(key, meta, "a..=b")? {
        Expr::Range(range) => Ok(range),
        other => Err(Error::new_spanned(other, format!("bounds are a range: `{key} = a..=b`"))),
    }
}

/// One of the words `known` after `=`.
pub(crate) fn word<T: Copy>(
    key: &str,
    meta: &ParseNestedMeta<'_>,
    known: &[(&str, T)],
) -> Result<T> {
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    let written: Ident = value(key, meta, &words.join("`, or `"))?;
    let found = known.iter().find(|(word, _)| written == word).map(|(_, meaning)| *meaning);
    found.ok_or_else(|| {
        let message = suggest::unknown("word", &written.to_string(), &words);
        Error::new(written.span(), message)
    })
}

/// Nothing, which means `alone`, or one of the words `known`.
pub(crate) fn alone_or_word<T: Copy>(
    key: &str,
    meta: &ParseNestedMeta<'_>,
    alone: T,
    known: &[(&str, T)],
) -> Result<T> {
    if at_end(meta.input) { Ok(alone) } else { word(key, meta, known) }
}

/// Where keys were written, in their order.
#[derive(Default)]
pub(crate) struct Written(Vec<Key>);

struct Key {
    name: String,
    at: Span,
    /// Its value could not be read, which is said of it already.
    broken: bool,
}

impl Written {
    /// Remembers a key.
    ///
    /// # Errors
    /// A key that was there before.
    pub(crate) fn add(&mut self, name: &str, at: Span) -> Result<()> {
        if self.0.iter().any(|key| key.name == name) {
            return Err(Error::new(at, format!("`{name}` is there already: keep one of them")));
        }
        self.0.push(Key { name: name.to_owned(), at, broken: false });
        Ok(())
    }

    /// The value of the last key could not be read: nothing more is to be said of it.
    pub(crate) fn break_last(&mut self) {
        if let Some(last) = self.0.last_mut() {
            last.broken = true;
        }
    }

    /// Where the key was written, when it was.
    pub(crate) fn find(&self, name: &str) -> Option<Span> {
        self.iter().find(|(written, _)| *written == name).map(|(_, at)| at)
    }

    /// Every key.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        self.0.iter().filter(|key| !key.broken).map(|key| (key.name.as_str(), key.at))
    }
}
