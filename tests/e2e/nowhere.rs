//! A secret that goes in write-only and comes out ephemeral is nowhere but on the server.

use crate::lab::{DIALECTS, Lab, secret};
use crate::with_project::Project;
use flate2::read::DeflateDecoder;
use std::io::Read as _;

/// A secret is made of an ephemeral variable, referred to by another one, read back expanded, alone and
/// with its folder, and made into further ones. The variable is ephemeral because a plan keeps all others.
const CONFIGURATION: &str = r#"
terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

variable "project_id" {}

variable "password" {
  ephemeral = true
}

resource "infisical_secret_folder" "app" {
  project_id       = var.project_id
  environment_slug = "dev"
  folder_path      = "/"
  name             = "app"
}

resource "infisical_secret_folder" "copy" {
  project_id       = var.project_id
  environment_slug = "prod"
  folder_path      = "/"
  name             = "copy"
}

locals {
  # Not known before the secrets are there: what is ephemeral is read as soon as its arguments are known.
  folder_path = join("", [for it in infisical_secret.app : it.id]) == "" ? "/" : "/app"

  app = {
    PASSWORD = var.password
    URL      = "postgres://app:${provider::infisical::secret_reference(null, null, "PASSWORD")}@db"
  }
  copy = {
    URL    = ephemeral.infisical_secret.url.value
    DOTENV = provider::infisical::dotenv(ephemeral.infisical_secrets.app.values)
    JSON   = provider::infisical::json(ephemeral.infisical_secrets.app.values)
  }
}

resource "infisical_secret" "app" {
  for_each         = toset(["PASSWORD", "URL"])
  workspace_id     = var.project_id
  env_slug         = "dev"
  folder_path      = infisical_secret_folder.app.path
  name             = each.key
  value_wo         = local.app[each.key]
  value_wo_version = 1
}

ephemeral "infisical_secret" "url" {
  workspace_id = var.project_id
  env_slug     = "dev"
  folder_path  = local.folder_path
  name         = "URL"
}

ephemeral "infisical_secrets" "app" {
  workspace_id = var.project_id
  env_slug     = "dev"
  folder_path  = local.folder_path
}

data "infisical_secret_metadata" "url" {
  project_id       = var.project_id
  environment_slug = "dev"
  folder_path      = local.folder_path
  name             = "URL"
}

resource "infisical_secret" "copy" {
  for_each         = toset(["URL", "DOTENV", "JSON"])
  workspace_id     = var.project_id
  env_slug         = "prod"
  folder_path      = infisical_secret_folder.copy.path
  name             = each.key
  value_wo         = local.copy[each.key]
  value_wo_version = 1
}
"#;

/// The files in a plan, which is a zip archive: their contents, unpacked.
fn files_of_a_plan(archive: &[u8]) -> Vec<Vec<u8>> {
    const DIRECTORY: &[u8] = b"PK\x01\x02";
    let number = |at: usize, length: usize| {
        let bytes = archive[at..at + length].iter().rev();
        bytes.fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let entries = archive.windows(4).enumerate().filter(|(_, window)| *window == DIRECTORY);
    entries
        .map(|(entry, _)| {
            let (size, local) = (number(entry + 20, 4), number(entry + 42, 4));
            let data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
            let mut unpacked = Vec::new();
            DeflateDecoder::new(&archive[data..data + size]).read_to_end(&mut unpacked).unwrap();
            unpacked
        })
        .collect()
}

/// Nothing that Terraform has written may hold a secret; what it prints and logs, the lab looks at.
fn assert_nowhere(lab: &Lab) {
    let read = |name| std::fs::read(lab.workspace.path(name)).unwrap_or_default();
    let plan = read("home/plan");
    let mut files = files_of_a_plan(&plan);
    assert!(files.iter().any(|file| file.windows(8).any(|word| word == b"PASSWORD")));
    files.extend([plan, read("terraform.tfstate"), read("terraform.tfstate.backup")]);
    for secret in lab.emulator.secrets() {
        let has = |file: &Vec<u8>| file.windows(secret.len()).any(|word| word == secret.as_bytes());
        assert!(!files.iter().any(has), "a file has a secret");
    }
}

#[test]
fn a_secret_is_nowhere_but_on_the_server() {
    for dialect in DIALECTS {
        let mut it = Project::new(dialect);
        it.lab.workspace.set_env("TF_VAR_password", &secret("one"));
        let Lab { workspace, .. } = &it.lab;
        workspace.write("main.tf", CONFIGURATION);
        let _ = workspace.plan();
        assert_nowhere(&it.lab);
        workspace.apply_planned();
        workspace.expect_settled();
        assert_nowhere(&it.lab);
        // They arrived.
        let copied = |name: &str| it.stored("prod", "/copy", name)["secretValue"].take();
        let url = format!("postgres://app:{}@db", secret("one"));
        assert_eq!(copied("URL"), url);
        let dotenv = format!("PASSWORD='{}'\nURL='{url}'\n", secret("one"));
        assert_eq!(copied("DOTENV"), dotenv);
        assert_eq!(copied("JSON"), format!(r#"{{"PASSWORD":"{}","URL":"{url}"}}"#, secret("one")));
        workspace.destroy();
        assert_nowhere(&it.lab);
    }
}
