//! From an error of the API to what a practitioner reads: the only place, one wording per fact.

use infisical_client::{Error as ClientError, Finding, Notice};
use std::fmt::Display;
use tf_framework::{AttributePath, Block, Diagnostic, Diagnostics};

/// What an operation of a resource fails with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The API.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Something that already knows how to say it.
    #[error("{}: {}", .0.summary, .0.detail)]
    Diagnostic(Box<Diagnostic>),
}

impl From<Diagnostic> for Error {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Diagnostic(Box::new(diagnostic))
    }
}

/// What a practitioner reads about `error`. What the server says of a member of the request lands on
/// the attribute that `block` maps to it.
pub(crate) fn diagnose(error: Error, block: &Block) -> Diagnostics {
    let error = match error {
        Error::Client(error) => error,
        Error::Diagnostic(diagnostic) => return (*diagnostic).into(),
    };
    if error.issues().is_empty() {
        return diagnostic(&error).into();
    }
    error
        .issues()
        .iter()
        .map(|issue| {
            let request = error.request().map(ToString::to_string).unwrap_or_default();
            let status = error.status().unwrap_or_default();
            let id =
                error.request_id().map_or_else(String::new, |id| format!(" (request id {id})"));
            let detail = format!("{request} answered {status}: {}{id}", issue.message);
            match block.locate(&issue.path) {
                Some(path) => Diagnostic::error("Infisical refused the value", detail).at(path),
                None => diagnostic(&error),
            }
        })
        .collect()
}

/// What failed, the request with its answer, and what to do next.
pub(crate) fn explained(error: &ClientError) -> String {
    let mut text = sentence(error);
    if let Some(hint) = error.hint() {
        text.push_str("\n\n");
        text.push_str(&hint);
    }
    text
}

/// One error as one message.
pub(crate) fn diagnostic(error: &ClientError) -> Diagnostic {
    let mut detail = explained(error);
    if let ClientError::Unresolved { finding, name, .. } = error {
        let at_its_path = || error.request()?.path.rsplit('/').next();
        let id = match finding {
            Finding::Several(ids) => ids.first().map(String::as_str),
            Finding::Different | Finding::Taken if name.is_some() => name.as_deref(),
            _ if name.is_none() => at_its_path(),
            _ => None,
        };
        detail.push_str("\n\nTo adopt it: terraform import ADDRESS ");
        detail.push_str(id.unwrap_or("ID"));
    }
    Diagnostic::error(summary(error), detail)
}

/// What an error says, from a capital letter to a period.
pub(crate) fn sentence(error: &impl Display) -> String {
    let mut text = error.to_string();
    if let Some(first) = text.get(..1) {
        let upper = first.to_uppercase();
        text.replace_range(..1, &upper);
    }
    if !text.ends_with(['.', '!', '?', ')']) {
        text.push('.');
    }
    text
}

/// Something to know although nothing failed.
pub(crate) fn notice(notice: &Notice) -> Diagnostic {
    let summary = match notice {
        Notice::RateLimited { .. } => "Slowed down by Infisical's rate limit",
    };
    Diagnostic::warning(summary, notice.to_string())
}

/// The same, at the attribute that is to blame.
pub(crate) fn diagnostic_at(error: &ClientError, path: Option<AttributePath>) -> Diagnostic {
    let diagnostic = diagnostic(error);
    match path {
        Some(path) => diagnostic.at(path),
        None => diagnostic,
    }
}

/// Whether a failed login is to be blamed on what was to log in, rather than on the host.
pub(crate) fn blames_login(error: &ClientError) -> bool {
    let proof = match error {
        ClientError::Login { source, .. } => matches!(**source, ClientError::Proof { .. }),
        _ => false,
    };
    proof || matches!(error.status(), Some(400..=499))
}

fn summary(error: &ClientError) -> &'static str {
    match error {
        ClientError::Build { .. } => "Infisical client not usable",
        ClientError::Path { .. } => "Request not possible",
        ClientError::Login { source, .. } => match **source {
            ClientError::Status { status: 400..=499, .. } => "Login to Infisical refused",
            ref other => summary(other),
        },
        ClientError::Proof { .. } => "Nothing to log in to Infisical with",
        ClientError::Connect { .. } => "No connection to Infisical",
        ClientError::Transport { .. } => "Connection to Infisical lost",
        ClientError::Timeout { .. } => "No answer from Infisical",
        ClientError::NotJson { .. } => "Not Infisical's answer",
        ClientError::Envelope { .. } | ClientError::Decode { .. } => {
            "Unexpected answer from Infisical"
        }
        ClientError::Unresolved { finding: Finding::Taken, .. } => "The name is taken",
        ClientError::Unresolved { .. } => "Not known whether it was created",
        ClientError::Cancelled { .. } => "Interrupted",
        ClientError::Status { .. } if error.is_unknown_route() => {
            "Not in this version of Infisical"
        }
        ClientError::Status { status: 403, error: Some(kind), .. } if &**kind == "TokenError" => {
            "Not logged in to Infisical"
        }
        ClientError::Status { permission: Some(_), .. } => "Permission denied by Infisical",
        ClientError::Status { status, message, .. } => match status {
            400 if message.contains("plan restriction") => "Not in the organization's plan",
            401 => "Not logged in to Infisical",
            403 => "Permission denied by Infisical",
            404 => "Not found in Infisical",
            429 => "Rate limit of Infisical reached",
            500.. => "Infisical failed",
            _ => "Infisical refused the request",
        },
    }
}
