//! What goes wrong at random: in the network, at the server, at a proxy between.

use crate::catalog::Method;
use crate::random::Random;
use crate::run::{Incident, Weather};
use infisical_emulator::{Fault, FaultKind};
use std::time::Duration;

/// The weather of a run.
pub(crate) fn weather(methods: &[&Method], random: &mut Random) -> Weather {
    let mut weather = Weather::default();
    if random.percent(15) {
        for _ in 0..random.between(1, 2) {
            weather.plan.push(fault(methods, random));
        }
    }
    if random.percent(85) {
        for _ in 0..random.between(1, 5) {
            weather.apply.push(fault(methods, random));
        }
    }
    if random.percent(15) {
        weather.incident = Some((random.between(1, 8), *random.pick(INCIDENTS)));
    }
    weather
}

const INCIDENTS: &[Incident] = &[Incident::Interrupt, Incident::ServerDies, Incident::ProviderDies];

/// The verbs, the one that makes something most often.
const VERBS: &[&str] = &["POST", "POST", "PATCH", "DELETE", "GET"];

fn fault(methods: &[&Method], random: &mut Random) -> Fault {
    let mut fault = Fault::once(kind(random))
        .after(random.below(4))
        .times(*random.pick(&[1, 1, 1, 1, 2, 2, 3, 7]));
    if random.percent(85) {
        let verb = *random.pick(VERBS);
        fault = fault.on_method(verb);
    }
    match random.below(3) {
        0 => fault.on_path("/api/v1/identities"),
        1 => fault.on_path(random.pick(methods).path("").trim_end_matches('/')),
        _ => fault,
    }
}

fn kind(random: &mut Random) -> FaultKind {
    let status = |status: u16, body: &str, content_type: &str| FaultKind::Status {
        status,
        body: body.to_owned(),
        content_type: content_type.to_owned(),
        headers: Vec::new(),
    };
    let moment = Duration::from_millis(u64::try_from(random.between(1, 40)).unwrap());
    match random.below(16) {
        0 => FaultKind::Latency(moment),
        1 => FaultKind::SlowBody { piece: random.between(1, 200), pause: moment / 10 },
        2 => {
            status(500, r#"{"message":"Something went wrong","error":"Oops"}"#, "application/json")
        }
        3 => status(503, "", "text/plain"),
        4 => status(504, "upstream request timeout", "text/plain"),
        5 => FaultKind::Html { status: 502 },
        6 => FaultKind::Html { status: 200 },
        14 => FaultKind::HtmlAfter { status: 504 },
        7 => FaultKind::ResetBefore,
        8 | 9 => FaultKind::ResetAfter,
        10 => FaultKind::CutBody,
        11 => FaultKind::EmptyOk,
        12 => FaultKind::WrongJson,
        13 => FaultKind::RateLimited { retry_after: random.percent(50).then_some(1) },
        _ => FaultKind::ExpireTokens,
    }
}
