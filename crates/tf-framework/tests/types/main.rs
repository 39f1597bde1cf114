//! The attribute types: what each makes of Terraform's values and of an API's JSON.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

mod collections;
mod dynamic;
mod laws;
mod modes;
mod nested;
mod numbers;
mod text;
mod timeouts;
mod tools;
