//! Where a walk is, without the cost of a path until something is wrong there.

use tf_protocol::{AttributePath, Step};

/// The steps from the root to here, innermost first.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trail<'a> {
    Root,
    Attribute(&'a Trail<'a>, &'a str),
    Key(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl<'a> Trail<'a> {
    pub(super) fn attribute(&'a self, name: &'a str) -> Self {
        Self::Attribute(self, name)
    }

    pub(super) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(super) fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }

    pub(super) fn path(&self) -> AttributePath {
        let mut steps = Vec::new();
        let mut here = *self;
        loop {
            let (parent, step) = match here {
                Self::Root => break,
                Self::Attribute(parent, name) => (parent, Step::Attribute(name.to_owned())),
                Self::Key(parent, key) => (parent, Step::Key(key.to_owned())),
                Self::Index(parent, index) => {
                    (parent, Step::Index(i64::try_from(index).unwrap_or(i64::MAX)))
                }
            };
            steps.push(step);
            here = *parent;
        }
        steps.into_iter().rev().collect()
    }
}
