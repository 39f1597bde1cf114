//! Folders of secrets: a tree below the root of each environment.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{Import, Secret};
use crate::clock::Millis;

/// A folder, and what is in it. The folder of an environment has the name `root`.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The ID of the folder that it is in; a root is in none.
    pub(crate) parent_id: Option<String>,
    pub(crate) description: Option<String>,
    /// Counts the changes of the folder itself, from 1.
    pub(crate) version: i64,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
    /// In the order in which they were made.
    pub(crate) folders: Vec<Folder>,
    /// By ID, which is the order of the server's lists.
    pub(crate) secrets: BTreeMap<String, Secret>,
    /// In the order in which they were made; what counts is their position.
    pub(crate) imports: Vec<Import>,
}

/// A path has a name in it that no folder can have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BadName;

impl Folder {
    pub(crate) fn new(name: &str, parent_id: &str, now: Millis) -> Self {
        Self {
            id: Uuid::new_v4().to_string(),
            name: name.to_owned(),
            parent_id: Some(parent_id.to_owned()),
            description: None,
            version: 1,
            created_at: now,
            updated_at: now,
            folders: Vec::new(),
            secrets: BTreeMap::new(),
            imports: Vec::new(),
        }
    }

    /// The folder that an environment begins with.
    pub(crate) fn root(now: Millis) -> Self {
        Self { parent_id: None, ..Self::new("root", "", now) }
    }

    /// The folder at a path below this root. It has to be spelled as the server spells it, but for
    /// one slash at its end: `/`, `/a`, `/a/b`.
    pub(crate) fn at(&self, path: &str) -> Result<Option<&Self>, BadName> {
        let (names, path) = (names(path)?, without_slash(path));
        let (depth, closest) = self.closest(&names);
        Ok(closest.filter(|_| depth == names.len() && spelled(&names) == path))
    }

    /// The same, to be changed.
    pub(crate) fn at_mut(&mut self, path: &str) -> Result<Option<&mut Self>, BadName> {
        if self.at(path)?.is_none() {
            return Ok(None);
        }
        let mut place = Some(self);
        for name in names(path)? {
            place = place.and_then(|folder| folder.folders.iter_mut().find(|f| f.name == name));
        }
        Ok(place)
    }

    /// The deepest folder that exists on the way to a path, with its own path.
    pub(crate) fn on_the_way(&self, path: &str) -> Result<String, BadName> {
        let names = names(path)?;
        let (depth, _) = self.closest(&names);
        Ok(spelled(names.get(..depth).unwrap_or_default()))
    }

    /// How many of the names exist, one below the other, and the last of them.
    fn closest(&self, names: &[&str]) -> (usize, Option<&Self>) {
        let mut place = self;
        for (depth, name) in names.iter().enumerate() {
            match place.folders.iter().find(|folder| folder.name == *name) {
                Some(folder) => place = folder,
                None => return (depth, Some(place)),
            }
        }
        (names.len(), Some(place))
    }

    /// This folder and all below it, each after the one that it is in, with their paths. `path` is
    /// that of this folder.
    pub(crate) fn walk(&self, path: &str) -> Vec<(String, &Self)> {
        let mut all = vec![(path.to_owned(), self)];
        for folder in &self.folders {
            all.extend(folder.walk(&below(path, &folder.name)));
        }
        all
    }

    /// The first secret with this name.
    pub(crate) fn secret(&self, key: &str) -> Option<&Secret> {
        self.secrets.values().find(|secret| secret.key == key)
    }

    /// The imports by their position.
    pub(crate) fn imports_in_order(&self) -> Vec<&Import> {
        let mut imports: Vec<_> = self.imports.iter().collect();
        imports.sort_by_key(|import| import.position);
        imports
    }
}

/// The path of a folder in another one.
pub(crate) fn below(path: &str, name: &str) -> String {
    format!("{}/{name}", without_slash(path).trim_end_matches('/'))
}

/// A path without one slash at its end.
pub(crate) fn without_slash(path: &str) -> &str {
    if path == "/" { path } else { path.strip_suffix('/').unwrap_or(path) }
}

/// What Node's `path.join` makes of an absolute path and something below it.
pub(crate) fn joined(path: &str, more: &str) -> String {
    let mut names = Vec::new();
    for name in path.split('/').chain(more.split('/')) {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    let slash = if more.ends_with('/') && !names.is_empty() { "/" } else { "" };
    format!("{}{slash}", spelled(&names))
}

/// Whether a folder can have this name.
pub(crate) fn is_name(name: &str) -> bool {
    let of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(of_name)
}

/// The names in a path.
fn names(path: &str) -> Result<Vec<&str>, BadName> {
    let names = path.split('/').filter(|name| !name.is_empty());
    names.map(|name| is_name(name).then_some(name).ok_or(BadName)).collect()
}

fn spelled(names: &[&str]) -> String {
    format!("/{}", names.join("/"))
}
