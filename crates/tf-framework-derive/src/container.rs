//! `#[schema(...)]` on the struct.

use crate::{
    names::Names,
    parse::{Written, keys, text, value, word},
    suggest,
};
use proc_macro2::Span;
use syn::{Attribute, Error, Expr, LitStr, Path, Result, meta::ParseNestedMeta, spanned::Spanned};

const KEYS: &[&str] = &[
    "check",
    "api",
    "exactly_one_of",
    "at_least_one_of",
    "at_most_one_of",
    "together",
    "deprecated",
    "family",
];

/// What `#[schema(...)]` says.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) mistakes: Vec<Error>,
    pub(crate) checks: Vec<Path>,
    pub(crate) manual_api: bool,
    pub(crate) relations: Vec<Relation>,
    pub(crate) deprecated: Option<LitStr>,
    pub(crate) family: Option<Expr>,
    written: Written,
}

/// How many of several attributes are set.
pub(crate) struct Relation {
    pub(crate) variant: &'static str,
    pub(crate) names: Names,
    pub(crate) at: Span,
}

impl Container {
    pub(crate) fn of(attrs: &[Attribute]) -> Self {
        let mut out = Self::default();
        let mut mistakes = Vec::new();
        keys(attrs, "schema", &mut mistakes, |key, meta| out.read(key, meta));
        out.mistakes = mistakes;
        out
    }

    fn read(&mut self, key: &str, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match key {
            "check" => self.checks.push(value(key, meta, "path::to::function")?),
            "exactly_one_of" => self.relate("ExactlyOne", key, meta)?,
            "at_least_one_of" => self.relate("AtLeastOne", key, meta)?,
            "at_most_one_of" => self.relate("AtMostOne", key, meta)?,
            "together" => self.relate("Together", key, meta)?,
            "deprecated" => {
                self.written.add(key, meta.path.span())?;
                self.deprecated = Some(text(key, meta)?);
            }
            "family" => {
                self.written.add(key, meta.path.span())?;
                self.family = Some(value(key, meta, "\"..\"")?);
            }
            "api" => {
                self.written.add(key, meta.path.span())?;
                self.manual_api = word(key, meta, &[("manual", true)])?;
            }
            other => {
                return Err(Error::new(meta.path.span(), suggest::unknown("key", other, KEYS)));
            }
        }
        Ok(())
    }

    fn relate(
        &mut self,
        variant: &'static str,
        key: &str,
        meta: &ParseNestedMeta<'_>,
    ) -> Result<()> {
        let names = value(key, meta, "[\"..\", \"..\"]")?;
        self.relations.push(Relation { variant, names, at: meta.path.span() });
        Ok(())
    }
}
