//! The process: started by Terraform as a plugin, by a developer with `--debug`, or by mistake.

mod arguments;
mod connection;
mod cores;
mod debug;
mod environment;
mod error;
mod handshake;
mod life;
mod listener;
mod plugin;
mod server;
mod tls;

use crate::{ProviderServer, log};
use arguments::Mode;
use environment::Environment;
use error::ServeError;
use std::{io::Write as _, process::ExitCode};

/// What a provider is called, for the handshake, the log and those who start it by hand.
#[derive(Debug, Clone, Copy)]
pub struct ServeOptions {
    /// The type: `infisical` of `terraform-provider-infisical`.
    pub name: &'static str,
    /// `registry.terraform.io/NAMESPACE/TYPE`.
    pub address: &'static str,
    /// The provider's version, without `v`.
    pub version: &'static str,
    /// Where a practitioner reports a mistake of the provider: a URL.
    pub issues: &'static str,
    /// The prefixes of the targets that may be logged. Dependencies log secrets; name none.
    pub log_targets: &'static [&'static str],
}

impl ServeOptions {
    /// Options with [`log::TARGETS`].
    #[must_use]
    pub const fn new(
        name: &'static str,
        address: &'static str,
        version: &'static str,
        issues: &'static str,
    ) -> Self {
        Self { name, address, version, issues, log_targets: log::TARGETS }
    }
}

/// The whole of a provider's `main`. `server` is called once, after the handshake, and only when
/// there is one: it may read files, but nothing that takes long.
///
/// Exit codes: 0 after an orderly end, 1 when it cannot serve or nobody asked it to, 2 for an
/// argument that it does not know.
pub fn run<S: ProviderServer>(options: ServeOptions, server: impl FnOnce() -> S) -> ExitCode {
    let environment = Environment::of_process();
    let ended = match arguments::mode(std::env::args_os().skip(1)) {
        Mode::Version => print(&format!("{} {}\n", program(&options), options.version)),
        Mode::Help => print(&arguments::help(&options)),
        Mode::Unknown(argument) => {
            let argument = crate::convert::text::line(&argument);
            complain(&format!("unknown argument `{argument}`\n\n{}", arguments::help(&options)));
            return ExitCode::from(2);
        }
        Mode::Debug => {
            with_runtime(&options, async { debug::serve(options, &environment, server).await })
        }
        Mode::Plugin if !environment.is_plugin() => {
            complain(&arguments::not_by_hand(&options));
            return ExitCode::FAILURE;
        }
        Mode::Plugin => {
            cores::forbid();
            with_runtime(&options, async { plugin::serve(options, &environment, server).await })
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("[ERROR] {}: {error}\n", program(&options)));
            ExitCode::FAILURE
        }
    }
}

fn with_runtime(
    options: &ServeOptions,
    serve: impl Future<Output = Result<(), ServeError>>,
) -> Result<(), ServeError> {
    log::report_panics(options.name);
    log::init_logging(options.name, options.log_targets);
    // Terraform makes ten calls at a time, and they wait for a server.
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().clamp(2, 4));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(workers)
        .thread_name("provider")
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    let ended = runtime.block_on(serve);
    // What still runs has nobody to answer to.
    runtime.shutdown_background();
    ended
}

fn program(options: &ServeOptions) -> String {
    format!("terraform-provider-{}", options.name)
}

fn print(text: &str) -> Result<(), ServeError> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(ServeError::Stdout)
}

fn complain(text: &str) {
    // There is nobody left to tell when stderr is closed.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
