//! The borders of the house, kept by a test rather than by a promise.

#![expect(clippy::unwrap_used, reason = "a test ends where it goes wrong")]

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

const ROOT: &str = "terraform-provider-infisical";

/// Each member's direct dependencies, those of its tests left out.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap().iter();
            (name(package), all.filter(|d| d["kind"] != "dev").map(name).collect())
        })
        .collect()
}

#[test]
fn terraform_and_infisical_meet_in_the_root_package_only() {
    for (package, dependencies) in dependencies() {
        let forbidden = match &package {
            name if name.starts_with("tf-") => "infisical-",
            name if name.starts_with("infisical-") => "tf-",
            name => {
                assert!([ROOT, "xtask"].contains(&name.as_str()), "{name} belongs to no family");
                continue;
            }
        };
        let met: Vec<_> = dependencies.iter().filter(|d| d.starts_with(forbidden)).collect();
        assert!(met.is_empty(), "{package} depends on {met:?}");
        assert!(!dependencies.contains(ROOT), "{package} depends on the provider");
    }
}

#[test]
fn each_protocol_has_one_speaker() {
    let all = dependencies();
    for (dependency, speakers) in [
        ("tonic", &["tf-protocol"][..]),
        ("prost", &["tf-protocol"]),
        ("rmp", &["tf-protocol"]),
        ("reqwest", &["infisical-client"]),
        ("hyper", &["infisical-emulator"]),
    ] {
        for (package, dependencies) in &all {
            assert!(
                !dependencies.contains(dependency) || speakers.contains(&package.as_str()),
                "{package} depends on {dependency}, which is for {speakers:?}"
            );
        }
    }
}

#[test]
fn the_emulator_is_no_mirror_of_the_client() {
    assert!(!dependencies()["infisical-emulator"].contains("infisical-client"));
}

#[test]
fn the_same_stem_everywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stems = |folder: &str, ending: &str| -> BTreeSet<String> {
        let files = std::fs::read_dir(root.join(folder)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter_map(|name| name.strip_suffix(ending).map(str::to_owned)).collect()
    };
    let pages = stems("docs/resources", ".md");
    assert!(pages.contains("identity_azure_auth"));
    let mut resources = BTreeSet::new();
    for family in std::fs::read_dir(root.join("src/resources")).unwrap() {
        let family = family.unwrap();
        if family.file_type().unwrap().is_dir() {
            let folder = format!("src/resources/{}", family.file_name().into_string().unwrap());
            resources.extend(stems(&folder, ".rs"));
        }
    }
    resources.remove("mod");
    assert_eq!(pages, resources, "docs/resources and src/resources");
    let examples: BTreeSet<_> = stems("examples/resources", "")
        .into_iter()
        .map(|name| name.trim_start_matches("infisical_").to_owned())
        .collect();
    assert_eq!(examples, resources, "examples/resources and src/resources");
    for (what, folders) in [
        ("end-to-end test", &["tests/e2e", "tests/e2e/auth_methods"][..]),
        ("route", &["crates/infisical-emulator/src/routes"]),
    ] {
        let there = folders.iter().flat_map(|folder| stems(folder, ".rs")).collect();
        let missing: Vec<_> = resources.difference(&there).collect();
        assert!(missing.is_empty(), "no {what} for {missing:?} in {folders:?}");
    }
}

#[test]
fn every_schema_is_sound() {
    let server = tf_framework::Server::new(terraform_provider_infisical::Infisical);
    assert_eq!(server.mistakes(), Vec::<String>::new());
}
