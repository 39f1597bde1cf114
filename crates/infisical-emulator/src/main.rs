//! An Infisical to try things out on: prints where it listens and how to log in.

use std::process::ExitCode;

use infisical_emulator::{Credentials, Dialect, Emulator, Options};

const USAGE: &str = "\
usage: infisical-emulator [--port N] [--dialect current|2024-10] [--unlicensed] [--lenient]
                          [--client-id ID --client-secret SECRET] [--organization UUID]";

fn main() -> ExitCode {
    let started = parse(std::env::args().skip(1))
        .and_then(|options| Emulator::start(options).map_err(|error| error.to_string()));
    match started {
        Ok(emulator) => {
            announce(&emulator);
            loop {
                std::thread::park();
            }
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "the address and the credentials are what it is run for")]
fn announce(emulator: &Emulator) {
    for (variable, value) in emulator.environment() {
        println!("{variable}={value}");
    }
    println!("INFISICAL_ORGANIZATION_ID={}", emulator.org_id());
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    let (mut client_id, mut client_secret) = (None, None);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--port" => {
                options.port = value()?.parse().map_err(|error| format!("--port: {error}"))?;
            }
            "--dialect" => {
                options.dialect = match value()?.as_str() {
                    "current" => Dialect::Current,
                    "2024-10" => Dialect::Recorded2024_10,
                    other => return Err(format!("--dialect: there is no {other}\n{USAGE}")),
                };
            }
            "--unlicensed" => options.licensed = false,
            "--lenient" => options.strict = false,
            "--client-id" => client_id = Some(value()?),
            "--client-secret" => client_secret = Some(value()?),
            "--organization" => options.org_id = Some(value()?),
            _ => return Err(USAGE.to_owned()),
        }
    }
    options.credentials = match (client_id, client_secret) {
        (Some(client_id), Some(client_secret)) => Some(Credentials { client_id, client_secret }),
        (None, None) => None,
        _ => return Err("--client-id and --client-secret go together".to_owned()),
    };
    Ok(options)
}
