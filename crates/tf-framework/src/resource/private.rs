//! What a resource keeps for itself beside its state.
//!
//! The bytes are a JSON object from key to base64 of JSON: what `terraform-plugin-framework` writes, so
//! that neither loses what the other kept. Members of any other shape are left alone.

use crate::{Diagnostic, JsonMap};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

/// Where a plan that keeps something leaves what was kept before it. Apply gets what was planned alone,
/// and an update that fails has to leave what belongs to the state that stays.
const BEFORE_THE_PLAN: &str = ".before_plan";

/// Private state, unread until somebody asks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Private {
    bytes: Vec<u8>,
    changed: Option<JsonMap>,
}

impl Private {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, changed: None }
    }

    pub(crate) fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Diagnostic> {
        let stored = match &self.changed {
            Some(members) => members.get(key).cloned(),
            None => self.members().remove(key),
        };
        let Some(stored) = stored else { return Ok(None) };
        let text = stored.as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
        let value = text.and_then(|json| serde_json::from_slice(&json).ok());
        value.map(Some).ok_or_else(|| {
            Diagnostic::bug(
                "Private state not readable",
                format!(
                    "What is kept under `{key}` is not what this version of the provider kept."
                ),
            )
        })
    }

    pub(crate) fn set<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), Diagnostic> {
        if key.starts_with('.') {
            let detail = format!("`{key}`: a key that begins with a dot is the framework's.");
            return Err(Diagnostic::bug("Private state not writable", detail));
        }
        let json = serde_json::to_vec(value).map_err(|error| {
            Diagnostic::bug("Private state not writable", format!("`{key}` has no JSON: {error}."))
        })?;
        self.change().insert(key.to_owned(), Json::String(BASE64_STANDARD.encode(json)));
        Ok(())
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.change().remove(key);
    }

    /// The bytes for the apply of a plan to change: where the plan keeps something, with what was kept
    /// before.
    pub(crate) fn into_planned(mut self) -> Vec<u8> {
        if let Some(members) = &mut self.changed {
            let before = BASE64_STANDARD.encode(&self.bytes);
            members.insert(BEFORE_THE_PLAN.to_owned(), Json::String(before));
        }
        self.into_bytes()
    }

    /// From the bytes of a plan: what the operation finds, and what was kept before the plan where that
    /// is something else.
    pub(crate) fn of_plan(bytes: Vec<u8>) -> (Self, Option<Vec<u8>>) {
        let mut members = Self::new(bytes.clone()).members();
        let before = members.remove(BEFORE_THE_PLAN);
        let before = before.and_then(|text| BASE64_STANDARD.decode(text.as_str()?).ok());
        match before {
            Some(before) => {
                (Self::new(Json::Object(members).to_string().into_bytes()), Some(before))
            }
            None => (Self::new(bytes), None),
        }
    }

    /// Whether an operation kept or removed something.
    pub(crate) fn is_changed(&self) -> bool {
        self.changed.is_some()
    }

    /// The bytes to store: those that came, where nothing was changed.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        match self.changed {
            None => self.bytes,
            Some(members) => Json::Object(members).to_string().into_bytes(),
        }
    }

    fn change(&mut self) -> &mut JsonMap {
        let members = self.members();
        self.changed.get_or_insert(members)
    }

    fn members(&self) -> JsonMap {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_kept_stays() {
        let mut private = Private::new(br#"{"schema_version":"1","etag":"ImEi"}"#.to_vec());
        assert_eq!(private.get::<String>("etag").unwrap().as_deref(), Some("a"));
        private.set("count", &3).unwrap();
        assert_eq!(private.get::<u8>("count").unwrap(), Some(3));
        private.remove("etag");
        let stored = String::from_utf8(private.into_bytes()).unwrap();
        assert_eq!(stored, r#"{"count":"Mw==","schema_version":"1"}"#);
    }

    #[test]
    fn untouched_it_is_the_same_bytes() {
        for bytes in [&b""[..], b"not JSON", br#"{ "a" : 1 }"#] {
            let private = Private::new(bytes.to_vec());
            assert_eq!(private.get::<String>("b").unwrap(), None);
            assert_eq!(private.into_bytes(), bytes);
        }
    }

    #[test]
    fn what_cannot_be_kept_is_said() {
        let mut private = Private::new(br#"{"odd":1}"#.to_vec());
        assert!(private.get::<String>("odd").is_err());
        assert!(private.set(".mine", &1).is_err());
    }
}
