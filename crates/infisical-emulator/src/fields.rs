//! Reads a request body the way the server's schemas do, and collects what they would say.

use serde_json::{Map, Value};

use crate::refusal::{Complaints, Issue, Path, Refusal, Segment};

const INVALID_TYPE: &str = "invalid_type";

/// The largest TTL, ten years of 365 days.
pub(crate) const TEN_YEARS: i64 = 315_360_000;

/// The rules of a number.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Number {
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    /// Zero is refused, with this text.
    pub(crate) not_zero: Option<&'static str>,
}

impl Number {
    pub(crate) const fn between(min: i64, max: i64) -> Self {
        Self { min: Some(min), max: Some(max), not_zero: None }
    }

    pub(crate) const fn at_least(min: i64) -> Self {
        Self { min: Some(min), max: None, not_zero: None }
    }

    pub(crate) const fn at_most(max: i64) -> Self {
        Self { min: None, max: Some(max), not_zero: None }
    }

    pub(crate) const fn not_zero(mut self, message: &'static str) -> Self {
        self.not_zero = Some(message);
        self
    }
}

/// A field that may be absent or null.
#[derive(Debug, Clone, Default)]
pub(crate) enum Given<T> {
    #[default]
    Absent,
    Null,
    Value(T),
}

/// The rules of a slug: how long it is, and what is said of one that is not made of lower case
/// letters, digits and single hyphens between them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slug {
    min: u32,
    max: u32,
    /// What the recorded server says.
    message: &'static str,
    /// The name under which the current server complains of a slug.
    field: Option<&'static str>,
}

impl Slug {
    /// A slug of the recorded server; 0 and [`u32::MAX`] are no limit.
    pub(crate) const fn recorded(min: u32, max: u32, message: &'static str) -> Self {
        Self { min, max, message, field: None }
    }

    /// A slug of the current server.
    pub(crate) const fn current(min: u32, max: u32) -> Self {
        Self::named(min, max, "Slug")
    }

    /// A slug of the current server that goes by another name.
    pub(crate) const fn named(min: u32, max: u32, field: &'static str) -> Self {
        Self { min, max, message: "", field: Some(field) }
    }

    fn length(self, bound: &str, count: u32) -> String {
        let Some(field) = self.field else {
            return format!("String must contain at {bound} {count} character(s)");
        };
        let plural = if count == 1 { "" } else { "s" };
        format!("{field} field must be at {bound} {count} lowercase character{plural}")
    }

    fn form(self) -> String {
        let Some(field) = self.field else { return self.message.to_owned() };
        format!("{field} field can only contain lowercase letters, numbers, and hyphens")
    }
}

/// A body that is being read. Every field that is asked for counts as declared; the rest is
/// unknown.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    object: Map<String, Value>,
    declared: Vec<&'static str>,
    unknown: Vec<String>,
    issues: Vec<Issue>,
    /// A value of the wrong type ends the schema before its rules across fields are tried.
    aborted: bool,
}

impl Fields {
    /// A body that has to be an object.
    pub(crate) fn new(body: Value) -> Result<Self, Refusal> {
        match body {
            Value::Object(object) => Ok(Self { object, ..Self::default() }),
            other => {
                let issue = wrong_type("object", type_name(Some(&other)), Vec::new());
                Err(Refusal::Validation(vec![issue]))
            }
        }
    }

    /// A text that has to be there; blanks around it are dropped.
    pub(crate) fn required_text(&mut self, name: &'static str) -> String {
        let value = self.take(name);
        self.as_text(value.as_ref(), vec![Segment::Name(name)]).unwrap_or_default()
    }

    /// A text that may be absent, but not null.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.take(name)?;
        self.as_text(Some(&value), vec![Segment::Name(name)])
    }

    /// A text of at least one character that may be absent.
    pub(crate) fn filled_text(&mut self, name: &'static str) -> Option<String> {
        let value = self.take(name)?;
        self.as_filled(Some(&value), vec![Segment::Name(name)])
    }

    /// The same that has to be there.
    pub(crate) fn required_filled_text(&mut self, name: &'static str) -> Option<String> {
        let value = self.take(name);
        self.as_filled(value.as_ref(), vec![Segment::Name(name)])
    }

    /// A text that is kept as it is sent, blanks around it and all; it may be absent.
    pub(crate) fn verbatim(&mut self, name: &'static str) -> Option<String> {
        let value = self.take(name)?;
        if !value.is_string() {
            self.wrong("string", Some(&value), vec![Segment::Name(name)]);
        }
        value.as_str().map(str::to_owned)
    }

    /// The same of at least one character.
    pub(crate) fn filled_verbatim(&mut self, name: &'static str) -> Option<String> {
        let text = self.verbatim(name)?;
        if text.is_empty() {
            self.issues.push(too_small("string", 1, vec![Segment::Name(name)]));
        }
        Some(text)
    }

    /// A text that may be absent or null, kept as it is sent.
    pub(crate) fn nullable_verbatim(&mut self, name: &'static str) -> Given<String> {
        if self.is_null(name) {
            return Given::Null;
        }
        self.verbatim(name).map_or(Given::Absent, Given::Value)
    }

    /// A number that may be absent or null.
    pub(crate) fn nullable_number(&mut self, name: &'static str) -> Given<i64> {
        if self.is_null(name) {
            return Given::Null;
        }
        self.any_number(name, Number::default()).map_or(Given::Absent, Given::Value)
    }

    /// Whether the field is null, which its schema allows.
    pub(crate) fn is_null(&mut self, name: &'static str) -> bool {
        self.declared.push(name);
        self.object.get(name) == Some(&Value::Null)
    }

    /// A list of texts that may be absent.
    pub(crate) fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        let texts = self.verbatims(name)?.into_iter();
        Some(texts.map(|text| text.trim().to_owned()).collect())
    }

    /// The same, kept as they are sent.
    pub(crate) fn verbatims(&mut self, name: &'static str) -> Option<Vec<String>> {
        let items = self.list(name)?.into_iter().enumerate();
        let texts = items.filter_map(|(index, item)| {
            let text = item.as_str().map(str::to_owned);
            if text.is_none() {
                let path = vec![Segment::Name(name), Segment::Index(index)];
                self.wrong("string", Some(&item), path);
            }
            text
        });
        Some(texts.collect())
    }

    /// An object that may be absent, with its fields to be read in turn.
    pub(crate) fn nested<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let value = self.take(name)?;
        let object = self.object(value, &vec![Segment::Name(name)])?;
        let mut inner = Self { object, ..Self::default() };
        let value = read(&mut inner);
        self.unknown.extend(inner.left_over().map(|key| format!("{name}.{key}")));
        self.issues.extend(inner.issues.into_iter().map(|issue| issue.below(Segment::Name(name))));
        self.aborted |= inner.aborted;
        Some(value)
    }

    /// A list of objects that may be absent, each with its fields to be read in turn.
    pub(crate) fn each<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Self) -> T,
    ) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for (index, item) in self.list(name)?.into_iter().enumerate() {
            let path = vec![Segment::Name(name), Segment::Index(index)];
            let Some(object) = self.object(item, &path) else { continue };
            let mut inner = Self { object, ..Self::default() };
            all.push(read(&mut inner));
            self.item(name, index, inner);
        }
        Some(all)
    }

    /// The same with at least one item, which has to be there.
    pub(crate) fn required_each<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Self) -> T,
    ) -> Vec<T> {
        let all = self.each(name, read);
        self.filled_list(name);
        all.unwrap_or_default()
    }

    /// What the schema says of a list that has to be there, with at least one item.
    pub(crate) fn filled_list(&mut self, name: &'static str) {
        self.present(name, "array");
        if self.object.get(name).and_then(Value::as_array).is_some_and(Vec::is_empty) {
            self.issues.push(too_small("array", 1, vec![Segment::Name(name)]));
        }
    }

    /// An object of texts that may be absent.
    pub(crate) fn texts_by_name(&mut self, name: &'static str) {
        let members =
            self.take(name).and_then(|value| self.object(value, &vec![Segment::Name(name)]));
        for value in members.unwrap_or_default().values().filter(|value| !value.is_string()) {
            // A key is no static text; the server names it after the field.
            self.wrong("string", Some(value), vec![Segment::Name(name)]);
        }
    }

    /// What the schema says, in words of its own, of a text that is too long.
    pub(crate) fn at_most(&mut self, name: &'static str, text: &str, maximum: u32, message: &str) {
        if text.encode_utf16().count() > maximum as usize {
            let (maximum, message) = (i64::from(maximum), message.to_owned());
            let (kind, path) = ("string", vec![Segment::Name(name)]);
            let (inclusive, exact) = (true, false);
            self.issues.push(Issue::TooBig { maximum, kind, inclusive, exact, message, path });
        }
    }

    /// A list of objects that may be absent, each of which fits one of two schemas.
    pub(crate) fn each_of_two<T>(
        &mut self,
        name: &'static str,
        first: impl Fn(&mut Self) -> T,
        second: impl Fn(&mut Self) -> T,
    ) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for (index, item) in self.list(name)?.into_iter().enumerate() {
            let Value::Object(object) = item else {
                let issue = wrong_type("object", type_name(Some(&item)), Vec::new());
                self.item(name, index, Self::neither(vec![issue.clone()], vec![issue]));
                continue;
            };
            let mut one = Self { object: object.clone(), ..Self::default() };
            let mut other = Self { object, ..Self::default() };
            let values = (first(&mut one), second(&mut other));
            let [fits, also_fits] = [&one, &other].map(|inner| inner.issues.is_empty());
            // The first that fits, else the only one whose types are right.
            if fits || (!also_fits && !one.aborted && other.aborted) {
                all.push(values.0);
                self.item(name, index, one);
            } else if also_fits || (one.aborted && !other.aborted) {
                all.push(values.1);
                self.item(name, index, other);
            } else {
                self.item(name, index, Self::neither(one.issues, other.issues));
            }
        }
        Some(all)
    }

    /// An item that fits neither of two schemas.
    fn neither(one: Vec<Issue>, other: Vec<Issue>) -> Self {
        let complaints = |issues| Complaints { issues, name: "ZodError" };
        let union_errors = vec![complaints(one), complaints(other)];
        let message = "Invalid input";
        let issue = Issue::InvalidUnion { union_errors, path: Vec::new(), message };
        Self { issues: vec![issue], aborted: true, ..Self::default() }
    }

    /// Takes over what was found out about an item of a list.
    fn item(&mut self, name: &'static str, index: usize, inner: Self) {
        let left = inner.object.keys().filter(|key| !inner.declared.contains(&key.as_str()));
        self.unknown.extend(left.map(|key| format!("{name}[{index}].{key}")));
        let below = |issue: Issue| issue.below(Segment::Index(index)).below(Segment::Name(name));
        self.issues.extend(inner.issues.into_iter().map(below));
        self.aborted |= inner.aborted;
    }

    /// A boolean that has one value only; absent counts as `absent`.
    pub(crate) fn literal(&mut self, name: &'static str, expected: bool, absent: Option<bool>) {
        let received = self.take(name);
        if received.as_ref().map_or(absent, Value::as_bool) == Some(expected) {
            return;
        }
        self.aborted = true;
        let message = format!("Invalid literal value, expected {expected}");
        let (code, path) = ("invalid_literal", vec![Segment::Name(name)]);
        self.issues.push(Issue::NoLiteral { received, code, expected, path, message });
    }

    /// What the schema says of a text that is no date with a time in UTC.
    pub(crate) fn datetime(&mut self, name: &'static str, holds: bool) {
        if !holds {
            let path = vec![Segment::Name(name)];
            let (validation, message) = ("datetime", "Invalid datetime");
            self.issues.push(Issue::InvalidString { validation, message, path });
        }
    }

    /// What the schema says of a text that is no slug.
    pub(crate) fn slug(&mut self, name: &'static str, text: Option<&str>, rules: Slug) {
        let Some(text) = text else { return };
        if text.encode_utf16().count() < rules.min as usize {
            let minimum = i64::from(rules.min);
            let message = rules.length("least", rules.min);
            self.issues.push(Issue::TooSmall {
                minimum,
                kind: "string",
                inclusive: true,
                exact: false,
                message,
                path: vec![Segment::Name(name)],
            });
        }
        self.at_most(name, text, rules.max, &rules.length("most", rules.max));
        if !is_slug(text) {
            self.complain(name, &rules.form());
        }
    }

    /// A number in a query, where everything is a text; it may be absent.
    pub(crate) fn coerced(&mut self, name: &'static str, rules: Number) -> Option<i64> {
        let text = self.take(name)?;
        let text = text.as_str().unwrap_or_default().trim();
        // JavaScript takes an empty text for 0.
        let Ok(number) = (if text.is_empty() { Ok(0.0) } else { text.parse::<f64>() }) else {
            self.aborted = true;
            self.issues.push(wrong_type("number", "nan", vec![Segment::Name(name)]));
            return None;
        };
        self.limits(name, number, rules);
        Some(whole(number))
    }

    /// What the schema says of the field that was just read.
    pub(crate) fn refine(&mut self, name: &'static str, holds: bool, message: &str) {
        if !holds && !self.aborted {
            self.complain(name, message);
        }
    }

    /// What the schema says of a field whose own type is right, whatever the others are.
    pub(crate) fn complain(&mut self, name: &'static str, message: &str) {
        let path = vec![Segment::Name(name)];
        self.issues.push(Issue::Custom { message: message.to_owned(), path });
    }

    /// Whether the field is there.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// A field that has to be there.
    pub(crate) fn present(&mut self, name: &'static str, expected: &'static str) {
        if !self.object.contains_key(name) {
            self.wrong(expected, None, vec![Segment::Name(name)]);
        }
    }

    /// A text that has to be there, kept as it is sent.
    pub(crate) fn required_verbatim(&mut self, name: &'static str) -> Option<String> {
        self.present(name, "string");
        self.verbatim(name)
    }

    /// One of some texts; it may be absent unless it is `required`.
    pub(crate) fn one_of(
        &mut self,
        name: &'static str,
        options: &'static [&'static str],
        required: bool,
    ) -> Option<String> {
        let value = self.take(name);
        if value.is_none() && !required {
            return None;
        }
        let quoted: Vec<_> = options.iter().map(|option| format!("'{option}'")).collect();
        let (expected, path) = (quoted.join(" | "), vec![Segment::Name(name)]);
        let Some(text) = value.as_ref().and_then(Value::as_str) else {
            self.aborted = true;
            let received = type_name(value.as_ref());
            let message = match received {
                "undefined" => "Required".to_owned(),
                _ => format!("Expected {expected}, received {received}"),
            };
            self.issues.push(Issue::NoText {
                expected,
                received,
                code: INVALID_TYPE,
                path,
                message,
            });
            return None;
        };
        if options.contains(&text) {
            return Some(text.to_owned());
        }
        self.aborted = true;
        let received = text.to_owned();
        let message = format!("Invalid enum value. Expected {expected}, received '{text}'");
        self.issues.push(Issue::NoOption {
            received,
            code: "invalid_enum_value",
            options,
            path,
            message,
        });
        None
    }

    /// What the schema says of a text that is no URL.
    pub(crate) fn url(&mut self, name: &'static str, text: Option<&str>) {
        let is_url = |text: &str| {
            text.split_once("://").is_some_and(|(scheme, rest)| {
                !scheme.is_empty() && !rest.trim_start_matches('/').is_empty()
            })
        };
        if text.is_some_and(|text| !is_url(text)) {
            let (code, message) = ("invalid_string", "Invalid url");
            let path = vec![Segment::Name(name)];
            self.issues.push(Issue::NoForm { validation: "url", code, message, path });
        }
    }

    /// An object of comma-separated lists, each of which is trimmed and joined; it may be absent.
    pub(crate) fn comma_lists(&mut self, name: &'static str) -> Option<Value> {
        let value = self.take(name)?;
        let members = self.object(value, &vec![Segment::Name(name)])?;
        let joined = members.into_iter().map(|(key, value)| {
            let text = value.as_str().map(joined);
            if text.is_none() {
                // A key is no static text; the server names it after the field.
                self.wrong("string", Some(&value), vec![Segment::Name(name)]);
            }
            (key, Value::from(text.unwrap_or_default()))
        });
        Some(Value::Object(joined.collect()))
    }

    /// A comma-separated list in one text: every item is trimmed, joined with comma and blank.
    pub(crate) fn comma_list(&mut self, name: &'static str) -> Option<String> {
        self.text(name).as_deref().map(joined)
    }

    /// The same of a form that each item has to have; the refusal says which with `message`.
    pub(crate) fn comma_list_of(
        &mut self,
        name: &'static str,
        has_form: fn(&str) -> bool,
        message: &str,
    ) -> Option<String> {
        let text = self.comma_list(name)?;
        self.refine(name, text.is_empty() || text.split(", ").all(has_form), message);
        Some(text)
    }

    /// A whole number that may be absent.
    pub(crate) fn integer(&mut self, name: &'static str, rules: Number) -> Option<i64> {
        self.number(name, rules, true).map(whole)
    }

    /// A number that may be absent and need not be whole as far as the schema goes.
    pub(crate) fn any_number(&mut self, name: &'static str, rules: Number) -> Option<i64> {
        self.decimal(name, rules).map(whole)
    }

    /// The same with its fraction.
    pub(crate) fn decimal(&mut self, name: &'static str, rules: Number) -> Option<f64> {
        self.number(name, rules, false)
    }

    /// Whether a number is whole, where there is one.
    pub(crate) fn is_whole(&self, name: &str) -> bool {
        let number = self.object.get(name).and_then(Value::as_f64);
        number.is_none_or(|number| number.fract() == 0.0)
    }

    /// A boolean that may be absent.
    pub(crate) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        let value = self.take(name)?;
        if value.as_bool().is_none() {
            self.wrong("boolean", Some(&value), vec![Segment::Name(name)]);
        }
        value.as_bool()
    }

    /// A list of `{"ipAddress": "text"}` with at least one item that may be absent.
    pub(crate) fn addresses(&mut self, name: &'static str) -> Option<Vec<String>> {
        let items = self.list(name)?;
        if items.is_empty() {
            self.issues.push(too_small("array", 1, vec![Segment::Name(name)]));
        }
        let mut addresses = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let path = vec![Segment::Name(name), Segment::Index(index)];
            if let Some(mut item) = self.object(item, &path) {
                let address = item.remove("ipAddress");
                addresses.extend(self.as_text(address.as_ref(), below(&path, "ipAddress")));
                self.leftovers(name, index, &item);
            }
        }
        Some(addresses)
    }

    /// A list of `{"key": "text", "value": "text"}` that may be absent; neither may be empty.
    pub(crate) fn pairs(&mut self, name: &'static str) -> Option<Vec<(String, String)>> {
        self.pairs_of(name, Self::as_filled)
    }

    /// The same, where they may be empty.
    pub(crate) fn loose_pairs(&mut self, name: &'static str) -> Option<Vec<(String, String)>> {
        self.pairs_of(name, Self::as_text)
    }

    fn pairs_of(
        &mut self,
        name: &'static str,
        read: fn(&mut Self, Option<&Value>, Path) -> Option<String>,
    ) -> Option<Vec<(String, String)>> {
        let items = self.list(name)?;
        let mut pairs = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let path = vec![Segment::Name(name), Segment::Index(index)];
            if let Some(mut item) = self.object(item, &path) {
                let (key, value) = (item.remove("key"), item.remove("value"));
                let key = read(self, key.as_ref(), below(&path, "key"));
                let value = read(self, value.as_ref(), below(&path, "value"));
                pairs.extend(key.zip(value));
                self.leftovers(name, index, &item);
            }
        }
        Some(pairs)
    }

    /// A rule across fields: tried unless a value had the wrong type.
    pub(crate) fn require(&mut self, holds: bool, message: &str) {
        if !holds && !self.aborted {
            self.issues.push(Issue::Custom { message: message.to_owned(), path: Vec::new() });
        }
    }

    /// Ends the reading: the fields that nobody asked for, and what the schema says.
    pub(crate) fn finish(self) -> (Vec<String>, Result<(), Refusal>) {
        let unknown = self.left_over().map(str::to_owned).collect();
        let verdict = match self.issues {
            issues if issues.is_empty() => Ok(()),
            issues => Err(Refusal::Validation(issues)),
        };
        (unknown, verdict)
    }

    /// The fields that nobody asked for, those of objects inside included.
    fn left_over(&self) -> impl Iterator<Item = &str> {
        let own = self.object.keys().map(String::as_str);
        let own = own.filter(|key| !self.declared.contains(key));
        self.unknown.iter().map(String::as_str).chain(own)
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.declared.push(name);
        self.object.get(name).cloned()
    }

    fn number(&mut self, name: &'static str, rules: Number, whole: bool) -> Option<f64> {
        let value = self.take(name)?;
        let path = || vec![Segment::Name(name)];
        let Some(number) = value.as_f64() else {
            self.wrong("number", Some(&value), path());
            return None;
        };
        if whole && number.fract() != 0.0 {
            self.issues.push(Issue::NotInteger {
                expected: "integer",
                received: "float",
                message: "Expected integer, received float".to_owned(),
                path: path(),
            });
        }
        self.limits(name, number, rules);
        Some(number)
    }

    /// What the schema says of a number that is too small or too big.
    fn limits(&mut self, name: &'static str, number: f64, rules: Number) {
        let path = || vec![Segment::Name(name)];
        let integer = whole(number);
        if let Some(min) = rules.min.filter(|min| integer < *min) {
            self.issues.push(too_small("number", min, path()));
        }
        if let Some(max) = rules.max.filter(|max| integer > *max) {
            self.issues.push(too_big(max, path()));
        }
        if let Some(message) = rules.not_zero.filter(|_| integer == 0 && number.fract() == 0.0) {
            self.issues.push(Issue::Custom { message: message.to_owned(), path: path() });
        }
    }

    fn list(&mut self, name: &'static str) -> Option<Vec<Value>> {
        match self.take(name)? {
            Value::Array(items) => Some(items),
            other => {
                self.wrong("array", Some(&other), vec![Segment::Name(name)]);
                None
            }
        }
    }

    fn object(&mut self, value: Value, path: &Path) -> Option<Map<String, Value>> {
        if let Value::Object(object) = value {
            return Some(object);
        }
        self.wrong("object", Some(&value), path.clone());
        None
    }

    fn leftovers(&mut self, name: &str, index: usize, item: &Map<String, Value>) {
        self.unknown.extend(item.keys().map(|key| format!("{name}[{index}].{key}")));
    }

    fn as_text(&mut self, value: Option<&Value>, path: Path) -> Option<String> {
        let text = value.and_then(Value::as_str);
        if text.is_none() {
            self.wrong("string", value, path);
        }
        text.map(|text| text.trim().to_owned())
    }

    fn as_filled(&mut self, value: Option<&Value>, path: Path) -> Option<String> {
        let text = self.as_text(value, path.clone())?;
        if text.is_empty() {
            self.issues.push(too_small("string", 1, path));
        }
        Some(text)
    }

    fn wrong(&mut self, expected: &'static str, value: Option<&Value>, path: Path) {
        self.aborted = true;
        self.issues.push(wrong_type(expected, type_name(value), path));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a cast to i64 saturates")]
fn whole(number: f64) -> i64 {
    number.trunc() as i64
}

/// Whether the server's `slugify` leaves a text as it is.
pub(crate) fn is_slug(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.is_empty() || text.split('-').all(word)
}

fn joined(list: &str) -> String {
    list.split(',').map(str::trim).collect::<Vec<_>>().join(", ")
}

fn below(path: &Path, name: &'static str) -> Path {
    let mut path = path.clone();
    path.push(Segment::Name(name));
    path
}

fn wrong_type(expected: &'static str, received: &'static str, path: Path) -> Issue {
    let message = match received {
        "undefined" => "Required".to_owned(),
        _ => format!("Expected {expected}, received {received}"),
    };
    Issue::InvalidType { expected, received, path, message }
}

fn type_name(value: Option<&Value>) -> &'static str {
    match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    }
}

fn too_small(kind: &'static str, minimum: i64, path: Path) -> Issue {
    let message = match kind {
        "array" => format!("Array must contain at least {minimum} element(s)"),
        "string" => format!("String must contain at least {minimum} character(s)"),
        _ => format!("Number must be greater than or equal to {minimum}"),
    };
    Issue::TooSmall { minimum, kind, inclusive: true, exact: false, message, path }
}

fn too_big(maximum: i64, path: Path) -> Issue {
    let message = format!("Number must be less than or equal to {maximum}");
    Issue::TooBig { maximum, kind: "number", inclusive: true, exact: false, message, path }
}
