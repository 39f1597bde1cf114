//! A provider's binary where Terraform finds it: an unpacked filesystem mirror, so that a real
//! `terraform init` works without the network.

use crate::files;
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::{
    env::consts::{ARCH, EXE_SUFFIX, OS},
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The registries whose addresses the mirror answers for: Terraform's, and `OpenTofu`'s.
const REGISTRIES: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];

/// A mirror with one provider, and nothing else: no other provider, no network.
#[derive(Debug)]
pub(crate) struct Mirror {
    folder: TempDir,
}

impl Mirror {
    /// Offers `binary` as `infisical/infisical`.
    pub(crate) fn new(binary: &Path, version: &str) -> Result<Self> {
        let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
        let this = Self { folder };
        for registry in REGISTRIES {
            let inside = this
                .packages()
                .join(format!("{registry}/infisical/infisical/{version}/{}", platform()));
            fs::create_dir_all(&inside)?;
            let installed =
                inside.join(format!("terraform-provider-infisical_v{version}{EXE_SUFFIX}"));
            // A debug binary is large: a copy only where a link cannot be, on another file system.
            fs::hard_link(binary, &installed)
                .or_else(|_| fs::copy(binary, &installed).map(drop))
                .with_context(|| format!("cannot install {}", binary.display()))?;
        }
        let path = Value::from(this.packages().display().to_string());
        let config = format!(
            "disable_checkpoint = true\n\nprovider_installation {{\n  filesystem_mirror {{\n    \
             path = {path}\n  }}\n}}\n"
        );
        files::write(&this.config(), &config)?;
        Ok(this)
    }

    /// What `TF_CLI_CONFIG_FILE` names.
    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("terraform.tfrc")
    }

    fn packages(&self) -> PathBuf {
        self.folder.path().join("providers")
    }
}

/// This machine in Terraform's words: `linux_amd64`.
pub(crate) fn platform() -> String {
    let os = if OS == "macos" { "darwin" } else { OS };
    let arch = match ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "x86" => "386",
        other => other,
    };
    format!("{os}_{arch}")
}
