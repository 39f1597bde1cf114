//! The faults of the table, by their names there.

use super::operation::Operation;
use infisical_emulator::{Fault, FaultKind};
use std::time::Duration;

/// How long a fault lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lasting {
    /// One request.
    Once,
    /// Until the operation has ended.
    Always,
}

/// What goes wrong.
pub(super) struct Trouble {
    pub(super) kind: Kind,
    /// Seconds that the server's clock is ahead of ours.
    pub(super) clock_ahead: i64,
}

/// What goes wrong, by who does it.
pub(super) enum Kind {
    /// The request of the operation, and no other.
    Request(FaultKind),
    /// Nobody listens.
    Down,
    /// The request is carried out, its answer is lost, and after that every request is.
    LostThenDown,
}

impl Trouble {
    /// The one that the table calls so.
    pub(super) fn named(name: &str) -> Self {
        const HOUR: i64 = 3600;
        let kind = match name {
            "slow" => FaultKind::Latency(Duration::from_millis(300)),
            "429, wait told" => FaultKind::RateLimited { retry_after: Some(1) },
            "429, no wait told" => FaultKind::RateLimited { retry_after: None },
            "500" => server_error(),
            "502" => FaultKind::Html { status: 502 },
            "503" => FaultKind::Html { status: 503 },
            "504" => FaultKind::Html { status: 504 },
            "502 after the commit" => FaultKind::HtmlAfter { status: 502 },
            "504 after the commit" => FaultKind::HtmlAfter { status: 504 },
            "reset before" => FaultKind::ResetBefore,
            "cut body" => FaultKind::CutBody,
            "slow body" => FaultKind::SlowBody { piece: 64, pause: Duration::from_millis(20) },
            "HTML, 200" => FaultKind::Html { status: 200 },
            "wrong JSON" => FaultKind::WrongJson,
            "empty 200" => FaultKind::EmptyOk,
            "token expired" => FaultKind::ExpireTokens,
            "refused" => return Self { kind: Kind::Down, clock_ahead: 0 },
            "reset after, then nothing" => {
                return Self { kind: Kind::LostThenDown, clock_ahead: 0 };
            }
            "reset after" | "reset after, clock ahead" | "reset after, clock behind" => {
                FaultKind::ResetAfter
            }
            _ => panic!("the table has a fault `{name}` that nobody knows"),
        };
        let clock_ahead = match name.rsplit_once("clock ") {
            Some((_, "ahead")) => HOUR,
            Some((_, "behind")) => -HOUR,
            _ => 0,
        };
        Self { kind: Kind::Request(kind), clock_ahead }
    }
}

impl Kind {
    /// The faults of the server that make this trouble of an operation.
    pub(super) fn faults(&self, lasting: Lasting, operation: Operation) -> Vec<Fault> {
        let fault = match lasting {
            Lasting::Once => Fault::once,
            Lasting::Always => Fault::always,
        };
        match self {
            Self::Request(kind) => vec![operation.of_its_request(fault(kind.clone()))],
            Self::Down => Vec::new(),
            Self::LostThenDown => vec![
                operation.of_its_request(Fault::once(FaultKind::ResetAfter)),
                fault(FaultKind::ResetBefore),
            ],
        }
    }

    /// Whether the operation would wait for twenty minutes, so that somebody loses patience.
    pub(super) fn outlasts_patience(&self, lasting: Lasting) -> bool {
        lasting == Lasting::Always && matches!(self, Self::Request(FaultKind::RateLimited { .. }))
    }
}

/// What the server says when its database fails.
fn server_error() -> FaultKind {
    FaultKind::Status {
        status: 500,
        body: r#"{"statusCode":500,"error":"FindOne","message":"Something went wrong"}"#.to_owned(),
        content_type: "application/json; charset=utf-8".to_owned(),
        headers: Vec::new(),
    }
}
