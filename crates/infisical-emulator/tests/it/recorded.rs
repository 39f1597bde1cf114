//! The answers of a real server of October 2024, replayed in order.
//!
//! The files in `tests/recorded` hold facts, in a format of our own: IDs, times and secrets are
//! names in braces, bound where they first appear and equal from then on.
//!
//! ```text
//! # the note of the recording
//! > caller METHOD target      a recorded request; `!` instead of `>` is a step that was not recorded
//!   name: value               a header
//!   {"body":"as JSON"}        the body; after `=` it is sent as it is, without a content type
//! < status body               the answer to the byte; a `*` at its end stands for the rest
//! @ advance seconds           time passes
//! - METHOD path: reason       a recorded exchange that is not replayed
//! ```

use std::collections::HashMap;

use infisical_emulator::Emulator;

use crate::client::{Call, login, recorded};

/// How many exchanges a file replays, so that none gets lost unnoticed.
fn replay(name: &str, recording: &str, expected: usize) {
    let mut replay = Replay::new(name);
    for block in recording.split("\n\n") {
        replay.block(block);
    }
    assert_eq!(replay.exchanges, expected, "{name}: exchanges");
    assert!(replay.failures.is_empty(), "{}", replay.failures.join("\n\n"));
}

macro_rules! recordings {
    ($($name:ident: $count:literal,)*) => {$(
        #[test]
        fn $name() {
            let name = stringify!($name);
            replay(name, include_str!(concat!("../recorded/", stringify!($name), ".txt")), $count);
        }
    )*};
}

recordings! {
    identity: 11,
    identity_aws_auth: 33,
    identity_azure_auth: 33,
    identity_gcp_auth: 33,
    identity_kubernetes_auth: 33,
    identity_oidc_auth: 33,
    identity_token_auth: 39,
    identity_universal_auth: 40,
    login_universal: 5,
    permission_denied: 10,
    prod_errors_auth: 21,
    prod_errors_http: 25,
    prod_folder: 21,
    prod_identity: 35,
    prod_identity_aws_auth: 95,
    prod_identity_azure_auth: 105,
    prod_identity_gcp_auth: 96,
    prod_identity_kubernetes_auth: 96,
    prod_identity_oidc_auth: 96,
    prod_identity_token_auth: 106,
    prod_identity_universal_auth: 106,
    prod_login_universal: 40,
    prod_project: 27,
    prod_project_environment: 21,
    prod_project_identity: 25,
    prod_secret: 50,
    prod_secret_import: 17,
    prod_secret_tag: 14,
    project: 31,
    project_environment: 47,
    project_identity: 80,
    project_rules: 34,
    secret_batch: 59,
    secret_import: 63,
    secret_move: 34,
    secret_reference: 75,
    secret_reminder: 18,
    secret_tag: 24,
}

struct Replay {
    name: String,
    emulator: Emulator,
    names: HashMap<String, String>,
    tokens: HashMap<String, String>,
    exchanges: usize,
    failures: Vec<String>,
}

impl Replay {
    fn new(name: &str) -> Self {
        let emulator = recorded();
        let names = HashMap::from([
            ("org".to_owned(), emulator.org_id()),
            ("admin".to_owned(), emulator.admin_id()),
            ("project".to_owned(), emulator.add_project()),
            ("mebibyte".to_owned(), "x".repeat(1 << 20)),
        ]);
        let admin = login(&emulator, &emulator.credentials());
        let tokens = HashMap::from([("admin".to_owned(), admin)]);
        let name = name.to_owned();
        Self { name, emulator, names, tokens, exchanges: 0, failures: Vec::new() }
    }

    fn block(&mut self, block: &str) {
        let mut note = "";
        let mut request = None;
        let (mut headers, mut body) = (Vec::new(), None);
        for line in block.lines() {
            let (mark, rest) = line.split_at(line.len().min(2));
            match mark {
                "% " | "- " | "" => {}
                "# " => note = rest,
                "@ " => {
                    let seconds = rest.trim_start_matches("advance ").parse().expect("seconds");
                    self.emulator.advance(std::time::Duration::from_secs(seconds));
                }
                "> " | "! " => {
                    self.exchanges += usize::from(mark == "> ");
                    request = Some(rest.to_owned());
                }
                "  " if rest.starts_with('=') => body = Some(rest[1..].to_owned()),
                "  " if rest.starts_with('{') => {
                    headers.push(("content-type".to_owned(), "application/json".to_owned()));
                    body = Some(self.fill(rest));
                }
                "  " => {
                    let (name, value) = rest.split_once(": ").expect("a header");
                    headers.push((name.to_owned(), value.to_owned()));
                }
                "< " => {
                    let request = request.take().expect("a request before its answer");
                    let body = body.take().map(|body| self.fill(&body));
                    self.exchange(note, &request, std::mem::take(&mut headers), body, rest);
                }
                _ => panic!("{}: {line}", self.name),
            }
        }
    }

    fn exchange(
        &mut self,
        note: &str,
        request: &str,
        headers: Vec<(String, String)>,
        body: Option<String>,
        expected: &str,
    ) {
        let mut words = request.splitn(3, ' ');
        let (caller, method, target) =
            (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
        let target = self.fill(target);
        let authorization = self.authorization(caller);
        let mut call = Call::new(&self.emulator, method, &target);
        if let Some(authorization) = authorization {
            call = call.header("authorization", &authorization);
        }
        for (name, value) in headers {
            call = call.header(&name, &value);
        }
        if let Some(body) = body {
            call = call.raw(&body);
        }
        let answer = call.send();
        let actual = format!("{} {}", answer.status, answer.text);
        let actual = actual.trim_end();
        if let Err(reason) = self.compare(expected, actual) {
            let shown = actual.chars().take(600).collect::<String>();
            let expected = expected.chars().take(600).collect::<String>();
            self.failures.push(format!(
                "{}: {note}\n{method} {:.120}\n{reason}\nexpected {expected}\nactual   {shown}",
                self.name, target
            ));
        }
    }

    /// The header of a caller: a role, a kind of bad token, or the name of a token in braces.
    fn authorization(&mut self, caller: &str) -> Option<String> {
        let token = |replay: &mut Self, role: &str| {
            if !replay.tokens.contains_key(role) {
                let credentials = replay.emulator.credentials_for(role);
                let token = login(&replay.emulator, &credentials);
                replay.tokens.insert(role.to_owned(), token);
            }
            replay.tokens[role].clone()
        };
        let admin = self.tokens["admin"].clone();
        Some(match caller {
            "none" => return None,
            "admin" | "member" | "no-access" => format!("Bearer {}", token(self, caller)),
            "malformed" => "Bearer x.y.z".to_owned(),
            "garbage" => "Bearer not-a-jwt".to_owned(),
            "bare" => admin,
            "lower" => format!("bearer {admin}"),
            "basic" => format!("Basic {admin}"),
            "forged" => format!("Bearer {}", forged(&admin)),
            "unsigned" => format!("Bearer {}.", admin.rsplit_once('.').unwrap().0),
            name => format!("Bearer {}", self.fill(name)),
        })
    }

    /// A text with the names in it replaced by what they stand for.
    fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        for part in parts(text) {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Name { name, upper } => {
                    let value = self.names.get(name).unwrap_or_else(|| panic!("{{{name}}}"));
                    filled.push_str(&if upper { value.to_uppercase() } else { value.clone() });
                }
            }
        }
        filled
    }

    /// Compares an answer to the byte, and binds the names that appear for the first time.
    fn compare(&mut self, expected: &str, actual: &str) -> Result<(), String> {
        let mut rest = actual;
        for part in parts(expected) {
            let literal = match part {
                Part::Text(text) => text.to_owned(),
                Part::Name { name, upper } => match self.names.get(name) {
                    Some(value) if upper => value.to_uppercase(),
                    Some(value) => value.clone(),
                    None => {
                        let end = rest.find('"').unwrap_or(rest.len());
                        self.names.insert(name.to_owned(), rest[..end].to_owned());
                        rest = &rest[end..];
                        continue;
                    }
                },
            };
            if let Some(start) = literal.strip_suffix('*') {
                return rest.starts_with(start).then_some(()).ok_or(format!("at {rest:.80}"));
            }
            rest = rest.strip_prefix(&literal).ok_or(format!("at {rest:.80}"))?;
        }
        rest.is_empty().then_some(()).ok_or(format!("too much: {rest:.80}"))
    }
}

fn forged(token: &str) -> String {
    let (rest, signature) = token.rsplit_once('.').unwrap();
    let signature: String = signature.chars().rev().collect();
    format!("{rest}.{signature}")
}

enum Part<'a> {
    Text(&'a str),
    Name { name: &'a str, upper: bool },
}

/// Splits at names in braces; a brace of JSON is followed by a quote or a brace, and a reference to a
/// secret begins with a dollar.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(open) = text[at..].find('{').map(|open| open + at) {
        let inner = &text[open + 1..];
        let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let upper = inner[length..].starts_with('^');
        let end = length + usize::from(upper);
        let reference = text[..open].ends_with('$');
        if length > 0 && inner[end..].starts_with('}') && !reference {
            parts.push(Part::Text(&text[start..open]));
            parts.push(Part::Name { name: &inner[..length], upper });
            start = open + 1 + end + 1;
            at = start;
        } else {
            at = open + 1;
        }
    }
    parts.push(Part::Text(&text[start..]));
    parts
}
