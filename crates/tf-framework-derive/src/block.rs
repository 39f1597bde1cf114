//! `#[schema(...)]` on the struct.

use crate::suggest;
use syn::{Attribute, Ident, Path, Result};

const KEYS: &[&str] = &["check", "api"];

/// What `#[schema(...)]` says.
#[derive(Default)]
pub(crate) struct Container {
    pub(crate) checks: Vec<Path>,
    pub(crate) manual_api: bool,
}

impl Container {
    pub(crate) fn of(attrs: &[Attribute]) -> Result<Self> {
        let mut out = Self::default();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident("schema")) {
            attr.parse_nested_meta(|meta| {
                let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match key.as_str() {
                    "check" => out.checks.push(meta.value()?.parse()?),
                    "api" => {
                        let word: Ident = meta.value()?.parse()?;
                        if word != "manual" {
                            return Err(syn::Error::new(word.span(), "the only word is `manual`"));
                        }
                        out.manual_api = true;
                    }
                    other => return Err(meta.error(suggest::unknown("key", other, KEYS))),
                }
                Ok(())
            })?;
        }
        Ok(out)
    }
}
