//! 200 identities with Azure Auth, under the rate limits of a server in production.

use super::{Candidate, many, seconds};
use crate::{
    mirror::Mirror,
    screen::Screen,
    table::Table,
    terraform::{APPLY, DESTROY, INIT, Output, PLAN, Program, Workspace},
};
use anyhow::{Context as _, Result};
use infisical_emulator::{Emulator, Options, Origin, RateLimits};
use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

/// How many there are of each of the two.
const MANY: u32 = 200;

/// A command under way, and what the limits alone make it take.
struct Command<'a> {
    name: &'static str,
    arguments: &'a [&'a str],
    /// How many requests it cannot do without, on the route that takes the longest.
    needs: (u32, Kind),
}

#[derive(Clone, Copy)]
enum Kind {
    Reads,
    Writes,
}

impl Command<'_> {
    /// The first budget is there at once, each further one a window later.
    fn floor(&self, limits: &RateLimits) -> Duration {
        let (requests, kind) = self.needs;
        let limit = match kind {
            Kind::Reads => limits.read,
            Kind::Writes => limits.write,
        };
        limits.window * requests.div_ceil(limit).saturating_sub(1)
    }
}

/// Applies, plans and destroys, each with windows that nobody has used yet; two Markdown tables.
pub(super) fn measure(
    screen: Screen,
    program: &Program,
    candidate: &Candidate,
    window: Duration,
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
    workspace.write("main.tf", many::CONFIGURATION)?;
    workspace.run(INIT)?;

    let header = [*name, "floor", "measured", "over it", "requests", "refused", "warned"];
    let mut times = Table::new(header);
    let mut routes = Table::new(["command", "request", "number"]);
    for command in [
        Command { name: "apply", arguments: APPLY, needs: (MANY, Kind::Writes) },
        // Nothing but the method's own endpoint tells how it is set up.
        Command { name: "plan", arguments: PLAN, needs: (MANY, Kind::Reads) },
        Command { name: "destroy", arguments: DESTROY, needs: (MANY, Kind::Reads) },
    ] {
        emulator.advance(window);
        emulator.clear_journal();
        let title = format!("{name}: {} of 400", command.name);
        let output = screen.stage(&title, || workspace.run(command.arguments))?;
        let floor = command.floor(&limits);
        let sent = Sent::of(&emulator);
        times.row([
            command.name.to_owned(),
            seconds(floor),
            seconds(output.took),
            over(floor, output.took),
            sent.by_route.values().sum::<usize>().to_string(),
            sent.refused.to_string(),
            if warns(&output) { "yes" } else { "no" }.to_owned(),
        ]);
        for (route, number) in sent.by_route {
            routes.row([command.name.to_owned(), format!("`{route}`"), number.to_string()]);
        }
    }
    let mut text = times.to_markdown();
    let RateLimits { window, read, write, .. } = limits;
    writeln!(text, "\n{read} reads and {write} writes in {} s.\n", window.as_secs())?;
    text.push_str(&routes.to_markdown());
    Ok(text)
}

/// The requests of a command.
struct Sent {
    by_route: BTreeMap<String, usize>,
    /// Those that met the limit.
    refused: usize,
}

impl Sent {
    fn of(emulator: &Emulator) -> Self {
        let mut sent = Self { by_route: BTreeMap::new(), refused: 0 };
        for entry in emulator.journal() {
            if entry.origin == Origin::Network {
                let route = format!("{} {}", entry.method, route(&entry.path));
                *sent.by_route.entry(route).or_default() += 1;
                sent.refused += usize::from(entry.status == Some(429));
            }
        }
        sent
    }
}

/// A path with `{}` for each id.
fn route(path: &str) -> String {
    let is_id = |part: &str| part.len() == 36 && part.matches('-').count() == 4;
    path.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
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
