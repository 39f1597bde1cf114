//! The managed resources, by family.

pub(crate) mod identity;
pub(crate) mod project;
pub(crate) mod secret;
