//! Two runs at once, of two workspaces, on one server with limits.

use crate::lab::{Lab, assert_secret, many, write_in};
use infisical_emulator::{Entry, Options, RateLimits};
use std::time::Duration;

const EACH: usize = 15;

/// So few that each run alone needs several windows.
const LIMITS: RateLimits =
    RateLimits { window: Duration::from_secs(2), read: 10, write: 10, secrets: 10 };

#[test]
fn two_runs_at_once_share_the_limit_without_failing() {
    let lab = Lab::with(Options { rate_limits: Some(LIMITS), ..Options::default() });
    let other = lab.beside();
    lab.write(&[&many("one", EACH)]);
    write_in(&other, &[&many("two", EACH)]);
    for command in ["apply", "plan", "destroy"] {
        lab.emulator.clear_journal();
        let arguments: &[&str] = match command {
            "plan" => &["plan", "-detailed-exitcode", "-input=false"],
            command => &[command, "-auto-approve", "-input=false"],
        };
        let running = [&lab.workspace, &other].map(|workspace| workspace.start(arguments));
        for running in running {
            let _ = running.wait().expect_success();
        }
        let expected = if command == "destroy" { 0 } else { EACH };
        for prefix in ["one-", "two-"] {
            assert_eq!(lab.identities(prefix).len(), expected);
        }
        // A refusal is how one run finds out about the other; it must not be how they go on.
        let journal = lab.emulator.journal();
        let refused = journal.iter().filter(|entry| entry.status == Some(429)).count();
        let answered = journal.iter().filter(|entry: &&Entry| entry.status == Some(200)).count();
        assert!(refused <= answered, "{command}: {refused} refusals, {answered} answers");
    }
    assert_secret(&other, &lab.emulator);
}
