//! `#[attr(...)]` on a field.

use crate::{
    names::Names,
    parse::{Written, alone_or_word, bounds, flag, keys, text, value, word},
    suggest,
};
use proc_macro2::Span;
use syn::{
    Error, Expr, ExprRange, Field, LitStr, Path, Result, Token, meta::ParseNestedMeta,
    parenthesized, spanned::Spanned,
};

const KEYS: &[&str] = &[
    "key",
    "identity",
    "optional",
    "default",
    "keep",
    "replace",
    "replace_if",
    "clear",
    "range",
    "length",
    "bytes",
    "one_of",
    "none_of",
    "pattern",
    "keys",
    "unique",
    "check",
    "conflicts",
    "requires",
    "prefer",
    "version",
    "local",
    "api",
    "deprecated",
    "flatten",
    "describes",
    "block",
    "group",
    "variadic",
];

/// The keys that are nothing but themselves.
const FLAGS: &[&str] = &[
    "key",
    "identity",
    "optional",
    "unique",
    "local",
    "flatten",
    "describes",
    "block",
    "group",
    "variadic",
];

/// What `#[attr(...)]` says. The words are variants of the framework's enums.
#[derive(Default)]
pub(crate) struct Attr {
    pub(crate) written: Written,
    pub(crate) mistakes: Vec<Error>,
    pub(crate) default: Option<Expr>,
    pub(crate) keep: Option<&'static str>,
    pub(crate) replace: Option<&'static str>,
    pub(crate) replace_if: Option<Path>,
    pub(crate) clear: Option<&'static str>,
    pub(crate) range: Option<ExprRange>,
    pub(crate) length: Option<ExprRange>,
    pub(crate) bytes: Option<ExprRange>,
    pub(crate) one_of: Option<Expr>,
    pub(crate) none_of: Option<Expr>,
    pub(crate) pattern: Option<(LitStr, LitStr)>,
    pub(crate) keys: Option<(LitStr, LitStr)>,
    pub(crate) check: Option<Path>,
    pub(crate) conflicts: Names,
    pub(crate) requires: Names,
    pub(crate) prefer: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) api: Option<LitStr>,
    pub(crate) deprecated: Option<LitStr>,
}

impl Attr {
    pub(crate) fn of(field: &Field) -> Self {
        let mut out = Self::default();
        let mut mistakes = Vec::new();
        keys(&field.attrs, "attr", &mut mistakes, |key, meta| out.read(key, meta));
        out.mistakes = mistakes;
        out
    }

    /// Where `key` was written, when it was.
    pub(crate) fn at(&self, key: &str) -> Option<Span> {
        self.written.find(key)
    }

    /// Whether `key` was written.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.at(key).is_some()
    }

    /// The other attributes that it names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &LitStr> {
        let lists = self.conflicts.0.iter().chain(&self.requires.0);
        lists.chain(&self.prefer).chain(&self.version)
    }

    fn read(&mut self, key: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
        if key == "required" {
            let message = "the bare type is required: use `T` instead of `Option<T>`";
            return Err(Error::new(meta.path.span(), message));
        }
        if !KEYS.contains(&key) {
            return Err(Error::new(meta.path.span(), suggest::unknown("key", key, KEYS)));
        }
        self.written.add(key, meta.path.span())?;
        if FLAGS.contains(&key) {
            return flag(key, meta);
        }
        let read = self.value(key, meta);
        if read.is_err() {
            self.written.break_last();
        }
        read
    }

    fn value(&mut self, key: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match key {
            "default" => self.default = Some(value(key, meta, "..")?),
            "keep" => {
                self.keep = Some(alone_or_word(key, meta, "Value", &[("also_null", "AlsoNull")])?);
            }
            "replace" => {
                let words = [("if_configured", "IfConfigured")];
                self.replace = Some(alone_or_word(key, meta, "Always", &words)?);
            }
            "replace_if" => self.replace_if = Some(value(key, meta, "path::to::function")?),
            "clear" => {
                let words = [("null", "Null"), ("empty", "Empty"), ("refuse", "Refuse")];
                self.clear = Some(word(key, meta, &words)?);
            }
            "range" => self.range = Some(bounds(key, meta)?),
            "length" => self.length = Some(bounds(key, meta)?),
            "bytes" => self.bytes = Some(bounds(key, meta)?),
            "one_of" => self.one_of = Some(value(key, meta, "[\"..\"]")?),
            "none_of" => self.none_of = Some(value(key, meta, "[\"..\"]")?),
            "pattern" => self.pattern = Some(pattern(key, meta)?),
            "keys" => self.keys = Some(pattern(key, meta)?),
            "check" => self.check = Some(value(key, meta, "path::to::function")?),
            "conflicts" => self.conflicts = value(key, meta, "[\"..\"]")?,
            "requires" => self.requires = value(key, meta, "[\"..\"]")?,
            "prefer" => self.prefer = Some(text(key, meta)?),
            "version" => self.version = Some(text(key, meta)?),
            "api" => self.api = Some(text(key, meta)?),
            "deprecated" => self.deprecated = Some(text(key, meta)?),
            _ => {}
        }
        Ok(())
    }
}

/// `pattern("regex", "what it must be")`, or the same with `keys`.
fn pattern(key: &str, meta: &ParseNestedMeta<'_>) -> Result<(LitStr, LitStr)> {
    let incomplete = |span| {
        let message = format!(
            "say the pattern and what it means: `{key}(\"[a-z]+\", \"lower case letters\")`"
        );
        Error::new(span, message)
    };
    if !meta.input.peek(syn::token::Paren) {
        return Err(incomplete(meta.path.span()));
    }
    let inside;
    parenthesized!(inside in meta.input);
    let pattern: LitStr = inside.parse()?;
    if inside.parse::<Token![,]>().is_err() || inside.is_empty() {
        return Err(incomplete(pattern.span()));
    }
    let wanted = inside.parse()?;
    inside.parse::<Option<Token![,]>>()?;
    Ok((pattern, wanted))
}
