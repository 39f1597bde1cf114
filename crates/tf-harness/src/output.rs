//! What a command printed.

use crate::Diagnostics;
use std::{fmt, path::PathBuf, process::ExitStatus};

/// A command that has ended.
#[derive(Debug)]
pub struct Output {
    /// The arguments, the program left out.
    pub arguments: Vec<String>,
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
    /// Where it ran.
    pub(crate) folder: PathBuf,
}

impl Output {
    /// The exit code; `None` after a signal.
    #[must_use]
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The diagnostics of a command that printed JSON.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        Diagnostics::parse(&self.stdout)
    }

    /// This output, of a command that must have succeeded.
    #[must_use]
    pub fn expect_success(self) -> Self {
        assert!(self.status.success(), "the command failed\n{self}");
        self
    }

    /// The errors of a command that must have failed.
    #[must_use]
    pub fn expect_failure(self) -> Diagnostics {
        assert!(!self.status.success(), "the command succeeded\n{self}");
        let diagnostics = self.diagnostics();
        assert!(
            diagnostics.errors().next().is_some(),
            "the command failed without an error\n{self}"
        );
        diagnostics
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "command: terraform {}", self.arguments.join(" "))?;
        writeln!(f, "folder:  {}", self.folder.display())?;
        writeln!(f, "status:  {}", self.status)?;
        let files = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        for file in files.filter(|file| file.path().extension().is_some_and(|e| e == "tf")) {
            let text = std::fs::read_to_string(file.path()).unwrap_or_default();
            writeln!(f, "--- {}\n{text}", file.file_name().display())?;
        }
        writeln!(f, "--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr)
    }
}
