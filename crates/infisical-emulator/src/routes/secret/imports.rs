//! What imports bring into a folder: `fnSecretsV2FromImports` in `secret-import-fns.ts`. The two
//! servers do it in different ways, and neither brings everything.

use std::borrow::Cow;
use std::collections::HashSet;

use super::references::Expander;
use crate::options::Dialect;
use crate::state::{Environment, Folder, Import, Project, Secret};

/// How many levels of imports of imports are followed.
const DEEPEST: usize = 10;

/// What one import brings.
pub(super) struct Imported<'a> {
    pub(super) path: &'a str,
    pub(super) environment: &'a Environment,
    /// The ID of the folder, which the recorded server takes for another one where a folder before it
    /// is missing.
    pub(super) folder_id: Option<&'a str>,
    /// The ID of the folder that the import is in.
    into: &'a str,
    pub(super) secrets: Vec<Brought<'a>>,
}

/// A secret that an import brings.
#[derive(Clone)]
pub(super) struct Brought<'a> {
    pub(super) secret: &'a Secret,
    /// The slug of the environment that it is said to be of.
    pub(super) environment: &'a str,
    pub(super) value: Cow<'a, str>,
}

/// An import and the folder that it is in.
type Link<'a> = (&'a Folder, &'a Import);

pub(super) struct Importer<'a, 'e> {
    project: &'a Project,
    dialect: Dialect,
    /// None where references are not to be expanded.
    expander: Option<&'e mut Expander<'a>>,
    seen: HashSet<(&'a str, &'a str)>,
}

/// What the imports of some folders bring.
pub(super) fn brought<'a>(
    project: &'a Project,
    dialect: Dialect,
    folders: &[&'a Folder],
    expander: Option<&mut Expander<'a>>,
) -> Vec<Imported<'a>> {
    let mut importer = Importer { project, dialect, expander, seen: HashSet::new() };
    let links = links(folders);
    match dialect {
        Dialect::Recorded2024_10 => importer.recorded(links, 0),
        Dialect::Current => importer.current(links),
    }
}

impl<'a> Importer<'a, '_> {
    /// Each level is brought as a whole, and each secret once.
    fn recorded(&mut self, links: Vec<Link<'a>>, depth: usize) -> Vec<Imported<'a>> {
        let links = self.unseen(links);
        // The missing ones are left out, which moves the ones that follow to the wrong imports.
        let folders: Vec<&Folder> =
            links.iter().filter_map(|(_, import)| self.source(import)).collect();
        if depth >= DEEPEST || folders.is_empty() {
            return Vec::new();
        }
        self.see(&links);
        let deeper = self.recorded(self::links(&folders), depth + 1);
        let mut all = Vec::new();
        for (index, (into, import)) in links.into_iter().enumerate() {
            let Some(environment) = self.environment(import) else { continue };
            let folder = folders.get(index).copied();
            let mut secrets = own(folder, environment);
            let source = self.source(import).map(|source| source.id.as_str());
            let below = deeper.iter().find(|imported| Some(imported.into) == source);
            secrets.extend(below.into_iter().flat_map(|imported| imported.secrets.clone()));
            let folder_id = folder.map(|folder| folder.id.as_str());
            let path = &import.path;
            all.push(Imported { path, environment, folder_id, into: &into.id, secrets });
        }
        self.expand(&mut all);
        all
    }

    /// Imports bring the secrets of their folder, and those of the imports in it; what is deeper only
    /// counts as seen.
    fn current(&mut self, links: Vec<Link<'a>>) -> Vec<Imported<'a>> {
        let mut all: Vec<Imported<'_>> = Vec::new();
        let mut stack = vec![(links, 0, None)];
        while let Some((links, depth, parent)) = stack.pop() {
            let links = self.unseen(links);
            let any = links.iter().any(|(_, import)| self.source(import).is_some());
            if depth > DEEPEST || !any {
                continue;
            }
            self.see(&links);
            let first = all.is_empty();
            for (into, import) in links {
                let Some(environment) = self.environment(import) else { continue };
                let source = self.source(import);
                let secrets = own(source, environment);
                let index = first.then_some(all.len());
                let deeper: Vec<Link<'_>> = source.map_or_else(Vec::new, |f| self::links(&[f]));
                if !deeper.is_empty() {
                    stack.push((deeper, depth + 1, index));
                }
                if first {
                    let folder_id = source.map(|source| source.id.as_str());
                    let path = &import.path;
                    all.push(Imported { path, environment, folder_id, into: &into.id, secrets });
                } else if let Some(parent) = parent.and_then(|index: usize| all.get_mut(index)) {
                    parent.secrets.extend(secrets);
                }
            }
        }
        self.expand(&mut all);
        all
    }

    /// Keeps the first secret of a name, and expands the references that can be expanded. The current
    /// server keeps the others where it expands nothing.
    fn expand(&mut self, all: &mut [Imported<'a>]) {
        for imported in all {
            if self.dialect == Dialect::Recorded2024_10 || self.expander.is_some() {
                let mut keys = HashSet::new();
                imported.secrets.retain(|brought| keys.insert(brought.secret.key.as_str()));
            }
            let Some(expander) = &mut self.expander else { continue };
            for brought in &mut imported.secrets {
                let home = (imported.environment.slug.clone(), imported.path.to_owned());
                let Secret { key, skip_multiline_encoding, .. } = brought.secret;
                let value = expander.expand(home, key, &brought.value, *skip_multiline_encoding);
                if let Ok(value) = value.map(Cow::Owned) {
                    brought.value = value;
                }
            }
        }
    }

    fn unseen(&self, mut links: Vec<Link<'a>>) -> Vec<Link<'a>> {
        links.retain(|(_, import)| {
            let environment = self.environment(import);
            environment.is_some_and(|e| !self.seen.contains(&(e.slug.as_str(), &import.path)))
        });
        links
    }

    fn see(&mut self, links: &[Link<'a>]) {
        for (_, import) in links {
            if let Some(environment) = self.environment(import) {
                self.seen.insert((&environment.slug, &import.path));
            }
        }
    }

    fn environment(&self, import: &Import) -> Option<&'a Environment> {
        self.project.environments.iter().find(|e| e.id == import.environment_id)
    }

    fn source(&self, import: &Import) -> Option<&'a Folder> {
        self.environment(import)?.root.at(&import.path).ok().flatten()
    }
}

/// The imports of some folders, by their position; replications are none.
fn links<'a>(folders: &[&'a Folder]) -> Vec<Link<'a>> {
    let mut ids = HashSet::new();
    let folders = folders.iter().filter(|folder| ids.insert(&folder.id));
    let mut links: Vec<Link<'_>> = folders
        .flat_map(|folder| folder.imports_in_order().into_iter().map(|import| (*folder, import)))
        .filter(|(_, import)| !import.replication)
        .collect();
    links.sort_by_key(|(_, import)| import.position);
    links
}

fn own<'a>(folder: Option<&'a Folder>, environment: &'a Environment) -> Vec<Brought<'a>> {
    let secrets = folder.into_iter().flat_map(|folder| folder.secrets.values());
    let brought = |secret: &'a Secret| Brought {
        secret,
        environment: &environment.slug,
        value: Cow::Borrowed(&secret.value),
    };
    secrets.map(brought).collect()
}
