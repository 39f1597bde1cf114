//! The tasks of this repository: `cargo xtask COMMAND`.

#![expect(clippy::print_stdout, reason = "a command's output")]

mod bench;
mod docs;
mod examples;
mod files;
mod journal;
mod lines;
mod mirror;
mod project;
mod quickstart;
mod screen;
mod soak;
mod table;
mod terraform;

use lexopt::{Arg, Parser, ValueExt};
use std::{process::ExitCode, time::Duration};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  quickstart [--everyday] the whole way once: plan, apply, drift, repair, revoke; or a
                          project with its secrets, and who may read them
  docs [--check]          write the registry's pages below docs/
  examples [--check]      format examples/, and validate each with the provider
  bench [--official PATH] [--cold] [--limits[=SECONDS]] [--secrets]
                          the numbers, as a Markdown table; beside another provider's
                          binary; with the times of cold builds; or, instead, what it
                          takes under rate limits, by windows of a minute or so long,
                          with identities or with a thousand secrets
  soak [--operations N] [--seed N]
                          random lives of identities while everything fails at random;
                          240 operations unless told otherwise
  lines                   what each resource costs, in files and lines

--check changes no file and fails where something would change.
TERRAFORM names another program than `terraform`, such as a tofu.";

/// What to do.
enum Task {
    Help,
    Quickstart(quickstart::Way),
    Docs { check: bool },
    Examples { check: bool },
    Bench(bench::Options),
    Soak(soak::Options),
    Lines,
}

fn main() -> ExitCode {
    let task = match Task::parse(Parser::from_env()) {
        Ok(task) => task,
        Err(error) => {
            eprintln!("xtask: {error}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match task.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Task {
    fn parse(mut arguments: Parser) -> Result<Self, lexopt::Error> {
        let mut task = match arguments.next()? {
            Some(Arg::Value(name)) => match name.string()?.as_str() {
                "quickstart" => Self::Quickstart(quickstart::Way::default()),
                "docs" => Self::Docs { check: false },
                "examples" => Self::Examples { check: false },
                "bench" => Self::Bench(bench::Options::default()),
                "soak" => Self::Soak(soak::Options::default()),
                "lines" => Self::Lines,
                other => return Err(format!("there is no command `{other}`").into()),
            },
            Some(Arg::Long("help") | Arg::Short('h')) => Self::Help,
            Some(other) => return Err(other.unexpected()),
            None => return Err("which command?".into()),
        };
        while let Some(argument) = arguments.next()? {
            match (&mut task, argument) {
                (_, Arg::Long("help") | Arg::Short('h')) => return Ok(Self::Help),
                (Self::Docs { check } | Self::Examples { check }, Arg::Long("check")) => {
                    *check = true;
                }
                (Self::Quickstart(way), Arg::Long("everyday")) => *way = quickstart::Way::Everyday,
                (Self::Bench(options), Arg::Long("official")) => {
                    options.official = Some(arguments.value()?.into());
                }
                (Self::Bench(options), Arg::Long("cold")) => options.cold = true,
                (Self::Bench(options), Arg::Long("secrets")) => options.secrets = true,
                (Self::Bench(options), Arg::Long("limits")) => {
                    let seconds = arguments.optional_value().map(|it| it.parse()).transpose()?;
                    options.limits = Some(Duration::from_secs(seconds.unwrap_or(60)));
                }
                (Self::Soak(options), Arg::Long("operations")) => {
                    options.operations = Some(arguments.value()?.parse()?);
                }
                (Self::Soak(options), Arg::Long("seed")) => {
                    options.seed = Some(arguments.value()?.parse()?);
                }
                (_, other) => return Err(other.unexpected()),
            }
        }
        Ok(task)
    }

    fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Help => {
                println!("{USAGE}");
                Ok(())
            }
            Self::Quickstart(way) => quickstart::run(way),
            Self::Docs { check } => docs::run(check),
            Self::Examples { check } => examples::run(check),
            Self::Bench(options) => bench::run(&options),
            Self::Soak(options) => soak::run(&options),
            Self::Lines => lines::run(),
        }
    }
}
