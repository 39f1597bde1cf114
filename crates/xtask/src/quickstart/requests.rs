//! The requests that reached the server, in words.

use crate::{journal::kind, table::Table};
use anyhow::{Result, bail};
use infisical_emulator::{Emulator, Entry, Origin};

/// The requests so far, each with the stage that sent it.
#[derive(Default)]
pub(super) struct Requests(Vec<(String, Entry)>);

impl Requests {
    /// Takes what is new in the journal, as sent by `stage`.
    pub(super) fn take(&mut self, stage: &str, emulator: &Emulator) {
        let seen = self.0.last().map(|(_, entry)| entry.sequence);
        let new = emulator.journal().into_iter().filter(|entry| Some(entry.sequence) > seen);
        self.0.extend(new.map(|entry| (stage.to_owned(), entry)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The path of the Azure Auth that was attached last.
    pub(super) fn attached(&self) -> Option<String> {
        let mut entries = self.0.iter().rev().map(|(_, entry)| entry);
        entries
            .find(|entry| meaning(&entry.method, &entry.path, None) == "attach Azure Auth")
            .map(|entry| entry.path.clone())
    }

    /// The last two requests must be the revoke and the identity's deletion, both with success.
    pub(super) fn check_end(&self) -> Result<()> {
        let network = self.0.iter().filter(|(_, entry)| matches!(entry.origin, Origin::Network));
        let mut last = network.rev().map(|(_, Entry { method, path, status, .. })| {
            (meaning(method, path, None), path.rsplit('/').next().unwrap_or_default(), *status)
        });
        match (last.next(), last.next()) {
            (
                Some(("delete the identity", deleted, Some(200))),
                Some(("revoke Azure Auth", revoked, Some(200))),
            ) if deleted == revoked => Ok(()),
            (last, before) => bail!(
                "the requests must end with the revoke and the deletion of one identity, but they \
                 end with {before:?} and {last:?}"
            ),
        }
    }

    /// For the reader; what takes something away stands out.
    pub(super) fn table(&self) -> Table {
        let mut table = Table::new(["#", "stage", "request", "status", "meaning"]);
        let mut above = "";
        for (number, (stage, entry)) in self.0.iter().enumerate() {
            let said = if stage == above { "" } else { stage };
            above = stage;
            let Entry { method, path, status, .. } = entry;
            let status_text = status.map_or_else(|| "none".to_owned(), |code| code.to_string());
            let cells = [
                format!("{:>2}", number + 1),
                said.to_owned(),
                format!("{method:<6} {}", short(path)),
                status_text,
                meaning(method, path, *status).to_owned(),
            ];
            if method == "DELETE" { table.strong_row(cells) } else { table.row(cells) }
        }
        table
    }

    /// How many there were of each kind, stage by stage.
    pub(super) fn counts(&self) -> Table {
        let mut counts: Vec<(&str, String, usize)> = Vec::new();
        for (stage, entry) in &self.0 {
            let kind = kind(entry);
            match counts.iter_mut().find(|count| count.0 == stage && count.1 == kind) {
                Some(count) => count.2 += 1,
                None => counts.push((stage, kind, 1)),
            }
        }
        let mut table = Table::new(["stage", "request", "number"]);
        let mut above = "";
        for (stage, kind, number) in counts {
            let said = if stage == above { "" } else { stage };
            above = stage;
            table.row([said.to_owned(), kind, format!("{number:>6}")]);
        }
        table
    }
}

/// A path with its ids cut to their first digits.
fn short(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once('-') {
        Some((first, _)) if segment.len() == 36 && first.len() == 8 => format!("{first}…"),
        _ => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// What a request is for. The status tells a read that found something from one that did not.
fn meaning(method: &str, path: &str, status: Option<u16>) -> &'static str {
    let segments: Vec<_> = path.trim_matches('/').split('/').skip(2).collect();
    let missing = matches!(status, Some(400 | 404));
    match (method, segments.as_slice()) {
        ("POST", ["auth", _, "login"]) => "log in",
        ("GET", ["identities"]) => "look for its name",
        ("POST", ["identities"]) => "create the identity",
        ("GET", ["identities", _]) if missing => "read the identity: gone",
        ("GET", ["identities", _]) => "read the identity",
        ("PATCH", ["identities", _]) => "change the identity",
        ("DELETE", ["identities", _]) => "delete the identity",
        ("POST", ["auth", "azure-auth", "identities", _]) => "attach Azure Auth",
        ("GET", ["auth", "azure-auth", "identities", _]) if missing => "read Azure Auth: gone",
        ("GET", ["auth", "azure-auth", "identities", _]) => "read Azure Auth",
        ("PATCH", ["auth", "azure-auth", "identities", _]) => "change Azure Auth",
        ("DELETE", ["auth", "azure-auth", "identities", _]) => "revoke Azure Auth",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDENTITY: &str = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11";

    #[test]
    fn ids_are_cut_and_words_are_not() {
        assert_eq!(
            short(&format!("/api/v1/auth/azure-auth/identities/{IDENTITY}")),
            "/api/v1/auth/azure-auth/identities/8f5b1f6e…"
        );
    }

    #[test]
    fn a_request_says_what_it_is_for() {
        let identity = format!("/api/v1/identities/{IDENTITY}");
        let azure = format!("/api/v1/auth/azure-auth/identities/{IDENTITY}");
        for (method, path, status, expected) in [
            ("POST", "/api/v1/auth/universal-auth/login", 200, "log in"),
            ("DELETE", identity.as_str(), 200, "delete the identity"),
            ("DELETE", azure.as_str(), 200, "revoke Azure Auth"),
            ("GET", azure.as_str(), 400, "read Azure Auth: gone"),
            ("GET", "/api/status", 200, ""),
        ] {
            assert_eq!(meaning(method, path, Some(status)), expected, "{method} {path}");
        }
    }
}
