//! `#[derive(Schema)]`: one struct is schema, documentation, and both codecs.

mod attribute;
mod block;
mod expand;
mod suggest;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `Schema`, `AttributeType` (for nesting) and `ApiObject`.
///
/// The doc comment of the struct and of each field is the documentation, and must be there. The type
/// of a field is its mode: `T` is required, `Option<T>` optional, `Computed<T>` computed.
///
/// `#[attr(...)]` on a field:
///
/// | key | meaning |
/// | --- | --- |
/// | `key` | addresses the remote object: part of the path and not of the body, a change replaces, import takes it |
/// | `optional` | on `Computed<T>`: the practitioner may set it, too |
/// | `default = ..` | planned where the configuration has nothing; the field is the bare type |
/// | `keep` | stays as it is where something else changes, instead of becoming unknown |
/// | `replace` | a change means destroy and create |
/// | `range = a..=b` | bounds of a number |
/// | `length = a..=b` | bounds of the characters of a string, or of the elements of a collection |
/// | `api = ".."` | the member of the API's JSON, where it is not the name in camelCase |
/// | `deprecated = ".."` | what to use instead |
/// | `flatten` | the field is a struct whose attributes are this block's |
/// | `describes` | with `flatten`: the documentation of that struct is this block's |
///
/// `#[schema(...)]` on the struct: `check = path` names a rule across attributes (any number of
/// them), `api = manual` leaves `ApiObject` to be written by hand.
#[proc_macro_derive(Schema, attributes(attr, schema))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::expand(&input).into()
}
