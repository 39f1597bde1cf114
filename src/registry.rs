//! Everything that the provider offers: one line a thing.

use crate::{
    Infisical,
    resources::identity::{Identity, IdentityAzureAuth},
};
use std::path::{Path, PathBuf};
use tf_framework::{Erased, ErasedResource, Schema, docs};

/// Where the provider is published. It is the official provider's address, because this provider
/// stands in for it: neither HCL nor state has to change.
pub const ADDRESS: &str = "registry.terraform.io/infisical/infisical";

/// The managed resources.
pub(crate) fn resources() -> Vec<Box<dyn ErasedResource<Infisical>>> {
    vec![Box::new(Erased::<Identity>::new()), Box::new(Erased::<IdentityAzureAuth>::new())]
}

/// The registry's pages, as paths below `docs/` and their texts. `examples` is the folder of the
/// examples that they show.
///
/// # Errors
/// An example that is missing or cannot be read.
pub fn docs_pages(examples: &Path) -> std::io::Result<Vec<(PathBuf, String)>> {
    let examples = docs::Examples::new(examples);
    let mut pages = vec![docs::index("infisical", &crate::provider::Config::block(), &examples)?];
    for resource in resources() {
        pages.push(docs::resource("infisical", resource.type_name(), resource.block(), &examples)?);
    }
    Ok(pages)
}
