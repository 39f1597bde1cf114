//! What `terraform import` brings.

use crate::{State, Workspace, commands::parse};
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
        let into = ["import", "-input=false", "-state=home/imported", address, id];
        let _ = fs::remove_file(self.path("home/imported"));
        let _ = self.run(&into).expect_success();
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
}

/// The attributes in which two objects differ, with both values.
fn differing<'a>(one: &'a Value, other: &'a Value) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let names =
        [one, other].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: BTreeSet<_> = names.map(String::as_str).collect();
    let pairs = names.into_iter().map(|name| (name, &one[name], &other[name]));
    pairs.filter(|(_, one, other)| one != other).collect()
}
