//! What may be shown of bodies and messages. Pure functions: text in, text without secrets out.

use crate::Body;
use crate::secret::{REDACTED, Secret};
use serde_json::Value;
use std::sync::{Arc, PoisonError, RwLock};

/// Shorter values are not looked for in texts: they would hit innocent words, and protect little.
const SHORTEST: usize = 4;

/// Members that hold a secret, lower case, without `_` and `-`.
const NAMES: &[&str] = &[
    "authorization",
    "apikey",
    "bindpass",
    "cookie",
    "credentials",
    "jwt",
    "pass",
    "passphrase",
    "password",
    "privatekey",
    "token",
];

/// Endings that make a member secret: `clientSecret`, `accessToken`, `tokenReviewerJwt`.
const ENDINGS: &[&str] =
    &["apikey", "jwt", "password", "passphrase", "privatekey", "secret", "secretkey", "token"];

/// Members of the secrets API that only tell of secrets: where they are, and what they are called.
const INNOCENT: &[&str] =
    &["secretid", "secretids", "secretname", "secretpath", "secretreminderrepeatdays"];

/// Whether a member of this name holds a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let name: String =
        name.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    (name.starts_with("secret") && !INNOCENT.contains(&name.as_str()))
        || NAMES.contains(&name.as_str())
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether the member `name` of an object holds a secret. In the API of secrets, `secretKey` is the name
/// of one, and `secrets` are objects that say themselves what of them is one.
fn holds_secret(name: &str, members: &Body) -> bool {
    let objects =
        |value: &Value| value.as_array().is_some_and(|all| all.iter().all(Value::is_object));
    let tells_of_one = match name {
        "secretKey" => members.contains_key("secretValue"),
        "secrets" => members.get(name).is_some_and(objects),
        _ => false,
    };
    is_secret_name(name) && !tells_of_one
}

/// The secrets that this client knows by value. Clones share what they know.
#[derive(Default, Clone)]
pub(crate) struct Redactor {
    known: Arc<RwLock<Vec<Secret>>>,
}

impl Redactor {
    /// From now on this value is not shown.
    pub(crate) fn learn(&self, secret: &Secret) {
        if secret.expose().len() >= SHORTEST {
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.push(secret.clone());
            // Longest first, so that one secret inside another does not leave a rest.
            known.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        }
    }

    /// This client's secrets and those that `body` is about to send.
    pub(crate) fn with_body(&self, body: Option<&Body>) -> Self {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        let all = Self { known: Arc::new(RwLock::new(known)) };
        if let Some(members) = body {
            secrets_in_members(members, false, &mut |found| all.learn(&found.into()));
        }
        all
    }

    /// `text` without the known secrets.
    pub(crate) fn values(&self, text: &str) -> String {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known
            .iter()
            .filter(|secret| text.contains(secret.expose()))
            .map(Secret::expose)
            .fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
    }

    /// `text` from elsewhere, fit to be shown in one line of at most `longest` characters.
    pub(crate) fn line(&self, text: &str, longest: usize) -> String {
        bounded(&clean(&self.values(text)), longest)
    }

    /// `value` without secrets, whether known by value or by the name of their member.
    pub(crate) fn json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.values(text)),
            Value::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => Value::Object(self.body(members)),
            other => other.clone(),
        }
    }

    /// The same for an object.
    pub(crate) fn body(&self, members: &Body) -> Body {
        let mask = |(name, value): (&String, &Value)| {
            let empty = matches!(value, Value::Null | Value::Bool(_)) || value == "";
            let shown = match value {
                value if empty => value.clone(),
                _ if holds_secret(name, members) => REDACTED.into(),
                value => self.json(value),
            };
            (self.values(name), shown)
        };
        members.iter().map(mask).collect()
    }
}

/// Calls `found` with every text that a secret's name covers.
fn secrets_in(value: &Value, covered: bool, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) if covered => found(text),
        Value::Array(items) => items.iter().for_each(|item| secrets_in(item, covered, found)),
        Value::Object(members) => secrets_in_members(members, covered, found),
        _ => {}
    }
}

fn secrets_in_members(members: &Body, covered: bool, found: &mut impl FnMut(&str)) {
    for (name, value) in members {
        secrets_in(value, covered || holds_secret(name, members), found);
    }
}

/// One line of visible text: blanks are joined; control characters, and those that reorder or
/// hide text on a terminal, are left out.
fn clean(text: &str) -> String {
    let hidden = |c: char| {
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}')
            || (c.is_control() && !c.is_whitespace())
    };
    let visible: String = text.chars().filter(|c| !hidden(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `longest` characters; what is cut is said.
fn bounded(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// The readable text of an HTML page: no tags, no scripts, no styles.
pub(crate) fn without_tags(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let lower = tag.get(..6).unwrap_or_default().to_ascii_lowercase();
        let end = match lower.as_str() {
            "script" => "</script",
            _ if lower.starts_with("style") => "</style",
            _ if lower.starts_with("!--") => "-->",
            _ => "",
        };
        // ASCII lower case keeps byte positions.
        let start = tag.to_ascii_lowercase().find(end).unwrap_or(tag.len());
        rest = tag[start..].split_once('>').map_or("", |(_, after)| after);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn knowing(secrets: &[&str]) -> Redactor {
        let redactor = Redactor::default();
        for secret in secrets {
            redactor.learn(&(*secret).into());
        }
        redactor
    }

    #[test]
    fn names_of_secrets() {
        for name in [
            "accessToken",
            "clientSecret",
            "token",
            "jwt",
            "password",
            "secretValue",
            "privateKey",
            "private_key",
            "tokenReviewerJwt",
            "CLIENT_SECRET",
            "Authorization",
            "api-key",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "accessTokenTTL",
            "tokenType",
            "name",
            "clientId",
            "isClientSecretRevoked",
            "secretPath",
            "secretIds",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn json_is_masked_by_name_and_by_value_at_any_depth() {
        let shown = knowing(&["hunter2", "a.b.c"]).json(&json!({
            "accessToken": "x",
            "accessTokenTTL": 60,
            "list": [{ "clientSecret": { "deep": 1 } }, "it is hunter2!"],
            "note": "bearer a.b.c",
            "password": null,
            "token": "",
            "secretSet": true,
            "secrets": ["a", "b"],
            "key hunter2": 1,
        }));
        assert_eq!(
            shown,
            json!({
                "accessToken": "(redacted)",
                "accessTokenTTL": 60,
                "list": [{ "clientSecret": "(redacted)" }, "it is (redacted)!"],
                "note": "bearer (redacted)",
                "password": null,
                "token": "",
                "secretSet": true,
                "secrets": "(redacted)",
                "key (redacted)": 1,
            })
        );
    }

    #[test]
    fn a_secret_inside_another_leaves_no_rest() {
        assert_eq!(knowing(&["hunter", "hunter2-long"]).values("hunter2-long"), REDACTED);
    }

    #[test]
    fn short_values_are_not_secrets() {
        assert_eq!(knowing(&["", "x"]).values("six boxes"), "six boxes");
    }

    #[test]
    fn a_request_s_own_secrets_are_masked_in_its_answer() {
        let body = json!({ "config": { "password": ["hunter2"], "user": "admin" } });
        let redactor = Redactor::default().with_body(body.as_object());
        assert_eq!(redactor.line("admin may not use hunter2", 99), "admin may not use (redacted)");
    }

    #[test]
    fn a_line_has_no_control_characters_and_an_end() {
        let redactor = knowing(&["hunter2"]);
        let cases = [
            ("a\r\n\tb", "a b"),
            ("\u{1b}[31mred", "[31mred"),
            ("a\u{202e}b", "ab"),
            ("a hunter2 b", "a (redacted)…"),
            ("0123456789ABCDEF", "0123456789ABC…"),
        ];
        for (text, line) in cases {
            assert_eq!(redactor.line(text, 13), line, "{text:?}");
        }
    }

    #[test]
    fn a_page_is_read_without_its_tags() {
        for (page, text) in [
            ("<html><body><h1>502 Bad Gateway</h1>nginx</body></html>", "502 Bad Gateway nginx"),
            ("<STYLE>p{}</STYLE><script>var a = 1 < 2</script>Sign in<!-- a > b -->.", "Sign in ."),
            ("no tags", "no tags"),
            ("cut <a href='x", "cut"),
            ("<ü>é", "é"),
        ] {
            assert_eq!(clean(&without_tags(page)), text);
        }
    }

    #[test]
    fn what_secrets_are_called_is_no_secret() {
        let entry =
            json!({ "secretKey": "DB_PASSWORD", "secretValue": "hunter2", "tagIds": ["t"] });
        let body = json!({ "secretPath": "/app", "secrets": [entry] });
        let redactor = Redactor::default().with_body(body.as_object());
        let message = "Secret DB_PASSWORD in /app is not hunter2";
        assert_eq!(redactor.values(message), "Secret DB_PASSWORD in /app is not (redacted)");
        let shown = redactor.json(&body);
        assert_eq!(shown["secrets"][0]["secretKey"], "DB_PASSWORD");
        assert_eq!(shown["secrets"][0]["secretValue"], REDACTED);
        // Elsewhere it is a key.
        assert_eq!(redactor.json(&json!({ "secretKey": "hunter" }))["secretKey"], REDACTED);
    }
}
