//! The framework alone, without Terraform and without an API: two hundred resources, ten thousand
//! plans.

#![expect(clippy::print_stdout, reason = "a command, whose output this is")]

use std::{
    env,
    error::Error,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};
use tf_framework::{
    Block, Change, Computed, Cx, Diagnostic, Diagnostics, Provider, Registry, Resource, Schema,
    Server, Setup, Value,
};
use tf_protocol::{
    ProviderServer, Type,
    rpc::{DynamicValue, PlanRequest},
    serve::{ServeOptions, run},
    testing::Start,
};

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// Set where this binary is to be the provider that is measured.
const PROVIDER: &str = "XTASK_BENCH_PROVIDER";

/// How many plans.
const PLANS: u32 = 10_000;

fn main() -> ExitCode {
    if env::var_os(PROVIDER).is_some() {
        let options =
            ServeOptions::new("bench", "registry.terraform.io/acme/bench", "0.0.0", "nowhere");
        return run(options, || Server::new(Bench));
    }
    match measure() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures both, and prints a Markdown table.
fn measure() -> Result<()> {
    println!("| the framework alone | |\n| --- | --- |");
    let (first, further, bytes) = schema()?;
    println!("| `GetProviderSchema` with 200 resources of 20 attributes, {bytes} bytes | |");
    println!("| first answer of a process, median of 10 | {} |", milliseconds(first));
    println!("| further answers, median of 50 | {} |", milliseconds(further));
    println!("| plan of 20 attributes, mean of {PLANS} | |");
    for (what, each) in plans()? {
        println!("| {what} | {:.1} us |", each.as_secs_f64() * 1e6);
    }
    println!();
    Ok(())
}

/// The middle one.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// How long the answer with all schemas takes, over the wire of a real process.
fn schema() -> Result<(Duration, Duration, usize)> {
    let program = env::current_exe()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let mut firsts = Vec::new();
    let mut further = Vec::new();
    let mut bytes = 0;
    for _ in 0..10 {
        let start = Start::new(Path::new(&program)).env(PROVIDER, "1");
        let host = start.start()?;
        runtime.block_on(async {
            let mut client = host.connect().await?;
            for call in 0..6 {
                let before = Instant::now();
                let answer =
                    client.raw("/tfplugin6.Provider/GetProviderSchema", Vec::new()).await?;
                let took = before.elapsed();
                bytes = answer.len();
                if call == 0 { &mut firsts } else { &mut further }.push(took);
            }
            Ok::<_, Box<dyn Error>>(())
        })?;
    }
    Ok((median(firsts), median(further), bytes))
}

/// The mean time of a plan, from the request's bytes to the answer's.
fn plans() -> Result<Vec<(&'static str, Duration)>> {
    let ty = Thing::<0>::block().ty();
    let server = Server::new(Bench);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let config = object(&ty, "a", false);
    let mut measured = Vec::new();
    for (what, prior, proposed, config) in [
        ("a change of one", object(&ty, "b", true), object(&ty, "a", true), &config),
        ("no change", object(&ty, "a", true), object(&ty, "a", true), &config),
        ("a creation", Value::Null, config.clone(), &config),
    ] {
        let encode = |value: &Value| DynamicValue::encode(value, &ty);
        let request = PlanRequest {
            type_name: Thing::<0>::TYPE_NAME.to_owned(),
            prior: encode(&prior)?,
            proposed: encode(&proposed)?,
            config: encode(config)?,
            ..PlanRequest::default()
        };
        let before = Instant::now();
        for _ in 0..PLANS {
            let answer = runtime.block_on(ProviderServer::plan(&server, request.clone()));
            if !answer.diagnostics.is_empty() {
                return Err(format!("{:?}", answer.diagnostics).into());
            }
        }
        measured.push((what, before.elapsed() / PLANS));
    }
    Ok(measured)
}

/// A thing, as the configuration has it or, with what is computed, as state has it.
fn object(ty: &Type, name: &str, stored: bool) -> Value {
    let Type::Object { attributes, .. } = ty else { return Value::Null };
    Value::object(attributes.iter().map(|(attribute, ty)| {
        let computed = attribute.starts_with("computed") || attribute == "id";
        let value = match ty {
            _ if computed && !stored => Value::Null,
            Type::Bool => Value::Bool(true),
            Type::Number => Value::from(7),
            Type::List(_) => Value::List(["x", "y", "z"].into_iter().map(Value::from).collect()),
            _ if attribute == "name" => Value::from(name),
            _ => Value::from("a text of some length"),
        };
        (attribute.clone(), value)
    }))
}

struct Bench;

/// Nothing to configure.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Config {
    /// A host.
    host: Option<String>,
}

/// A thing of twenty attributes, whose documentation is about as long as that of a real one: a sentence
/// or two on what it is for.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing<const N: usize> {
    /// ID of the thing. The server chooses it when it makes the thing.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Name of the thing, at most 255 characters, as people know it.
    #[attr(length = 1..=255)]
    name: String,
    /// A text that says something of the thing, at most 255 characters.
    text_one: Option<String>,
    /// A text that says something of the thing, at most 255 characters.
    text_two: Option<String>,
    /// A text that says something of the thing, at most 255 characters.
    text_three: Option<String>,
    /// A text that says something of the thing, at most 255 characters.
    #[attr(replace)]
    text_four: Option<String>,
    /// A text that says something of the thing, at most 255 characters.
    #[attr(default = "a text of some length")]
    text_five: String,
    /// A number of something, from nothing to ten years.
    #[attr(optional, keep, range = 0..=315_360_000)]
    number_one: Computed<i64>,
    /// A number of something, from nothing to ten years.
    #[attr(optional, keep, range = 0..=315_360_000)]
    number_two: Computed<i64>,
    /// A number of something.
    number_three: Option<i64>,
    /// A number of something.
    number_four: Option<i64>,
    /// Whether something is so.
    bool_one: Option<bool>,
    /// Whether something is so.
    bool_two: Option<bool>,
    /// Whether something is so.
    #[attr(default = true)]
    bool_three: bool,
    /// Names of things, whose order matters.
    list_one: Option<Vec<String>>,
    /// Names of things, whose order matters.
    list_two: Option<Vec<String>>,
    /// What the server says of the thing.
    computed_one: Computed<String>,
    /// What the server says of the thing.
    computed_two: Computed<String>,
    /// What the server says of the thing.
    #[attr(keep)]
    computed_three: Computed<String>,
    /// What the server says of the thing.
    #[attr(keep)]
    computed_four: Computed<i64>,
}

impl<const N: usize> Thing<N> {
    const NAME: [u8; 12] = [
        b'b',
        b'e',
        b'n',
        b'c',
        b'h',
        b'_',
        b't',
        b'h',
        b'_',
        digit(N / 100),
        digit(N / 10),
        digit(N),
    ];
}

const fn digit(number: usize) -> u8 {
    b"0123456789"[number % 10]
}

impl<const N: usize> Resource<Bench> for Thing<N> {
    const TYPE_NAME: &'static str = match str::from_utf8(&Self::NAME) {
        Ok(name) => name,
        Err(_) => "",
    };

    async fn create(plan: Self, _: &Cx<'_, Bench>) -> Result<Self, Diagnostic> {
        Ok(plan)
    }

    async fn read(prior: Self, _: &Cx<'_, Bench>) -> Result<Option<Self>, Diagnostic> {
        Ok(Some(prior))
    }

    async fn update(change: Change<Self>, _: &Cx<'_, Bench>) -> Result<Self, Diagnostic> {
        Ok(change.plan)
    }

    async fn delete(_: Self, _: &Cx<'_, Bench>) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Ten of them.
macro_rules! ten {
    ($registry:expr, $($ten:literal)+) => {
        $registry$(
            .resource::<Thing<{ $ten * 10 }>>()
            .resource::<Thing<{ $ten * 10 + 1 }>>()
            .resource::<Thing<{ $ten * 10 + 2 }>>()
            .resource::<Thing<{ $ten * 10 + 3 }>>()
            .resource::<Thing<{ $ten * 10 + 4 }>>()
            .resource::<Thing<{ $ten * 10 + 5 }>>()
            .resource::<Thing<{ $ten * 10 + 6 }>>()
            .resource::<Thing<{ $ten * 10 + 7 }>>()
            .resource::<Thing<{ $ten * 10 + 8 }>>()
            .resource::<Thing<{ $ten * 10 + 9 }>>()
        )+
    };
}

impl Provider for Bench {
    type Config = Config;
    type Client = ();
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        ten!(Registry::new(), 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19)
    }

    async fn configure(&self, _: Config, _: &Setup) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}
