//! An HTTP/1.1 server that answers what a test tells it to, and remembers what it was asked.

use crate::log;
use infisical_client::{Client, Config, Credentials, Endpoint, RetryPolicy, Universal, parse_host};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

/// The token of [`Server::client`].
pub(crate) const TOKEN: &str = "st.token-of-the-test";
/// An id, and an endpoint for it.
pub(crate) const ID: &str = "3f6135db-f237-421d-af66-a8f4e80d443b";
pub(crate) const IDENTITY: Endpoint = Endpoint::new("/api/v1/identities/{}", "identity")
    .gone_says(&["The identity does not have azure auth"]);

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_login(&self) -> bool {
        self.path.ends_with("/login")
    }
}

/// What to do with a request.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Reply {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// The same, once the test says so.
    Held(Arc<Notify>, Box<Answer>),
    /// The status and half of the body, then the connection ends.
    Cut,
    /// The connection ends without a byte.
    Close,
    /// Nothing happens.
    Never,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "application/json; charset=utf-8", &body.to_string())
    }

    pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Self {
        Self::bytes(status, content_type, body.into())
    }

    pub(crate) fn bytes(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self::Reply { status, headers, body }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Reply { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }

    /// `{"identity":{"id":ID}}`
    pub(crate) fn identity() -> Self {
        Self::json(200, &serde_json::json!({ "identity": { "id": ID } }))
    }

    pub(crate) fn token(token: &str) -> Self {
        Self::json(200, &serde_json::json!({ "accessToken": token, "expiresIn": 7200 }))
    }

    pub(crate) fn refusal(status: u16, error: &str, message: &str) -> Self {
        let body = serde_json::json!({ "statusCode": status, "error": error, "message": message });
        Self::json(status, &body)
    }
}

type Handler = dyn Fn(&Seen) -> Answer + Send + Sync;

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    count: watch::Receiver<usize>,
    _connections: JoinSet<()>,
}

impl Server {
    pub(crate) async fn start(handler: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        log::install();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (counter, count) = watch::channel(0);
        let (handler, all) = (Arc::new(handler), Arc::clone(&seen));
        let mut connections = JoinSet::new();
        connections.spawn(async move {
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let handler: Arc<Handler> = Arc::clone(&handler) as _;
                open.spawn(serve(stream, handler, Arc::clone(&all), counter.clone()));
            }
        });
        Self { url, seen, count, _connections: connections }
    }

    /// Answers in this order, whatever is asked.
    pub(crate) async fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect::<Vec<_>>().into_iter());
        let unexpected = || Answer::refusal(418, "Test", "no further request was expected");
        Self::start(move |_| answers.lock().unwrap().next().unwrap_or_else(unexpected)).await
    }

    /// Waits until so many requests have arrived.
    pub(crate) async fn arrived(&self, requests: usize) {
        self.count.clone().wait_for(|count| *count >= requests).await.unwrap();
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn logins(&self) -> usize {
        self.seen().iter().filter(|seen| seen.is_login()).count()
    }

    /// Impatient, and with a token.
    pub(crate) fn config(&self) -> Config {
        let mut config =
            Config::new(parse_host(&self.url).unwrap(), Credentials::Token(TOKEN.into()));
        let moment = Duration::from_millis(1);
        config.retry =
            RetryPolicy { first_wait: moment, longest_wait: moment, ..RetryPolicy::default() };
        config
    }

    pub(crate) fn universal(&self) -> Config {
        let universal = Universal {
            client_id: "the-client-id".into(),
            client_secret: "the-client-secret".into(),
        };
        Config { credentials: universal.into(), ..self.config() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.config()).unwrap()
    }
}

async fn serve(
    stream: TcpStream,
    handler: Arc<Handler>,
    all: Arc<Mutex<Vec<Seen>>>,
    counter: watch::Sender<usize>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(seen) = read(&mut stream).await {
        let mut answer = handler(&seen);
        all.lock().unwrap().push(seen);
        counter.send_modify(|count| *count += 1);
        if let Answer::Held(release, then) = answer {
            release.notified().await;
            answer = *then;
        }
        let text = match answer {
            Answer::Reply { status, headers, body } => {
                let mut text = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    text.extend([name, ": ", &value, "\r\n"]);
                }
                [(text + "\r\n").into_bytes(), body].concat()
            }
            Answer::Cut => "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"identity\":".into(),
            Answer::Never | Answer::Held(..) => std::future::pending().await,
            Answer::Close => return,
        };
        let half = text.starts_with(b"HTTP/1.1 200 OK\r\ncontent-length: 99");
        if stream.write_all(&text).await.is_err() || half {
            return;
        }
    }
}

pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> Option<Seen> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let mut first = lines.first()?.split(' ').map(str::to_owned);
    let (method, path) = (first.next()?, first.next()?);
    let header = |line: &String| {
        line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()))
    };
    let headers: Vec<_> = lines.iter().skip(1).filter_map(header).collect();
    let mut seen = Seen { method, path, headers, body: String::new() };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    seen.body = String::from_utf8(body).unwrap();
    Some(seen)
}

/// `{"name":"n"}`
pub(crate) fn body() -> infisical_client::Body {
    serde_json::json!({ "name": "n" }).as_object().unwrap().clone()
}
