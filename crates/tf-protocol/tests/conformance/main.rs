//! The protocol, against a real process: this binary starts itself again as a provider, shakes
//! hands, connects as Terraform does, and makes every call with good and with hostile input.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test without libtest, which clippy does not know for one"
)]

mod calls;
mod hostile;
mod identities;
mod life;
mod log;
mod panics;
mod provider;
mod schema;
mod schemas;
mod start;
mod streams;
mod tls;

use std::{future::Future, panic::catch_unwind, pin::Pin, process::ExitCode};
use tf_protocol::{
    serve::{self, ServeOptions},
    testing::Start,
};

/// Set where this binary is to be the provider.
const PROVIDER: &str = "CONFORMANCE_PROVIDER";

type Body = fn() -> Pin<Box<dyn Future<Output = ()>>>;
type Test = (&'static str, Body);

/// A test for each function named.
macro_rules! tests {
    ($($module:ident: $($test:ident),+;)+) => {
        const TESTS: &[Test] = &[$($(
            (concat!(stringify!($module), "::", stringify!($test)), || Box::pin($module::$test())),
        )+)+];
    };
}

tests! {
    start: by_hand_it_explains_itself, flags_print_and_end, the_handshake_is_one_line,
        seventh_field_only_when_asked, without_a_certificate_it_is_plaintext,
        a_long_temporary_directory_is_no_problem, nonsense_for_a_certificate_is_refused;
    tls: the_host_is_accepted, tls_1_2_is_enough, a_stranger_is_refused, a_thief_is_refused,
        nobody_is_refused, plaintext_is_refused, a_silent_client_keeps_nobody_waiting;
    calls: names_and_capabilities, validations, configuration, upgrade_and_move,
        read_plan_apply, import, data_sources, ephemeral_resources, functions, generated_configuration, deferrals, what_there_is_not,
        streams_are_silent_and_health_is_good, a_message_of_40_megabytes;
    schemas: they_arrive_whole, they_are_asked_for_once;
    identities: schemas, upgrade, import_by_identity, empty_is_none;
    streams: lists, a_limit_is_kept, an_error_ends_a_list, who_drops_a_list_ends_it, actions,
        progress_comes_as_it_is_made, an_action_survives_its_reader, a_kept_sender_holds_nobody;
    panics: every_panic_is_a_diagnostic, a_schema_that_panics_is_answered_each_time;
    hostile: no_bytes_end_the_process, no_damage_ends_the_process, values_that_lie_are_diagnostics;
    life: shutdown_ends_it, an_interrupt_does_not, stop_cancels_what_is_under_way,
        two_connections_at_once, without_a_host_it_ends, a_debugger_attaches_twice;
    log: silent_unless_asked, lines_are_hclog, streams_are_logged_too;
}

fn main() -> ExitCode {
    if std::env::var_os(PROVIDER).is_some() {
        let issues = "https://example.com/issues";
        let options =
            ServeOptions::new("corner", "registry.terraform.io/acme/corner", "1.2.3", issues);
        return serve::run(options, provider::Corner::default);
    }
    let filters: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let chosen =
        TESTS.iter().filter(|(name, _)| filters.iter().all(|filter| name.contains(&**filter)));
    let running: Vec<_> =
        chosen.map(|(name, test)| (name, std::thread::spawn(|| run(*test)))).collect();
    let mut failed = 0;
    for (name, thread) in running {
        let passed = thread.join().is_ok_and(|passed| passed);
        println!("test {name} ... {}", if passed { "ok" } else { "FAILED" });
        failed += usize::from(!passed);
    }
    println!("\n{failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(test: Body) -> bool {
    catch_unwind(|| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap()
            .block_on(test());
    })
    .is_ok()
}

/// How to start the provider.
fn provider() -> Start {
    Start::new(&std::env::current_exe().unwrap()).env(PROVIDER, "1")
}
