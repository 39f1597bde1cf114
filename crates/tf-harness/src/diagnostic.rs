//! What Terraform tells the user.

use serde_json::Value;
use std::fmt;

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub severity: String,
    /// The first line.
    pub summary: String,
    /// The rest.
    pub detail: String,
    /// The resource, when it is about one.
    pub address: String,
    /// The source that Terraform underlines: one line, or more.
    pub code: String,
}

/// The messages of one command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// From `validate -json` (one object) or from the lines of `plan -json` and `apply -json`.
    pub(crate) fn parse(stdout: &str) -> Self {
        let mut all = Vec::new();
        if let Ok(whole) = serde_json::from_str::<Value>(stdout) {
            all.extend(whole["diagnostics"].as_array().into_iter().flatten().map(Diagnostic::of));
        }
        for line in stdout.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            if line["type"] == "diagnostic" {
                all.push(Diagnostic::of(&line["diagnostic"]));
            }
        }
        Self(all)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter().filter(|diagnostic| diagnostic.severity == "error")
    }

    /// The one error; anything else ends the test.
    #[must_use]
    pub fn only_error(&self) -> &Diagnostic {
        let mut errors = self.errors();
        match (errors.next(), errors.next()) {
            (Some(error), None) => error,
            _ => panic!("expected one error:\n{self}"),
        }
    }

    /// The one error about the resource at `address`; anything else ends the test.
    #[must_use]
    pub fn error_of(&self, address: &str) -> &Diagnostic {
        let mut errors = self.errors().filter(|error| error.address == address);
        match (errors.next(), errors.next()) {
            (Some(error), None) => error,
            _ => panic!("expected one error of {address}:\n{self}"),
        }
    }

    /// The error whose underlined source holds `code`; none ends the test.
    #[must_use]
    pub fn error_at(&self, code: &str) -> &Diagnostic {
        self.errors()
            .find(|error| error.code.contains(code))
            .unwrap_or_else(|| panic!("no error at `{code}`:\n{self}"))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Diagnostic { severity, summary, detail, address, code } in &self.0 {
            writeln!(f, "{severity}: {summary}\n  at {address}: {code}\n  {detail}\n")?;
        }
        Ok(())
    }
}

impl Diagnostic {
    fn of(json: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            severity: text(&json["severity"]),
            summary: text(&json["summary"]),
            detail: text(&json["detail"]),
            address: text(&json["address"]),
            code: text(&json["snippet"]["code"]),
        }
    }

    /// Summary and detail, as one text to search in; white space is folded, as Terraform wraps lines.
    #[must_use]
    pub fn text(&self) -> String {
        let text = format!("{}\n{}", self.summary, self.detail);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
