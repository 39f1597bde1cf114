//! What can be said of a configuration before anything is known of the world. What is not known yet
//! breaks no rule, unless the rule is broken whatever it turns out to be.

mod deprecation;
mod is_set;
mod length;
mod mode;
mod one_of;
pub(crate) mod pattern;
mod range;
mod relations;
mod same_by_default;
mod siblings;
mod suggest;
mod unique;
mod words;

use super::{checks::of_a_set, lookup, trail::Trail};
use crate::{Attribute, Block, Checked, Diagnostic, Diagnostics, Stage, schema::Rule};
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// Everything that is wrong with a configuration: rules across attributes first, then each attribute
/// with what is nested inside. Write-only attributes are allowed where Terraform knows them.
pub fn config(block: &Block, config: &Value, write_only_allowed: bool, out: &mut Diagnostics) {
    if !lookup::is_there(config) {
        return;
    }
    if let Some(instead) = block.deprecation {
        out.push(Diagnostic::warning("Deprecated", instead));
    }
    Scope { block, values: config, trail: &Trail::Root, hidden: false, write_only_allowed }
        .check(out);
}

/// What is wrong with one configured value: its type's rule, its range, its length and so on.
pub fn value(attribute: &Attribute, value: &Value, path: &AttributePath, out: &mut Diagnostics) {
    Leaf { attribute, value, path, hidden: attribute.sensitive || attribute.write_only }.check(out);
}

/// An object of a block, where it is, and who may see it.
#[derive(Clone, Copy)]
struct Scope<'a> {
    block: &'a Block,
    values: &'a Value,
    trail: &'a Trail<'a>,
    hidden: bool,
    write_only_allowed: bool,
}

impl Scope<'_> {
    fn check(self, out: &mut Diagnostics) {
        for relation in &self.block.relations {
            relations::check(*relation, self, out);
        }
        if !self.block.checks.is_empty() {
            let path = self.trail.path();
            Checked::new(Stage::Config, self.values, self.values, &path)
                .ask(&self.block.checks, out);
        }
        for attribute in &self.block.attributes {
            self.attribute(attribute, out);
        }
    }

    fn attribute(self, attribute: &Attribute, out: &mut Diagnostics) {
        let value = self.values.attribute(attribute.name);
        let trail = self.trail.attribute(attribute.name);
        mode::check(attribute, value, self.write_only_allowed, &trail, out);
        siblings::check(attribute, self, &trail, out);
        if !lookup::is_there(value) {
            return;
        }
        deprecation::check(attribute, value, &trail, out);
        let hidden = self.hidden || attribute.sensitive || attribute.write_only;
        Leaf { attribute, value, path: &trail.path(), hidden }.check(out);
        if let Some((nesting, block)) = attribute.kind.nested() {
            Scope { block, trail: &trail, hidden, ..self }.elements(nesting, value, out);
        }
    }

    fn elements(self, nesting: Nesting, values: &Value, out: &mut Diagnostics) {
        match (nesting, values) {
            (Nesting::Single | Nesting::Group, values) => Scope { values, ..self }.check(out),
            (_, Value::List(elements)) => {
                for (index, values) in elements.iter().enumerate() {
                    Scope { trail: &self.trail.index(index), ..self }.element(values, out);
                }
            }
            (_, Value::Map(members)) => {
                for (key, values) in members {
                    Scope { trail: &self.trail.key(key), ..self }.element(values, out);
                }
            }
            (_, Value::Set(elements)) => {
                same_by_default::check(self, values, elements.len(), out);
                for values in elements {
                    of_a_set(self.trail, out, |out| {
                        Scope { trail: &Trail::Root, ..self }.element(values, out);
                    });
                }
            }
            _ => {}
        }
    }

    fn element(self, values: &Value, out: &mut Diagnostics) {
        if lookup::is_there(values) {
            Scope { values, ..self }.check(out);
        }
    }
}

/// A value that is there.
#[derive(Clone, Copy)]
struct Leaf<'a> {
    attribute: &'a Attribute,
    value: &'a Value,
    path: &'a AttributePath,
    /// Nothing of the value may be shown, nor keys or indices inside.
    hidden: bool,
}

impl Leaf<'_> {
    fn check(self, out: &mut Diagnostics) {
        self.code_says(out);
        for rule in &self.attribute.rules {
            match rule {
                Rule::Length(least, most) => length::check(*least, *most, self, out),
                Rule::Range(least, most) => self.each(&mut |leaf| {
                    range::check(least.as_ref(), most.as_ref(), leaf, out);
                }),
                Rule::Bytes(least, most) => {
                    self.each(&mut |leaf| length::bytes(*least, *most, leaf, out));
                }
                Rule::OneOf(allowed) => self.each(&mut |leaf| one_of::check(allowed, leaf, out)),
                Rule::NoneOf(refused) => self.each(&mut |leaf| one_of::none(refused, leaf, out)),
                Rule::OneOfNumbers(allowed) => {
                    self.each(&mut |leaf| one_of::numbers(allowed, leaf, out));
                }
                Rule::Keys(pattern, what) => pattern::keys(pattern, what, self, out),
                Rule::Pattern(pattern, what) => {
                    self.each(&mut |leaf| pattern::check(pattern, what, leaf, out));
                }
                Rule::Unique => unique::check(self, out),
                Rule::Present | Rule::Conflicts(_) | Rule::Requires(_) | Rule::Prefer(_) => {}
            }
        }
    }

    /// The type's own rule may quote what it refuses; of what is hidden only the summary is said then.
    /// What the type says, and the author's own checks.
    fn code_says(self, out: &mut Diagnostics) {
        let mut found = Diagnostics::default();
        for check in std::iter::once(&self.attribute.validate).chain(&self.attribute.checks) {
            check(self.value, self.path, &mut found);
        }
        if !self.hidden {
            return out.extend(found);
        }
        out.extend(found.into_iter().map(|diagnostic| {
            let detail = if quotes(&diagnostic.detail, self.value) {
                "The value is sensitive, so it is not shown here.".to_owned()
            } else {
                diagnostic.detail
            };
            Diagnostic { detail, ..diagnostic }.at(self.path.clone())
        }));
    }

    /// The value itself, or each of its elements that are there, as deep as they go.
    fn each(self, rule: &mut dyn FnMut(Leaf<'_>)) {
        match self.value {
            Value::List(elements) => {
                for (index, value) in elements.iter().enumerate() {
                    let path = if self.hidden { self.path.clone() } else { self.path.index(index) };
                    Leaf { value, path: &path, ..self }.each(rule);
                }
            }
            Value::Map(members) => {
                for (key, value) in members {
                    let path =
                        if self.hidden { self.path.clone() } else { self.path.key(key.as_str()) };
                    Leaf { value, path: &path, ..self }.each(rule);
                }
            }
            Value::Set(elements) => {
                for value in elements {
                    Leaf { value, ..self }.each(rule);
                }
            }
            Value::Dynamic(inner) => Leaf { value: &inner.1, ..self }.each(rule),
            Value::Null | Value::Unknown | Value::Refined(_) => {}
            _ => rule(self),
        }
    }

    /// `, got 3`, where it may be shown.
    fn got(self) -> String {
        if self.hidden { String::new() } else { format!(", got {}", words::quoted(self.value)) }
    }

    fn refuse(self, summary: &str, detail: String, out: &mut Diagnostics) {
        out.push(Diagnostic::error(summary, detail).at(self.path.clone()));
    }
}

/// Whether a text shows anything of a value. What is not a text is taken for shown.
fn quotes(text: &str, value: &Value) -> bool {
    value.as_str().is_none_or(|secret| {
        let shown = |part: &str| !part.is_empty() && text.contains(part);
        shown(secret) || shown(&secret.escape_debug().to_string()) || shown(secret.trim())
    })
}
