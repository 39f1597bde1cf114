//! Under the rate limits of a server in production.

use super::{Candidate, seconds};
use crate::{
    journal::kind,
    mirror::Mirror,
    screen::Screen,
    table::Table,
    terraform::{APPLY, DESTROY, INIT, Output, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result};
use infisical_emulator::{Emulator, Options, Origin, RateLimits};
use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

/// What a server in production has to answer.
pub(super) struct Work<'a> {
    /// In one or two words, for the titles.
    pub(super) what: &'a str,
    pub(super) configuration: &'a str,
    pub(super) commands: Vec<Command<'a>>,
}

/// A command under way.
pub(super) struct Command<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: Vec<&'a str>,
    /// How many requests it cannot do without, on the route that takes the longest; none where that is
    /// not known.
    pub(super) needs: Option<(u32, Kind)>,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Reads,
    Writes,
}

impl Command<'_> {
    /// What the limits alone make it take: the first budget is there at once, each further one a window
    /// later.
    fn floor(&self, limits: &RateLimits) -> Option<Duration> {
        let (requests, kind) = self.needs?;
        let limit = match kind {
            Kind::Reads => limits.read,
            Kind::Writes => limits.write,
        };
        Some(limits.window * requests.div_ceil(limit).saturating_sub(1))
    }
}

/// 200 identities with Azure Auth.
pub(super) fn identities(configuration: &str) -> Work<'_> {
    const MANY: u32 = 200;

    let command = |name, arguments: &[&'static str], kind| Command {
        name,
        arguments: arguments.to_vec(),
        needs: Some((MANY, kind)),
    };
    Work {
        what: "400",
        configuration,
        commands: vec![
            command("apply", APPLY, Kind::Writes),
            // Nothing but the method's own endpoint tells how it is set up.
            command("plan", PLAN, Kind::Reads),
            command("destroy", DESTROY, Kind::Reads),
        ],
    }
}

/// Does the work, each command with windows that nobody has used yet; two Markdown tables.
pub(super) fn measure(
    screen: Screen,
    program: &Program,
    candidate: &Candidate,
    window: Duration,
    work: &Work<'_>,
) -> Result<String> {
    let Candidate { name, binary, version } = candidate;
    let mirror = Mirror::new(binary, version)?;
    let limits = RateLimits { window, ..RateLimits::default() };
    // The official provider sends members that the server ignores.
    let rate_limits = Some(limits.clone());
    let options = Options { strict: false, rate_limits, ..Options::default() };
    let emulator = Emulator::start(options).context("cannot start the emulator")?;
    let mut workspace = Workspace::new(program, &mirror)?;
    workspace.log_in_to(&emulator);
    workspace.write("main.tf", work.configuration)?;
    workspace.run(INIT)?;

    let header = [*name, "floor", "measured", "over it", "requests", "refused", "warned"];
    let mut times = Table::new(header);
    let mut routes = Table::new(["command", "request", "number"]);
    for command in &work.commands {
        emulator.advance(window);
        emulator.clear_journal();
        let title = format!("{name}: {} of {}", command.name, work.what);
        // What fails under limits is measured, too.
        let output = screen.stage(&title, || workspace.run_for(&command.arguments, &[0, 1, 2]))?;
        let floor = command.floor(&limits);
        let sent = Sent::of(&emulator);
        let failed = if output.code == 1 { ", and failed" } else { "" };
        times.row([
            command.name.to_owned(),
            floor.map_or_else(String::new, seconds),
            format!("{}{failed}", seconds(output.took)),
            floor.map_or_else(String::new, |floor| over(floor, output.took)),
            sent.by_kind.values().sum::<usize>().to_string(),
            sent.refused.to_string(),
            if warns(&output) { "yes" } else { "no" }.to_owned(),
        ]);
        for (kind, number) in sent.by_kind {
            routes.row([command.name.to_owned(), format!("`{kind}`"), number.to_string()]);
        }
    }
    let mut text = times.to_markdown();
    let RateLimits { window, read, write, secrets, .. } = limits;
    writeln!(
        text,
        "\n{read} reads, {write} writes and {secrets} requests for secrets in {} s.\n",
        window.as_secs()
    )?;
    text.push_str(&routes.to_markdown());
    Ok(text)
}

/// The requests of a command.
struct Sent {
    by_kind: BTreeMap<String, usize>,
    /// Those that met the limit.
    refused: usize,
}

impl Sent {
    fn of(emulator: &Emulator) -> Self {
        let mut sent = Self { by_kind: BTreeMap::new(), refused: 0 };
        for entry in emulator.journal() {
            if entry.origin == Origin::Network {
                *sent.by_kind.entry(kind(&entry)).or_default() += 1;
                sent.refused += usize::from(entry.status == Some(429));
            }
        }
        sent
    }
}

/// Whether the user is told that the server's limit takes the time.
fn warns(output: &Output) -> bool {
    output.stdout.contains("Warning: Slowed down by Infisical's rate limit")
}

fn over(floor: Duration, took: Duration) -> String {
    let more = took.saturating_sub(floor);
    if floor.is_zero() {
        return seconds(more);
    }
    format!("{:.1} %", 100.0 * more.as_secs_f64() / floor.as_secs_f64())
}
