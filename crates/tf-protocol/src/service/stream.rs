//! Calls that are answered while they go on: `ListResource`, `InvokeAction`.
//!
//! The work is a task of its own. When Terraform drops the stream, the task runs on until it sees
//! that nobody reads its events: an action is not torn apart between two of its requests.

use super::guard::Identity;
use crate::{
    Diagnostic, ProviderServer, Severity,
    convert::{action, list as convert},
    proto::tfplugin6::{invoke_action, list_resource},
    rpc::{ActionRequest, Events, ListEvent, ListRequest},
};
use futures_util::stream;
use std::sync::Arc;
use tokio::{sync::mpsc, task::JoinHandle};
use tonic::codegen::BoxStream;

/// How many events wait for Terraform to read them.
const ROOM: usize = 32;

/// At most as many objects as Terraform wants, up to the first error.
pub(super) fn list<S: ProviderServer>(
    server: Arc<S>,
    identity: Identity,
    request: ListRequest,
) -> BoxStream<list_resource::Event> {
    let left = if request.limit > 0 { request.limit } else { i64::MAX };
    let (events, found) = Events::channel(ROOM);
    let work = tokio::spawn(async move {
        let name = request.type_name.clone();
        let work = async {
            server.list(request, events).await;
            Vec::new()
        };
        identity.call("ListResource", &name, work, Vec::new()).await
    });
    let live = Live::new(found, work);
    Box::pin(stream::unfold(Some((live, left)), |state| async {
        let (mut live, left) = state?;
        let event = match live.next().await {
            Ok(event) => event,
            Err(problems) if problems.is_empty() => return None,
            Err(diagnostics) => ListEvent { diagnostics, ..ListEvent::default() },
        };
        // As Terraform counts: a warning alone is no object.
        let left = left - i64::from(event.identity.is_some() || event.resource.is_some());
        let failed = event.diagnostics.iter().any(|problem| problem.severity == Severity::Error);
        Some((Ok(convert::event(event)), (left > 0 && !failed).then_some((live, left))))
    }))
}

/// All progress, then the end.
pub(super) fn invoke<S: ProviderServer>(
    server: Arc<S>,
    identity: Identity,
    request: ActionRequest,
) -> BoxStream<invoke_action::Event> {
    let (progress, told) = Events::channel(ROOM);
    let work = tokio::spawn(async move {
        let name = request.type_name.clone();
        let work = async { server.invoke_action(request, progress).await };
        identity.call("InvokeAction", &name, work, Vec::new()).await
    });
    Box::pin(stream::unfold(Some(Live::new(told, work)), |state| async {
        let mut live = state?;
        Some(match live.next().await {
            Ok(message) => (Ok(action::progress(&message)), Some(live)),
            Err(problems) => (Ok(action::completed(problems)), None),
        })
    }))
}

/// A call that goes on.
struct Live<T> {
    events: mpsc::Receiver<T>,
    work: Option<JoinHandle<Vec<Diagnostic>>>,
    problems: Vec<Diagnostic>,
}

impl<T> Live<T> {
    fn new(events: mpsc::Receiver<T>, work: JoinHandle<Vec<Diagnostic>>) -> Self {
        Self { events, work: Some(work), problems: Vec::new() }
    }

    /// The next event, or, after the last one, the problems of the whole.
    async fn next(&mut self) -> Result<T, Vec<Diagnostic>> {
        if let Some(work) = &mut self.work {
            tokio::select! {
                biased;
                Some(event) = self.events.recv() => return Ok(event),
                ended = work => self.problems = ended.unwrap_or_else(|_| vec![cut_off()]),
            }
            self.work = None;
            // What was left before the end is still read; who kept a sender leaves no more.
            self.events.close();
        }
        self.events.recv().await.ok_or_else(|| std::mem::take(&mut self.problems))
    }
}

/// The runtime went away under the task.
fn cut_off() -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        summary: "The provider was ended during the call".to_owned(),
        detail: "What the call did on the server may not be recorded.".to_owned(),
        path: None,
    }
}
