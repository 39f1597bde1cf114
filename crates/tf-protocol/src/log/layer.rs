//! The subscriber's layer.

use super::{fields::Fields, line};
use std::time::SystemTime;
use tracing::{
    Event, Level, Metadata, Subscriber,
    level_filters::LevelFilter,
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{Layer, layer::Context, registry::LookupSpan};

/// Writes events with the fields of the spans around them.
#[derive(Debug)]
pub(super) struct Hclog {
    module: String,
    level: Level,
    targets: &'static [&'static str],
    write: fn(&str),
}

impl Hclog {
    pub(super) fn new(module: String, level: Level, targets: &'static [&'static str]) -> Self {
        Self { module, level, targets, write: line::write }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Hclog {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        *metadata.level() <= self.level
            && self.targets.iter().any(|prefix| metadata.target().starts_with(prefix))
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level.into())
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            record.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in
            context.event_scope(event).into_iter().flatten().collect::<Vec<_>>().iter().rev()
        {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.0.extend(outer.0.clone());
            }
        }
        event.record(&mut fields);
        let message = fields.0.remove("message");
        let message = message.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
        let level = match *event.metadata().level() {
            Level::ERROR => "error",
            Level::WARN => "warn",
            Level::INFO => "info",
            Level::DEBUG => "debug",
            Level::TRACE => "trace",
        };
        (self.write)(&line::line(SystemTime::now(), level, &self.module, message, fields.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value as Json;
    use std::cell::RefCell;
    use tracing_subscriber::layer::SubscriberExt as _;

    thread_local! {
        static LINES: RefCell<Vec<Json>> = const { RefCell::new(Vec::new()) };
    }

    fn lines(level: Level, log: impl FnOnce()) -> Vec<Json> {
        let layer = Hclog {
            module: "provider.x".to_owned(),
            level,
            targets: super::super::TARGETS,
            write: |line| {
                LINES.with_borrow_mut(|lines| lines.push(serde_json::from_str(line).unwrap()));
            },
        };
        LINES.take();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), log);
        LINES.take()
    }

    #[test]
    fn events_have_the_fields_of_their_spans() {
        let lines = lines(Level::DEBUG, || {
            let outer = tracing::error_span!("rpc", tf_rpc = "ReadResource", n = 1);
            let _outer = outer.enter();
            let inner = tracing::debug_span!("request", n = 2, late = tracing::field::Empty);
            inner.record("late", true);
            let _inner = inner.enter();
            tracing::info!(what = ?["a"], "hello {}", "you");
            tracing::trace!("too much");
        });
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!(line["@message"], "hello you");
        assert_eq!(line["@level"], "info");
        assert_eq!(line["tf_rpc"], "ReadResource");
        assert_eq!(line["n"], 2);
        assert_eq!(line["late"], true);
        assert_eq!(line["what"], r#"["a"]"#);
    }

    #[test]
    fn dependencies_are_not_heard() {
        let lines = lines(Level::TRACE, || {
            tracing::error!(target: "h2::codec", "authorization: Bearer x");
            tracing::trace!(target: "infisical_client::login", "ours");
        });
        assert_eq!(lines.len(), 1);
    }
}
