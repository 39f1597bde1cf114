//! `cargo xtask bench`: what the provider costs, as a Markdown table.
//!
//! It reports and asserts nothing: a number that depends on the machine fails no build.

mod cold;
mod limits;
mod many;
mod memory;
mod secrets;
mod start;

use crate::{
    mirror::{Mirror, platform},
    project,
    screen::Screen,
    table::Table,
    terraform::Program,
};
use anyhow::{Context as _, Result};
use std::{fs, num::NonZero, path::PathBuf, thread, time::Duration};

/// A provider to measure.
struct Candidate {
    name: &'static str,
    binary: PathBuf,
    version: &'static str,
}

/// What to measure.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// Another provider's binary, to be measured beside ours.
    pub(crate) official: Option<PathBuf>,
    /// Cold builds as well.
    pub(crate) cold: bool,
    /// Instead of all that: the pace under a server's rate limits, with windows of so long.
    pub(crate) limits: Option<Duration>,
    /// Instead of all that: many secrets, under the limits and in memory.
    pub(crate) secrets: bool,
}

/// Measures, and prints the tables.
pub(crate) fn run(options: &Options) -> Result<()> {
    if cfg!(debug_assertions) {
        return in_release(options);
    }
    let screen = Screen::new();
    let program = Program::find()?;
    let arguments = ["--release", "--package", project::PROVIDER];
    let binary = project::build(screen, "build the release", &arguments)?;
    let mut candidates =
        vec![Candidate { name: "this provider", binary, version: project::VERSION }];
    if let Some(path) = &options.official {
        let binary = path.canonicalize();
        let binary = binary.with_context(|| format!("there is no {}", path.display()))?;
        candidates.push(Candidate { name: "official", binary, version: "1.0.0" });
    }
    if options.secrets || options.limits.is_some() {
        let window = options.limits.unwrap_or(Duration::from_mins(1));
        let (identities, secrets) = (many::configuration(), secrets::configuration(1000, 32, 4));
        let work =
            if options.secrets { secrets::work(&secrets) } else { limits::identities(&identities) };
        for candidate in &candidates {
            println!("{}", limits::measure(screen, &program, candidate, window, &work)?);
            if options.secrets {
                println!("{}\n", secrets::memory(screen, &program, candidate)?);
            }
        }
        return Ok(());
    }
    let mut columns = Vec::new();
    for candidate in &candidates {
        columns.push(measure(screen, &program, candidate)?);
    }

    let header = [""].into_iter().chain(candidates.iter().map(|candidate| candidate.name));
    let mut table = Table::new(header);
    let (rows, others) = columns.split_first().context("nothing was measured")?;
    for (row, (what, number)) in rows.iter().enumerate() {
        let beside = others.iter().filter_map(|column| column.get(row)).map(|(_, it)| it.clone());
        table.row([(*what).to_owned(), number.clone()].into_iter().chain(beside));
    }
    println!("\n{}", table.to_markdown());
    for (package, name) in [("tf-framework", "framework"), ("infisical-client", "client")] {
        let status = project::cargo()
            .args(["bench", "--quiet", "--package", package, "--bench", name])
            .status()
            .context("cannot start cargo")?;
        anyhow::ensure!(status.success(), "the bench of {package} failed");
    }
    if options.cold {
        println!("{}", cold::measure(screen)?.to_markdown());
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    println!("{}, {}, {cores} cores.", program.version, platform());
    Ok(())
}

/// Starts over with an optimised emulator: it runs in this process, on the same cores.
fn in_release(options: &Options) -> Result<()> {
    let mut command = project::cargo();
    command.args(["run", "--release", "--package", "xtask", "--", "bench"]);
    if let Some(path) = &options.official {
        command.arg("--official").arg(path);
    }
    if options.cold {
        command.arg("--cold");
    }
    if options.secrets {
        command.arg("--secrets");
    }
    if let Some(window) = options.limits {
        command.arg(format!("--limits={}", window.as_secs()));
    }
    let status = command.status().context("cannot start cargo")?;
    anyhow::ensure!(status.success(), "the bench failed");
    Ok(())
}

/// One column: what was measured, and the number.
fn measure(
    screen: Screen,
    program: &Program,
    candidate: &Candidate,
) -> Result<Vec<(&'static str, String)>> {
    let Candidate { name, binary, version } = candidate;
    let title = |what: &str| format!("{name}: {what}");
    let size = fs::metadata(binary)?.len();
    let start =
        screen.stage(&title("start to handshake, 50 times"), || start::measure(binary, 50))?;
    let mirror = Mirror::new(binary, version)?;
    let many = many::measure(screen, name, program, &mirror, binary)?;
    let settled = if many.settled { "empty" } else { "not empty" };
    Ok(vec![
        ("start to handshake with TLS, median of 50", milliseconds(start.time)),
        ("peak RSS at the handshake, median of 50", memory::text(start.memory)),
        ("peak RSS of one process, plan of 200 + 200", memory::text(many.memory)),
        ("binary", format!("{:.1} MB", megabytes(size))),
        ("plan of 200 identities + 200 azure auths, median of 5", seconds(many.plan)),
        ("the same with -refresh=false, median of 5", seconds(many.plan_without_refresh)),
        ("ratio of the two", format!("{:.2}x", ratio(many.plan, many.plan_without_refresh))),
        ("apply of the 400", seconds(many.apply)),
        ("destroy of the 400", seconds(many.destroy)),
        ("plan after the apply", settled.to_owned()),
    ])
}

/// The middle one.
fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len() / 2).copied()
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1000.0)
}

fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, with one digit")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
