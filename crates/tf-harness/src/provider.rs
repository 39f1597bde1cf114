//! The provider under test, and how Terraform finds it.

use std::path::{Path, PathBuf};

/// The provider to run, in place of the one that the registry would give.
#[derive(Debug, Clone)]
pub struct Provider {
    /// `NAMESPACE/TYPE`, in the registries of Terraform and `OpenTofu` alike.
    pub address: String,
    /// The executable.
    pub binary: PathBuf,
}

/// The CLI configuration that makes Terraform run `providers`.
pub(crate) fn installation(providers: &[Provider]) -> String {
    let mut overrides = String::new();
    for provider in providers {
        let folder = provider.folder().display().to_string();
        for registry in ["registry.terraform.io", "registry.opentofu.org"] {
            let address = format!("{registry}/{}", provider.address);
            overrides.extend([format!("    {address:?} = {folder:?}\n")]);
        }
    }
    format!(
        "disable_checkpoint = true\nprovider_installation {{\n  dev_overrides {{\n{overrides}  }}\n  direct \
         {{}}\n}}\n"
    )
}

impl Provider {
    /// The folder in which Terraform finds it.
    fn folder(&self) -> &Path {
        self.binary.parent().unwrap_or(Path::new("/"))
    }
}
