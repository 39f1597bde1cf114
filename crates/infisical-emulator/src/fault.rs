//! Failures on demand.

use std::time::Duration;

use crate::message::Request;

/// A failure, the requests it befalls, and how often.
#[derive(Debug, Clone)]
pub struct Fault {
    /// Only this verb; `None` is every verb.
    pub method: Option<String>,
    /// Only paths that contain this; `None` is every path.
    pub path_contains: Option<String>,
    /// Only queries that contain this; `None` is every query, and none.
    pub query_contains: Option<String>,
    /// So many of its requests pass unharmed first.
    pub spares: usize,
    /// After so many requests the fault is spent; `None` is never.
    pub times: Option<usize>,
    /// What happens.
    pub kind: FaultKind,
}

impl Fault {
    /// A fault that befalls the next request, whatever it is.
    #[must_use]
    pub fn once(kind: FaultKind) -> Self {
        let (method, path_contains, query_contains) = (None, None, None);
        Self { method, path_contains, query_contains, spares: 0, times: Some(1), kind }
    }

    /// A fault that befalls every request.
    #[must_use]
    pub fn always(kind: FaultKind) -> Self {
        Self { times: None, ..Self::once(kind) }
    }

    /// Only requests with this verb.
    #[must_use]
    pub fn on_method(mut self, method: &str) -> Self {
        self.method = Some(method.to_owned());
        self
    }

    /// Only requests whose path contains this.
    #[must_use]
    pub fn on_path(mut self, part: &str) -> Self {
        self.path_contains = Some(part.to_owned());
        self
    }

    /// Only requests whose query contains this.
    #[must_use]
    pub fn on_query(mut self, part: &str) -> Self {
        self.query_contains = Some(part.to_owned());
        self
    }

    /// Only after so many of its requests have passed: `Fault::once(..).after(2)` befalls the third.
    #[must_use]
    pub fn after(mut self, requests: usize) -> Self {
        self.spares = requests;
        self
    }

    /// So many requests.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    fn befalls(&self, request: &Request) -> bool {
        let among = |text: &str, part: &Option<String>| {
            part.as_ref().is_none_or(|part| text.contains(part.as_str()))
        };
        let verb = self.method.as_ref();
        self.times != Some(0)
            && verb.is_none_or(|method| method.eq_ignore_ascii_case(&request.method))
            && among(request.path(), &self.path_contains)
            && among(request.query(), &self.query_contains)
    }
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum FaultKind {
    /// The request waits before it is carried out.
    Latency(Duration),
    /// Answered so without being carried out.
    Status {
        /// The status.
        status: u16,
        /// The body, sent as it is.
        body: String,
        /// The body's content type.
        content_type: String,
        /// Further headers.
        headers: Vec<(String, String)>,
    },
    /// Answered with a proxy's HTML page without being carried out.
    Html {
        /// The status.
        status: u16,
    },
    /// The request is carried out, then answered with a proxy's HTML page: the proxy lost the
    /// server's answer.
    HtmlAfter {
        /// The status.
        status: u16,
    },
    /// The connection is reset (TCP RST) without the request being carried out.
    ResetBefore,
    /// The request is carried out, then the connection is reset (TCP RST) without an answer.
    ResetAfter,
    /// The request is carried out; the connection ends in the middle of the answer's body.
    CutBody,
    /// The request is carried out; the answer's body comes in pieces.
    SlowBody {
        /// Bytes in a piece.
        piece: usize,
        /// The pause before each piece but the first.
        pause: Duration,
    },
    /// The request is carried out and answered 200 with an empty body.
    EmptyOk,
    /// The request is carried out and answered 200 with JSON of another shape.
    WrongJson,
    /// Answered 429 without being carried out.
    RateLimited {
        /// Seconds for `retry-after`; `None` leaves the header out.
        retry_after: Option<u64>,
    },
    /// The request is in the journal, and is carried out only after [`crate::Emulator::release`].
    Hold,
    /// Every access token issued so far expires; then the request is carried out.
    ExpireTokens,
}

/// The faults that are waiting for their requests.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn inject(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault of a request: the first injected one that befalls it and does not spare it. A request
    /// has one at most.
    pub(crate) fn take(&mut self, request: &Request) -> Option<FaultKind> {
        for fault in self.0.iter_mut().filter(|fault| fault.befalls(request)) {
            if fault.spares > 0 {
                fault.spares -= 1;
                continue;
            }
            fault.times = fault.times.map(|times| times.saturating_sub(1));
            return Some(fault.kind.clone());
        }
        None
    }
}
