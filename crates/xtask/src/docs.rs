//! `cargo xtask docs`: the registry's pages, generated from the schemas and checked in.

use crate::{files, project};
use anyhow::{Context as _, Result, bail};
use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
};

/// What is wrong with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Missing,
    Outdated,
    Stale,
}

/// Writes the pages; with `check` only compares.
pub(crate) fn run(check: bool) -> Result<()> {
    let folder = project::root().join("docs");
    let pages = terraform_provider_infisical::docs_pages(&project::root().join("examples"))
        .context("cannot make the registry's pages from the schemas and examples/")?;
    let pages: BTreeMap<_, _> = pages.into_iter().collect();
    let wrong = compare(&pages, &folder)?;
    if wrong.is_empty() {
        println!("docs/: {} pages, up to date", pages.len());
        return Ok(());
    }
    if check {
        for (page, wrong) in &wrong {
            println!("docs/{} {wrong}", page.display());
        }
        bail!("docs/ does not say what the code says. Repair it: cargo xtask docs");
    }
    repair(&pages, &wrong, &folder)?;
    for (page, wrong) in &wrong {
        let done = if *wrong == Wrong::Stale { "removed" } else { "written" };
        println!("docs/{} {done}", page.display());
    }
    Ok(())
}

fn compare(pages: &BTreeMap<PathBuf, String>, folder: &Path) -> Result<BTreeMap<PathBuf, Wrong>> {
    let mut wrong = BTreeMap::new();
    for name in files::below(folder)? {
        match pages.get(&name) {
            None => wrong.insert(name, Wrong::Stale),
            Some(text) if fs::read(folder.join(&name))? != text.as_bytes() => {
                wrong.insert(name, Wrong::Outdated)
            }
            Some(_) => None,
        };
    }
    for name in pages.keys().filter(|name| !folder.join(name).exists()) {
        wrong.insert(name.clone(), Wrong::Missing);
    }
    Ok(wrong)
}

fn repair(
    pages: &BTreeMap<PathBuf, String>,
    wrong: &BTreeMap<PathBuf, Wrong>,
    folder: &Path,
) -> Result<()> {
    for name in wrong.keys() {
        let file = folder.join(name);
        if let Some(text) = pages.get(name) {
            files::write(&file, text)?;
            continue;
        }
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        // A folder goes with its last page; one that still has pages stays.
        for above in file.ancestors().skip(1).take_while(|above| *above != folder) {
            if fs::remove_dir(above).is_err() {
                break;
            }
        }
    }
    Ok(())
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Outdated => "is out of date",
            Self::Stale => "is about something that is gone",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repair_leaves_exactly_the_pages() {
        let folder = tempfile::tempdir().unwrap();
        let page = |name: &str| (PathBuf::from(name), format!("about {name}"));
        let pages: BTreeMap<_, _> =
            [page("index.md"), page("resources/a.md"), page("resources/b.md")].into();
        files::write(&folder.path().join("index.md"), "about index.md").unwrap();
        files::write(&folder.path().join("resources/a.md"), "about something else").unwrap();
        files::write(&folder.path().join("data-sources/c.md"), "about c").unwrap();

        let wrong = compare(&pages, folder.path()).unwrap();
        let expected = [
            (PathBuf::from("data-sources/c.md"), Wrong::Stale),
            (PathBuf::from("resources/a.md"), Wrong::Outdated),
            (PathBuf::from("resources/b.md"), Wrong::Missing),
        ];
        assert_eq!(wrong, BTreeMap::from(expected));

        repair(&pages, &wrong, folder.path()).unwrap();
        assert_eq!(compare(&pages, folder.path()).unwrap(), BTreeMap::new());
        assert!(!folder.path().join("data-sources").exists());
    }
}
