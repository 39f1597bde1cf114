//! References of secrets to each other, `${NAME}` and `${environment.folder.NAME}`: how they are
//! expanded, and how the current server keeps them when what they name is renamed or moved
//! (`secret-v2-bridge-fns.ts` of 2024, `secret-reference-fns.ts` of the current server).

use std::collections::{HashMap, HashSet};

use crate::clock::Millis;
use crate::options::Dialect;
use crate::refusal::Refusal;
use crate::state::folder::{joined, without_slash};
use crate::state::{Folder, Project, Secret};

/// How deep references of references are followed.
const DEEPEST: usize = 10;

/// A place that a reference can name: environment and path.
type Home = (String, String);

/// Expands the references in secrets of a project.
pub(super) struct Expander<'a> {
    project: &'a Project,
    dialect: Dialect,
    /// The secrets of the folders that were looked at; none where there is no folder.
    folders: HashMap<Home, Option<HashMap<&'a str, &'a str>>>,
}

/// A value whose references are still to be followed.
struct Step {
    value: String,
    home: Home,
    depth: usize,
    visited: HashSet<(Home, String)>,
}

impl<'a> Expander<'a> {
    pub(super) fn new(project: &'a Project, dialect: Dialect) -> Self {
        Self { project, dialect, folders: HashMap::new() }
    }

    /// The value of the secret `key` with its references expanded. What names nothing stays as it is;
    /// in the recorded server the name of a folder that does not exist is a 500.
    pub(super) fn expand(
        &mut self,
        home: Home,
        key: &str,
        value: &str,
        skip_multiline_encoding: bool,
    ) -> Result<String, Refusal> {
        if references(value, self.dialect).is_empty() {
            return Ok(value.to_owned());
        }
        let expanded = self.follow(home, key, value)?;
        if skip_multiline_encoding && expanded.contains('\n') {
            return Ok(format!("\"{}\"", expanded.replace('\n', "\\n")));
        }
        Ok(expanded)
    }

    /// The value of a secret of this place with its references expanded.
    pub(super) fn expand_in(
        &mut self,
        environment: &str,
        path: &str,
        secret: &Secret,
    ) -> Result<String, Refusal> {
        let Secret { key, value, skip_multiline_encoding, .. } = secret;
        self.expand((environment.to_owned(), path.to_owned()), key, value, *skip_multiline_encoding)
    }

    fn follow(&mut self, home: Home, key: &str, value: &str) -> Result<String, Refusal> {
        let mut expanded = value.to_owned();
        let visited = HashSet::from([(home.clone(), key.to_owned())]);
        let mut stack = vec![Step { value: value.to_owned(), home, depth: 0, visited }];
        while let Some(step) = stack.pop() {
            if step.depth > DEEPEST {
                continue;
            }
            // The recorded server tests with a regular expression that remembers where it stopped.
            let mut from = 0;
            for syntax in references(&step.value, self.dialect) {
                let (home, key) = target(syntax, &step.home);
                let found = self.fetch(&home, &key)?;
                let goes_on = match self.dialect {
                    Dialect::Recorded2024_10 => {
                        let next = test(&found, from);
                        from = next.unwrap_or(0);
                        next.is_some()
                    }
                    Dialect::Current => {
                        let is_new = !step.visited.contains(&(home.clone(), key.clone()));
                        is_new && !references(&found, self.dialect).is_empty()
                    }
                };
                if !found.is_empty() {
                    expanded = match self.dialect {
                        Dialect::Recorded2024_10 => replaced(&expanded, syntax, &found),
                        Dialect::Current => expanded.replace(syntax, &found),
                    };
                }
                if goes_on {
                    let mut visited = step.visited.clone();
                    visited.insert((home.clone(), key));
                    stack.push(Step { value: found, home, depth: step.depth + 1, visited });
                }
            }
        }
        Ok(expanded)
    }

    /// The value of a secret; empty when there is none.
    fn fetch(&mut self, home: &Home, key: &str) -> Result<String, Refusal> {
        if !self.folders.contains_key(home) {
            let folder = folder(self.project, home);
            let folder = match (folder, self.dialect) {
                (Ok(folder), _) => folder,
                (Err(_), Dialect::Current) => None,
                (Err(refusal), Dialect::Recorded2024_10) => return Err(refusal),
            };
            let secrets = folder.map(|folder| {
                let secrets = folder.secrets.values();
                secrets.map(|secret| (secret.key.as_str(), secret.value.as_str())).collect()
            });
            self.folders.insert(home.clone(), secrets);
        }
        match (self.folders.get(home), self.dialect) {
            (Some(Some(secrets)), _) => Ok(secrets.get(key).copied().unwrap_or("").to_owned()),
            (_, Dialect::Recorded2024_10) => Err(Refusal::Internal),
            (_, Dialect::Current) => Ok(String::new()),
        }
    }
}

fn folder<'a>(project: &'a Project, home: &Home) -> Result<Option<&'a Folder>, Refusal> {
    match project.environment(&home.0) {
        Some(environment) => Ok(environment.root.at(&home.1)?),
        None => Ok(None),
    }
}

/// The secret that a reference names, seen from a place.
fn target(syntax: &str, from: &Home) -> (Home, String) {
    let inner = syntax.trim_start_matches("${").trim_end_matches('}').trim();
    let mut entities: Vec<&str> = inner.split('.').collect();
    let key = entities.pop().unwrap_or_default().to_owned();
    if entities.is_empty() {
        return (from.clone(), key);
    }
    let environment = entities.remove(0).to_owned();
    ((environment, joined("/", &entities.join("/"))), key)
}

/// The references in a text, as they are spelled. The recorded server takes everything between the
/// braces for one, the current one only what is made of letters, digits, `-`, `_` and `.`.
fn references(text: &str, dialect: Dialect) -> Vec<&str> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("${")).map(|open| open + at) {
        let inner = &text[open + 2..];
        let length = match dialect {
            Dialect::Recorded2024_10 => inner.find('}'),
            Dialect::Current => {
                inner.find(|c| !is_of_name(c)).filter(|end| inner[*end..].starts_with('}'))
            }
        };
        match length.filter(|length| *length > 0) {
            Some(length) => {
                at = open + 2 + length + 1;
                found.push(&text[open..at]);
            }
            None => at = open + 1,
        }
    }
    found
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

/// Where a search that begins so many UTF-16 units into the text finds the end of a reference.
fn test(text: &str, from: usize) -> Option<usize> {
    let mut units = 0;
    let mut start = text.len();
    for (index, c) in text.char_indices() {
        if units >= from {
            start = index;
            break;
        }
        units += c.len_utf16();
    }
    let found = references(&text[start..], Dialect::Recorded2024_10).first().copied()?;
    let end = text[start..].find(found)? + start + found.len();
    Some(text[..end].encode_utf16().count())
}

/// What JavaScript's `replaceAll` does with a text: `$$`, `$&`, `` $` `` and `$'` in the new one have
/// meanings.
fn replaced(text: &str, old: &str, new: &str) -> String {
    let mut done = String::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(old).map(|found| found + at) {
        done.push_str(&text[at..found]);
        at = found + old.len();
        let mut rest = new;
        while let Some(dollar) = rest.find('$') {
            done.push_str(&rest[..dollar]);
            let meaning = match rest.as_bytes().get(dollar + 1) {
                Some(b'$') => "$",
                Some(b'&') => old,
                Some(b'`') => &text[..found],
                Some(b'\'') => &text[at..],
                _ => {
                    done.push('$');
                    rest = &rest[dollar + 1..];
                    continue;
                }
            };
            done.push_str(meaning);
            rest = &rest[dollar + 2..];
        }
        done.push_str(rest);
    }
    done.push_str(&text[at..]);
    done
}

/// What the current server does to the secrets that name a secret which was renamed or moved. Their
/// versions stay.
pub(super) struct Moved<'a> {
    /// The ID that the secret has now.
    pub(super) id: &'a str,
    pub(super) from: (&'a str, &'a str, &'a str),
    pub(super) to: (&'a str, &'a str, &'a str),
}

impl Moved<'_> {
    pub(super) fn follow(&self, project: &mut Project, now: Millis) {
        let stays = (self.from.0, self.from.1) == (self.to.0, self.to.1);
        let [old, new] = [self.from, self.to].map(nested);
        let [local, new_local] = [self.from.2, self.to.2].map(|key| format!("${{{key}}}"));
        for environment in &mut project.environments {
            let slug = environment.slug.clone();
            visit(&mut environment.root, "/", &mut |path, folder| {
                let is = |place: (&str, &str, &str)| place.0 == slug && place.1 == path;
                let secrets = folder.secrets.values_mut();
                for secret in secrets.filter(|s| s.id != self.id && s.value.contains("${")) {
                    let mut value = secret.value.clone();
                    if is(self.from) {
                        value = value.replace(&local, if stays { &new_local } else { &new });
                    }
                    let back_home = !stays && is(self.to);
                    value = value.replace(&old, if back_home { &new_local } else { &new });
                    if value != secret.value {
                        secret.value = value;
                        secret.updated_at = now;
                    }
                }
            });
        }
    }
}

/// The reference to a secret from elsewhere.
fn nested((environment, path, key): (&str, &str, &str)) -> String {
    let names = without_slash(path).trim_start_matches('/').replace('/', ".");
    let dot = if names.is_empty() { "" } else { "." };
    format!("${{{environment}{dot}{names}.{key}}}")
}

fn visit(folder: &mut Folder, path: &str, act: &mut impl FnMut(&str, &mut Folder)) {
    act(path, folder);
    for folder in &mut folder.folders {
        let path = crate::state::folder::below(path, &folder.name);
        visit(folder, &path, act);
    }
}
