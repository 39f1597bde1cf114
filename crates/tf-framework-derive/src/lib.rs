//! `#[derive(Schema)]`: one struct is schema, documentation, and both codecs.

mod attr;
mod container;
mod contradictions;
mod docs;
mod expand;
mod impls;
mod lower;
mod names;
mod parse;
mod suggest;
mod types;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `Schema`, `AttributeType` (for nesting) and `ApiObject`.
///
/// The doc comment of the struct and of each field is the documentation, and must be there. The type
/// of a field is its mode: `T` is required, `Option<T>` optional, `Computed<T>` computed;
/// `Sensitive<T>` is never shown, `WriteOnly<T>` never stored. What is write-only is sent to the API
/// and never taken from its answers.
///
/// Every mistake is an error on the word that makes it, all of them at once. Where the name of a type
/// does not tell its mode (an alias does not), the error comes when the crate is built.
///
/// `#[attr(...)]` on a field:
///
/// | key | meaning |
/// | --- | --- |
/// | `key` | addresses the remote object: part of the path and not of the body, import takes it, the identity has it, and a change of it replaces where the practitioner made it |
/// | `identity` | part of the identity beside the keys |
/// | `optional` | on `Computed<T>`: the practitioner may set it, too |
/// | `default = ..` | planned where the configuration has nothing; the field is the bare type |
/// | `keep` | stays as it is where something else changes, instead of becoming unknown |
/// | `keep = also_null` | the same, also where state has nothing |
/// | `replace` | a change means destroy and create |
/// | `replace = if_configured` | the same, where the configuration has a value |
/// | `replace_if = path` | the same, where `fn(&Value, &Value) -> bool` says so of the prior and the planned value |
/// | `clear = ..` | how an update removes it: with `null` (when nothing is said), `empty`, or not at all (`refuse`) |
/// | `range = a..=b` | bounds of a number, or of each number of a collection: number literals, exact to the last digit, or integer constants; `a..` and `..=b` are bounds, too |
/// | `length = a..=b` | bounds of the characters of a string, or of the elements of a collection |
/// | `bytes = a..=b` | bounds of the bytes of a string in UTF-8 |
/// | `one_of = [".."]` | the strings that are allowed, or number literals; or the path of a constant `&[&str]`. A `Text<AnyCase>` is allowed in any case |
/// | `none_of = [".."]` | the strings that are not allowed |
/// | `pattern("..", "..")` | what the whole text must match, and what to say: "Expected ..." |
/// | `keys("..", "..")` | the same of each key of a map |
/// | `check = path` | a rule in code, of a value that is there and may hold unknowns inside: `fn(&Value, &AttributePath, &mut Diagnostics)` |
/// | `unique` | no element of the list twice |
/// | `conflicts = [".."]` | not together with any of these |
/// | `requires = [".."]` | only together with all of these |
/// | `prefer = ".."` | where Terraform knows write-only attributes, a warning to use that one instead |
/// | `version = ".."` | on `WriteOnly<T>`: the attribute whose change sends the value again |
/// | `local` | the API knows nothing of it: neither sent nor taken from an answer |
/// | `api = ".."` | the member of the API's JSON, where it is not the name in camelCase |
/// | `deprecated = ".."` | what to use instead |
/// | `block` | a nested block instead of a nested attribute; of a bare struct, one that must be there |
/// | `group` | a nested block that is always there, if only with nulls |
/// | `flatten` | the field is a struct whose attributes are this block's |
/// | `describes` | with `flatten`: the documentation of that struct is this block's |
/// | `variadic` | the parameter of a function that takes all further arguments |
///
/// `conflicts`, `requires`, `prefer`, `version` and the relations below name fields of the same struct,
/// or attributes of a struct that is flattened into it.
///
/// `#[schema(...)]` on the struct, each relation and `check` any number of times:
///
/// | key | meaning |
/// | --- | --- |
/// | `check = path` | a rule across attributes, in code: `fn(&Checked<'_>, &mut Diagnostics)` |
/// | `exactly_one_of = [".."]` | of these, one and not more is set |
/// | `at_least_one_of = [".."]` | of these, one or more |
/// | `at_most_one_of = [".."]` | of these, one or none |
/// | `together = [".."]` | all of these, or none |
/// | `deprecated = ".."` | what to use instead of the whole |
/// | `family = ".."` | the group of pages that the registry shows its page in, such as `Machine Identities`; or the path of a constant |
/// | `api = manual` | `ApiObject` is written by hand |
#[proc_macro_derive(Schema, attributes(attr, schema))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::expand(&input).into()
}
