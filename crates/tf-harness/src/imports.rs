//! What `terraform import` brings.

use crate::{Output, State, Workspace, commands::parse, workspace::expect};
use serde_json::Value;
use std::{collections::BTreeSet, fs};

impl Workspace {
    /// `terraform import`, which must work.
    pub fn import(&self, address: &str, id: &str) {
        let _ = self.run(&["import", "-input=false", address, id]).expect_success();
    }

    /// Imports what is at `address` once more, into a state of its own, which must come out as the
    /// one that there is. `except` names the attributes that an import cannot know; one that it does
    /// know must not be among them. Where applying one resource changes what another shows, the state
    /// is compared as it should be after a [`refresh`](Self::refresh).
    pub fn verify_import(&self, address: &str, id: &str, except: &[&str]) {
        let before = self.state();
        let _ = self.import_apart(address, id).expect_success();
        let shown = self.run(&["show", "-json", "home/imported"]).expect_success();
        let imported = State::parse(parse(&shown));
        let differing = differing(before.resource(address), imported.resource(address));
        let names: Vec<_> = differing.iter().map(|(name, ..)| *name).collect();
        for (name, before, imported) in &differing {
            assert!(
                except.contains(name),
                "the import of {address} by {id:?} brings another `{name}`:\n  state:  {before}\n  \
                 import: {imported}"
            );
        }
        for name in except {
            assert!(names.contains(name), "the import of {address} brings the same `{name}`");
        }
    }

    /// An import of what is at `address`, into a state of its own, which must fail; what Terraform
    /// says, without its frames and with folded white space.
    #[must_use]
    pub fn import_fails(&self, address: &str, id: &str) -> String {
        let output = self.import_apart(address, id);
        assert!(!output.status.success(), "the import succeeded\n{output}");
        let words = output.stderr.split(|c: char| c.is_whitespace() || "╷│╵".contains(c));
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    fn import_apart(&self, address: &str, id: &str) -> Output {
        let _ = fs::remove_file(self.path("home/imported"));
        self.run(&["import", "-input=false", "-state=home/imported", address, id])
    }

    /// A copy of the state without what is at `address`, for `-state`.
    pub(crate) fn forgotten(&self, address: &str) -> &'static str {
        let forgotten = "home/forgotten";
        let copied = fs::copy(self.path("terraform.tfstate"), self.path(forgotten));
        expect("copy the state", copied);
        let remove = ["state", "rm", "-state=home/forgotten", "-backup=home/remembered", address];
        let _ = self.run(&remove).expect_success();
        forgotten
    }
}

/// The attributes in which two objects differ, with both values.
fn differing<'a>(one: &'a Value, other: &'a Value) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let names =
        [one, other].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: BTreeSet<_> = names.map(String::as_str).collect();
    let pairs = names.into_iter().map(|name| (name, &one[name], &other[name]));
    pairs.filter(|(_, one, other)| one != other).collect()
}
