//! What a panic leaves on stderr.

use super::line;
use crate::{convert::text, service::take_panic_place};
use serde_json::Map;
use std::{panic::PanicHookInfo, time::SystemTime};

/// Reports panics on stderr, whether or not anything else is logged.
pub(crate) fn report_panics(name: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let message = format!("panic: {} at {place}", text::line(message(info)));
        take_panic_place(place);
        if std::thread::current().name() == Some("main") {
            // The process ends. Terraform shows what follows a plain `panic: ` when it does.
            line::write(&format!("{message}\n"));
        } else {
            // The call has an answer all the same, so the process did not crash.
            let module = format!("provider.{name}");
            line::write(&line::line(SystemTime::now(), "error", &module, &message, Map::new()));
        }
    }));
}

fn message<'a>(info: &'a PanicHookInfo<'_>) -> &'a str {
    info.payload_as_str().unwrap_or("unknown panic")
}
