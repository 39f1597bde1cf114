//! `cargo xtask lines`: what a resource costs, in files and lines.

use crate::{files, project, screen::Screen, table::Table};
use anyhow::Result;
use std::{collections::BTreeMap, ops::AddAssign, path::Path};

/// Where else a resource leaves files that a person writes, by what they are.
const ELSEWHERE: [(&str, &[&str]); 3] = [
    ("emulator", &["crates/infisical-emulator/src/routes"]),
    ("tests", &["tests/e2e", "crates/infisical-emulator/tests"]),
    ("examples", &["examples"]),
];

/// Files, and what is in them.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    files: usize,
    code: usize,
    words: usize,
}

impl AddAssign for Size {
    fn add_assign(&mut self, other: Self) {
        self.files += other.files;
        self.code += other.code;
        self.words += other.words;
    }
}

impl Size {
    /// Documentation is `words`; empty lines count nowhere.
    fn of(text: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (words, code): (Vec<_>, Vec<_>) = lines
            .partition(|line| line.starts_with("//") || line.starts_with('#') && !is_code(line));
        Self { files: 1, code: code.len(), words: words.len() }
    }

    fn text(self) -> String {
        match self.files {
            0 => "-".to_owned(),
            1 => format!("{} + {}", self.code, self.words),
            files => format!("{} + {} in {files} files", self.code, self.words),
        }
    }
}

/// An attribute of Rust begins as a comment of HCL does.
fn is_code(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with("#![")
}

/// Prints a row for each managed resource: lines of code + lines of documentation.
pub(crate) fn run() -> Result<()> {
    let root = project::root();
    let mut resources: BTreeMap<String, Size> = BTreeMap::new();
    for path in files::below(&root.join("src/resources"))? {
        // The parts of a large resource are in a folder of its name: FAMILY/RESOURCE/PART.rs.
        let Some(own) = path.iter().nth(1).map(Path::new).and_then(Path::file_stem) else {
            continue;
        };
        if own != "mod" {
            let size = Size::of(&files::read(&root.join("src/resources").join(&path))?);
            *resources.entry(own.to_string_lossy().into_owned()).or_default() += size;
        }
    }
    let names = ELSEWHERE.iter().map(|(name, _)| *name);
    let mut table = Table::new(["resource", "provider"].into_iter().chain(names));
    for (stem, own) in &resources {
        let mut row = vec![stem.clone(), own.text()];
        for (_, folders) in ELSEWHERE {
            row.push(named(&root, folders, stem)?.text());
        }
        table.row(row);
    }
    println!("Lines of code + lines of documentation.\n");
    println!("{}", table.to_screen(Screen::new()));
    Ok(())
}

/// All files below `folders` that are called `stem`, or lie in a folder of that name.
fn named(root: &Path, folders: &[&str], stem: &str) -> Result<Size> {
    let mut size = Size::default();
    for folder in folders {
        for path in files::below(&root.join(folder))? {
            let parts = path.with_extension("");
            let is_its = parts.iter().filter_map(|part| part.to_str()).any(|part| {
                part.trim_start_matches("infisical_").trim_start_matches("prod_") == stem
            });
            if is_its {
                size += Size::of(&files::read(&root.join(folder).join(&path))?);
            }
        }
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_words() {
        let size = Size::of("//! A.\n\n#[derive(X)]\n/// B.\nstruct A;\n");
        assert_eq!((size.code, size.words), (2, 2));
        let size = Size::of("# A comment.\nresource \"a\" \"b\" {\n}\n");
        assert_eq!((size.code, size.words), (2, 1));
    }
}
