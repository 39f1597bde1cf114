//! An HTTP client small enough to see every byte, so that a reset or a cut body is what it is.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use infisical_emulator::{Credentials, Dialect, Emulator, Options};
use serde_json::{Value, json};

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// A request before it is sent.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    emulator: &'a Emulator,
    method: &'a str,
    target: &'a str,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(emulator: &'a Emulator, method: &'a str, target: &'a str) -> Self {
        Self { emulator, method, target, headers: Vec::new(), body: None }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn token(self, token: &str) -> Self {
        let value = format!("Bearer {token}");
        self.header("authorization", &value)
    }

    pub(crate) fn raw(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").raw(&body.to_string())
    }

    /// Sends and reads the whole answer.
    pub(crate) fn send(self) -> Answer {
        self.try_send().unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// Sends and reads the whole answer, or says how the connection ended.
    pub(crate) fn try_send(self) -> io::Result<Answer> {
        let mut stream = self.open()?;
        let mut bytes = Vec::new();
        let end = stream.read_to_end(&mut bytes);
        let answer = parse(&bytes);
        end?;
        answer
    }

    /// Sends, and leaves the answer on the wire.
    pub(crate) fn open(self) -> io::Result<TcpStream> {
        let address = self.emulator.url().replace("http://", "");
        let mut stream = TcpStream::connect(&address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {address}\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if let Some(body) = &self.body {
            head.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("connection: close\r\n\r\n");
        head.push_str(self.body.as_deref().unwrap_or(""));
        stream.write_all(head.as_bytes())?;
        Ok(stream)
    }
}

/// Parses an answer; a body shorter than its `content-length` is an error.
pub(crate) fn parse(bytes: &[u8]) -> io::Result<Answer> {
    let text = String::from_utf8_lossy(bytes);
    let short = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(short)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or_else(short)?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let answer =
        Answer { status: status.parse().map_err(|_| short())?, headers, text: body.to_owned() };
    match answer.header("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) if length > body.len() && !body.is_empty() => Err(short()),
        _ => Ok(answer),
    }
}

pub(crate) fn start(options: Options) -> Emulator {
    Emulator::start(options).expect("the emulator starts")
}

pub(crate) fn current() -> Emulator {
    start(Options::default())
}

pub(crate) fn recorded() -> Emulator {
    start(Options {
        dialect: Dialect::Recorded2024_10,
        licensed: false,
        strict: false,
        ..Options::default()
    })
}

pub(crate) const LOGIN: &str = "/api/v1/auth/universal-auth/login";

pub(crate) fn try_login(emulator: &Emulator, credentials: &Credentials) -> Answer {
    let Credentials { client_id, client_secret } = credentials;
    Call::new(emulator, "POST", LOGIN)
        .json(&json!({"clientId": client_id, "clientSecret": client_secret}))
        .send()
}

pub(crate) fn login(emulator: &Emulator, credentials: &Credentials) -> String {
    let answer = try_login(emulator, credentials).json();
    answer["accessToken"].as_str().expect("a token").to_owned()
}

/// Makes an identity and returns its ID.
pub(crate) fn identity(emulator: &Emulator, name: &str, role: &str) -> String {
    let body = json!({"name": name, "organizationId": emulator.org_id(), "role": role});
    let (status, body) = emulator.out_of_band("POST", "/api/v1/identities", Some(body));
    assert_eq!(status, 200, "{body}");
    body["identity"]["id"].as_str().expect("an ID").to_owned()
}

pub(crate) fn azure(id: &str) -> String {
    format!("/api/v1/auth/azure-auth/identities/{id}")
}

pub(crate) fn azure_body() -> Value {
    json!({"tenantId": "t", "resource": "r"})
}
