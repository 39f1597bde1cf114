//! Every event of every test. The subscriber is the process's: tracing remembers for good what a
//! thread without one was not interested in. A test and its requests share one thread.

use std::collections::HashMap;
use std::fmt::{Debug, Write};
use std::sync::{Mutex, Once};
use std::thread::{self, ThreadId};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber, subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

static LINES: Mutex<Option<HashMap<ThreadId, String>>> = Mutex::new(None);

/// From now on events are kept.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let log = tracing_subscriber::registry().with(Log);
        subscriber::set_global_default(log).unwrap();
    });
}

/// What was logged here, one event a line; the HTTP library's events too.
pub(crate) fn of_this_thread() -> String {
    let mut lines = LINES.lock().unwrap();
    lines.get_or_insert_default().get(&thread::current().id()).cloned().unwrap_or_default()
}

struct Log;

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut lines = LINES.lock().unwrap();
        let text = lines.get_or_insert_default().entry(thread::current().id()).or_default();
        write!(text, "{} {}", event.metadata().level(), event.metadata().target()).unwrap();
        event.record(&mut Line(text));
        text.push('\n');
    }
}
