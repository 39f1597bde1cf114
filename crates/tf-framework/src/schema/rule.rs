//! Rules as data: what a configured value must be, alone and beside others.

use tf_protocol::Number;

/// What a configured value must be, beyond its type. Nulls and unknowns break no rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// A number within inclusive bounds.
    Range(Option<Number>, Option<Number>),
    /// A string of so many characters, or a collection of so many elements, inclusive.
    Length(usize, usize),
    /// A string of so many bytes in UTF-8, inclusive.
    Bytes(usize, usize),
    /// One of these strings, in a spelling that means the same to its type.
    OneOf(&'static [&'static str]),
    /// None of these strings, in any such spelling.
    NoneOf(&'static [&'static str]),
    /// One of these numbers.
    OneOfNumbers(Vec<Number>),
    /// A string that this regular expression matches, wholly, and what to say where it does not: a
    /// sentence without a period, such as `lower case letters, digits and hyphens`.
    Pattern(&'static str, &'static str),
    /// A map whose keys match this regular expression, wholly, and what to say where one does not.
    Keys(&'static str, &'static str),
    /// A list without equal elements.
    Unique,
    /// Set: for a block that must be there.
    Present,
    /// Not together with any of these.
    Conflicts(&'static [&'static str]),
    /// Only together with all of these.
    Requires(&'static [&'static str]),
    /// Where Terraform knows write-only attributes, a warning to use this one instead.
    Prefer(&'static str),
}

/// How many of several attributes are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// One, and not more.
    ExactlyOne(&'static [&'static str]),
    /// One or more.
    AtLeastOne(&'static [&'static str]),
    /// One or none.
    AtMostOne(&'static [&'static str]),
    /// All or none.
    Together(&'static [&'static str]),
}

impl Relation {
    /// The attributes that it is about.
    #[must_use]
    pub fn names(&self) -> &'static [&'static str] {
        match self {
            Self::ExactlyOne(names)
            | Self::AtLeastOne(names)
            | Self::AtMostOne(names)
            | Self::Together(names) => names,
        }
    }
}
