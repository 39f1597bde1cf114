//! The client alone: what it adds to a request beside the HTTP library, and what ten thousand
//! operations weigh that wait for the server's rate limit.

#![expect(clippy::print_stdout, reason = "a command, whose output this is")]

use infisical_client::{Body, Client, Config, Credentials, Endpoint, Error, parse_host};
use serde_json::{Value, json};
use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinSet, yield_now};
use tokio_util::sync::CancellationToken;

type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

const IDENTITY: Endpoint = Endpoint::new("/api/v1/identities/{}", "identity");
const ID: &str = "3f6135db-f237-421d-af66-a8f4e80d443b";
const TOKEN: &str = "st.a-token-of-the-length-that-tokens-have-when-they-are-short";

/// Requests of each kind, in turns, so that both meet the same moods of the machine.
const ROUNDS: u32 = 20_000;
const WARM_UP: u32 = 1_000;
const QUEUED: u32 = 10_000;

fn main() -> ExitCode {
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
    println!("| the client alone | |\n| --- | --- |");
    let server = Server::start("")?;
    let (bare, ours) = overhead(&server.url)?;
    println!("| one GET and its JSON by bare reqwest, median of {ROUNDS} | {} |", text(bare));
    println!("| the same by the client, median of {ROUNDS} | {} |", text(ours));
    println!("| what the client adds | {} |", text(ours.saturating_sub(bare)));
    // The window is used up by the first answer, and ends when nobody measures any more.
    let server = Server::start(
        "x-ratelimit-limit: 1\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 600\r\n",
    )?;
    for (what, writes) in [("reads", false), ("writes", true)] {
        let (took, bytes) = queue(&server.url, writes)?;
        let memory = bytes.map_or_else(|| "unknown".to_owned(), weight);
        println!("| memory of {QUEUED} {what} in the queue | {memory} |");
        println!("| time until they are in it | {:.0} ms |", took.as_secs_f64() * 1000.0);
    }
    println!();
    Ok(())
}

fn text(time: Duration) -> String {
    format!("{:.1} us", time.as_secs_f64() * 1e6)
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, with one digit")]
fn weight(bytes: u64) -> String {
    let each = bytes as f64 / f64::from(QUEUED) / 1024.0;
    format!("{:.1} MiB, {each:.1} KiB each", bytes as f64 / f64::from(1 << 20))
}

/// The middle one.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

fn config(url: &str) -> Result<Config> {
    Ok(Config::new(parse_host(url)?, Credentials::Token(TOKEN.into())))
}

/// The times of one request without the client and with it.
fn overhead(url: &str) -> Result<(Duration, Duration)> {
    // The bare one asks for a default, although there is no TLS here.
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    provider.install_default().map_err(|_| "there is a default provider already")?;
    let http = reqwest::Client::builder().no_proxy().build()?;
    let client = Client::new(config(url)?)?;
    let address = format!("{url}/api/v1/identities/{ID}");
    runtime()?.block_on(async {
        let (mut bare, mut ours) = (Vec::new(), Vec::new());
        for round in 0..WARM_UP + ROUNDS {
            let before = Instant::now();
            let response = http.get(&address).bearer_auth(TOKEN).send().await?;
            let found: Value = response.error_for_status()?.json().await?;
            let middle = Instant::now();
            let same = client.get(&IDENTITY.at(ID)).await?;
            let after = Instant::now();
            if found["identity"]["id"] != same["id"] {
                return Err("the two do not read the same".into());
            }
            if round >= WARM_UP {
                bare.push(middle - before);
                ours.push(after - middle);
            }
        }
        Ok((median(bare), median(ours)))
    })
}

/// How long it takes until all operations wait for the limit, and their memory.
fn queue(url: &str, writes: bool) -> Result<(Duration, Option<u64>)> {
    let cancellation = CancellationToken::new();
    let client = Client::new(Config { cancellation: cancellation.clone(), ..config(url)? })?;
    let change = json!({ "name": "an-identity-with-a-name", "role": "member", "metadata": [
        { "key": "team", "value": "platform" }, { "key": "stage", "value": "production" },
    ] });
    let change = change.as_object().cloned().unwrap_or_default();
    runtime()?.block_on(async {
        call(&client, 0, writes.then_some(&change)).await?;
        let before = resident();
        let began = Instant::now();
        let mut calls = JoinSet::new();
        for number in 1..=QUEUED {
            let (client, change) = (client.clone(), writes.then(|| change.clone()));
            calls.spawn(async move { call(&client, number, change.as_ref()).await });
        }
        // One thread: when this comes back, everybody has had a turn, and more than one.
        for _ in 0..4 {
            yield_now().await;
        }
        let took = began.elapsed();
        let grown = resident().zip(before).map(|(after, before)| after.saturating_sub(before));
        cancellation.cancel();
        for outcome in calls.join_all().await {
            match outcome {
                Err(Error::Cancelled { sent: false, .. }) => {}
                _ => return Err("not all of them were in the queue".into()),
            }
        }
        Ok((took, grown))
    })
}

async fn call(client: &Client, number: u32, change: Option<&Body>) -> Result<Body, Error> {
    let at = IDENTITY.at(&format!("3f6135db-f237-421d-af66-{number:012}"));
    match change {
        Some(change) => client.patch(&at, change).await,
        None => client.get(&at).await,
    }
}

/// The memory of this process in bytes, as Linux tells it; none elsewhere.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kibibytes * 1024)
}

/// A server on a thread of its own that says the same to everything.
struct Server {
    url: String,
    _runtime: Runtime,
}

impl Server {
    fn start(headers: &str) -> Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let url = format!("http://{}", listener.local_addr()?);
        let body = json!({ "identity": { "id": ID, "name": "ci", "orgId": ID, "role": "member" } });
        let body = body.to_string();
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
             {headers}\r\n{body}"
        );
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, answer.clone()));
            }
        });
        Ok(Self { url, _runtime: runtime })
    }
}

/// Whatever arrives at once is one request.
async fn serve(mut stream: TcpStream, answer: String) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = [0; 4096];
    while stream.read(&mut request).await? > 0 {
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
