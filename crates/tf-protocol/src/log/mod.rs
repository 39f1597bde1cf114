//! Log lines as Terraform reads them: one JSON object a line, on stderr, in hclog's notation.
//!
//! Dependencies log headers and TLS records at `TRACE`, secrets among them, so only our own
//! targets pass.

mod fields;
mod layer;
mod level;
mod line;
mod panic;

pub(crate) use panic::report_panics;

use layer::Hclog;
use tracing_subscriber::{layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// The prefixes of the targets that are logged, unless [`crate::serve::ServeOptions`] has others.
pub const TARGETS: &[&str] = &["tf_", "infisical_", "terraform_provider_"];

/// Logs to stderr as `TF_LOG_PROVIDER_<NAME>`, `TF_LOG_PROVIDER` or `TF_LOG` ask, the first that is
/// set. Without any, nothing is installed and a log statement costs one comparison. Only targets
/// that begin with one of `targets` are logged. A second call has no effect.
pub fn init_logging(name: &str, targets: &'static [&'static str]) {
    let Some(level) = level::chosen(name, |variable| std::env::var(variable).ok()) else {
        return;
    };
    let layer = Hclog::new(format!("provider.{name}"), level, targets);
    // Someone else's subscriber, a test's for instance, is as good.
    let _ = tracing_subscriber::registry().with(layer).try_init();
}
