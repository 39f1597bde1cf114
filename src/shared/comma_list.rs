//! A list in Terraform, one comma-separated string in the API.

use super::Plain;
use serde_json::Value as Json;
use std::{fmt, marker::PhantomData};
use tf_framework::{
    AttributePath, AttributeType, Diagnostic, Diagnostics, Kind, List, Text, TextType, Value,
    list_of_strings,
};

/// What the server joins the elements with.
const SEPARATOR: &str = ", ";

/// A list of `K`s that the API takes and gives as one string, of at most `LIMIT` characters: what the
/// server's column holds. More is a 500 without a reason.
pub(crate) struct CommaList<const LIMIT: usize, K = Plain>(Vec<String>, PhantomData<fn() -> K>);

impl<const LIMIT: usize, K> From<Vec<String>> for CommaList<LIMIT, K> {
    fn from(elements: Vec<String>) -> Self {
        Self(elements, PhantomData)
    }
}

impl<const LIMIT: usize, K> Default for CommaList<LIMIT, K> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<const LIMIT: usize, K> Clone for CommaList<LIMIT, K> {
    fn clone(&self) -> Self {
        Self::from(self.0.clone())
    }
}

impl<const LIMIT: usize, K> PartialEq for CommaList<LIMIT, K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<const LIMIT: usize, K> fmt::Debug for CommaList<LIMIT, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const LIMIT: usize, K: TextType> AttributeType for CommaList<LIMIT, K> {
    fn kind() -> Kind {
        list_of_strings()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        Vec::from_value(value, path).map(Self::from)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_json(json: &Json) -> Option<Self> {
        let items = json.as_str()?.split(',').map(str::trim).filter(|item| !item.is_empty());
        Some(Self::from(items.map(str::to_owned).collect::<Vec<_>>()))
    }

    fn to_json(&self) -> Option<Json> {
        let items = self.0.iter().map(|item| item.trim()).filter(|item| !item.is_empty());
        Some(items.collect::<Vec<_>>().join(SEPARATOR).into())
    }

    fn validate(value: &Value, path: &AttributePath, out: &mut Diagnostics) {
        Vec::<String>::validate(value, path, out);
        let elements = value.elements().unwrap_or_default();
        let mut length = SEPARATOR.len() * elements.len().saturating_sub(1);
        for (index, element) in elements.iter().enumerate() {
            let Some(text) = element.as_str() else { continue };
            let trimmed = text.trim();
            length += trimmed.chars().count();
            if text.contains(',') {
                let wrong = format!("`{text}` has a comma, which separates elements: make it two.");
                out.push(Diagnostic::error("Invalid element", wrong).at(path.index(index)));
            } else if !trimmed.is_empty() {
                Text::<K>::validate(&trimmed.into(), &path.index(index), out);
            }
        }
        if length > LIMIT {
            let detail = format!(
                "The server stores all elements in one text of at most {LIMIT} characters, \
                 separated by `{SEPARATOR}`. These make {length}."
            );
            out.push(Diagnostic::error("Too many elements", detail).at(path.clone()));
        }
    }
}

impl<const LIMIT: usize, K> List for CommaList<LIMIT, K> {
    fn element_equivalent(one: &Value, other: &Value) -> bool {
        one.as_str().map(str::trim) == other.as_str().map(str::trim)
    }

    /// The official provider reads an empty text as a list of one empty string, and its users have
    /// that in state and HCL.
    fn says_something(element: &Value) -> bool {
        element.as_str().is_none_or(|text| !text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_server_joins_what_it_gets() {
        let list = CommaList::<255, Plain>::from_json(&json!("a1, a2,a3, ")).unwrap();
        assert_eq!(list, CommaList::from(vec!["a1".into(), "a2".into(), "a3".into()]));
        assert_eq!(list.to_json(), Some(json!("a1, a2, a3")));
        assert_eq!(CommaList::<255, Plain>::from_json(&json!("")), Some(CommaList::default()));
        assert_eq!(CommaList::<255, Plain>::default().to_json(), Some(json!("")));
    }

    #[test]
    fn elements_that_cannot_be_joined_are_refused() {
        let messages = |elements: &[&str]| {
            let value = Value::List(elements.iter().map(|e| Value::from(*e)).collect());
            let mut out = Diagnostics::default();
            CommaList::<255, Plain>::validate(&value, &AttributePath::root("ids"), &mut out);
            out.iter().map(|d| d.path.clone().unwrap().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(messages(&["a", " b "]), Vec::<String>::new());
        assert_eq!(messages(&["a,b", "c", " "]), ["ids[0]"]);
        let uuid = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
        assert_eq!(messages(&[uuid; 6]), Vec::<String>::new());
        assert_eq!(messages(&[uuid; 7]), ["ids"]);
    }
}
