//! The managed resources, by family.

pub(crate) mod identity;
