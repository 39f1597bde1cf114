//! A workspace, and the cloud beside it.

use serde_json::Value;
use std::{fs, path::PathBuf};
use tempfile::TempDir;
use tf_harness::{Provider, Workspace};

/// A user's folder, and the cloud that their provider manages.
pub(crate) struct Lab {
    pub(crate) workspace: Workspace,
    cloud: TempDir,
}

impl Lab {
    /// An empty cloud, and a folder with this configuration beside the provider's own block.
    pub(crate) fn new(configuration: &str) -> Self {
        let cloud = tempfile::tempdir().unwrap();
        let provider = Provider {
            address: "acme/corner".to_owned(),
            binary: PathBuf::from(env!("CARGO_BIN_EXE_terraform-provider-corner")),
        };
        let folder = cloud.path().display().to_string();
        let workspace = Workspace::new(&[provider]).env("CORNER_CLOUD", &folder);
        workspace.write(
            "provider.tf",
            "terraform {\n  required_providers {\n    corner = {\n      source = \"acme/corner\"\n    }\n  }\n}\n",
        );
        let lab = Self { workspace, cloud };
        lab.configure(configuration);
        lab
    }

    /// Writes the configuration anew.
    pub(crate) fn configure(&self, configuration: &str) {
        self.workspace.write("main.tf", configuration);
    }

    /// The one object of `kind`, as the cloud has it.
    pub(crate) fn only(&self, kind: &str) -> Value {
        let all = self.objects(kind);
        assert_eq!(all.len(), 1, "{all:?}");
        all.into_iter().next().unwrap().1
    }

    /// The objects of `kind`, by id.
    pub(crate) fn objects(&self, kind: &str) -> Vec<(String, Value)> {
        let mut all: Vec<_> = fs::read_dir(self.cloud.path().join(kind))
            .into_iter()
            .flatten()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .map(|path| {
                let id = path.file_stem().unwrap().to_string_lossy().into_owned();
                (id, serde_json::from_slice(&fs::read(&path).unwrap()).unwrap())
            })
            .collect();
        all.sort_by(|one: &(String, Value), other| one.0.cmp(&other.0));
        all
    }

    /// Changes an object behind Terraform's back; null deletes it.
    pub(crate) fn change(&self, kind: &str, id: &str, object: &Value) {
        let path = self.cloud.path().join(kind).join(format!("{id}.json"));
        if object.is_null() {
            fs::remove_file(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, object.to_string()).unwrap();
        }
    }

    /// Lets the next call named `call` fail (`error`) or panic (`panic`).
    pub(crate) fn fault(&self, call: &str, fault: &str) {
        let folder = self.cloud.path().join("faults");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(call.replace(' ', "_")), fault).unwrap();
    }

    /// The calls so far.
    pub(crate) fn journal(&self) -> Vec<String> {
        let text = fs::read_to_string(self.cloud.path().join("journal")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}
