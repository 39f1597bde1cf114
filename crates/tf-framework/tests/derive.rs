//! What `#[derive(Schema)]` says to the author of a resource. Its errors are its user interface.
//!
//! `TRYBUILD=overwrite cargo test -p tf-framework --test derive` writes the expectations anew.

#[test]
fn mistakes_are_said_on_the_token_and_the_rest_compiles() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
