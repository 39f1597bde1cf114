//! The provider under test, and how Terraform finds it.

use crate::workspace::expect;
use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// The provider to run, in place of the one that the registry would give.
#[derive(Debug, Clone)]
pub struct Provider {
    /// `NAMESPACE/TYPE`, in the registries of Terraform and `OpenTofu` alike.
    pub address: String,
    /// The executable, whatever it is called.
    pub binary: PathBuf,
}

/// The CLI configuration that makes Terraform run `providers`; what they need for it goes into `home`.
pub(crate) fn installation(providers: &[Provider], home: &Path) -> String {
    let mut overrides = String::new();
    for provider in providers {
        let folder = provider.folder(home).display().to_string();
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
    /// The folder in which Terraform finds it: its own, or one with a link of the name that
    /// Terraform looks for. The exact name comes first where a folder has several versions.
    fn folder(&self, home: &Path) -> PathBuf {
        let binary = expect("find the provider", std::path::absolute(&self.binary));
        let kind = self.address.rsplit('/').next().unwrap_or_default();
        let name = format!("terraform-provider-{kind}");
        if binary.file_name().is_some_and(|own| own == name.as_str()) {
            return binary.parent().unwrap_or(Path::new("/")).to_owned();
        }
        let folder = home.join("providers").join(&self.address);
        expect("make a folder", fs::create_dir_all(&folder));
        expect("link the provider", symlink(binary, folder.join(name)));
        folder
    }
}
