//! What a declaration says that cannot be.

mod modes;
mod relations;
mod rules;
mod shape;

use crate::{attr::Attr, container::Container};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Error, Type};

/// What is wrong with a field, and what the compiler is left to check because the name of the type
/// does not tell.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) mistakes: Vec<Error>,
    pub(crate) assertions: Vec<TokenStream>,
}

impl Found {
    fn wrong(&mut self, at: Span, message: &str) {
        self.mistakes.push(Error::new(at, message));
    }

    /// The same of something longer than a token, from its start to its end.
    fn all_wrong(&mut self, at: &impl ToTokens, message: &str) {
        self.mistakes.push(Error::new_spanned(at, message));
    }

    /// Refuses unless `good`; where that cannot be seen, the compiler asks for `fact`.
    fn unless(&mut self, good: Option<bool>, fact: &TokenStream, at: Span, message: &str) {
        match good {
            Some(true) => {}
            Some(false) => self.wrong(at, message),
            None => {
                self.assertions
                    .push(quote_spanned! { at=> const { ::core::assert!(#fact, #message) } });
            }
        }
    }
}

/// Every contradiction of one field, where it is written.
pub(crate) fn of_field(name: &str, ty: &Type, attr: &Attr) -> Found {
    let mut found = Found::default();
    if attr.has("flatten") {
        shape::flattened(attr, &mut found);
        return found;
    }
    modes::find(ty, attr, &mut found);
    rules::find(ty, attr, &mut found);
    shape::find(ty, attr, &mut found);
    relations::of_field(name, attr, &mut found);
    found
}

/// Every contradiction of what the struct says.
pub(crate) fn of_struct(container: &Container) -> Vec<Error> {
    relations::of_struct(container)
}
