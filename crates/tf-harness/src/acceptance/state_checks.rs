//! What a state must be.

use super::{Apply, Step, plan_checks::sorted};
use crate::{Plan, State};
use serde_json::Value;

/// What a state must be, compared with the one before.
pub(super) type StateCheck<'a> = Box<dyn FnOnce(&Then<'_>, &State) + 'a>;

/// How things were before the apply.
pub(super) struct Then<'a> {
    pub(super) plan: &'a Plan,
    pub(super) state: &'a State,
}

impl<'a> Step<'a, Apply<'a>> {
    /// What `path` leads to in the resource at `address`.
    pub fn value(self, address: &str, path: &str, value: impl Into<Value>) -> Self {
        let (address, path, value) = (address.to_owned(), path.to_owned(), value.into());
        self.state(move |state| {
            let found = state.value(&address, &path);
            assert!(*found == value, "`{path}` of {address} should be {value}; it is {found}");
        })
    }

    /// What `path` leads to in the resource at `address` is what it was before, also when the
    /// resource was moved.
    pub fn same(self, address: &str, path: &str) -> Self {
        self.compare(address, path, "still be", |before, after| before == after)
    }

    /// What `path` leads to in the resource at `address` is not what it was before.
    pub fn changed(self, address: &str, path: &str) -> Self {
        self.compare(address, path, "no longer be", |before, after| before != after)
    }

    /// What Terraform does not show of the resource at `address`, all of it.
    pub fn sensitive<'b>(self, address: &str, paths: impl IntoIterator<Item = &'b str>) -> Self {
        let (address, paths) = (address.to_owned(), sorted(paths));
        self.state(move |state| {
            let sensitive = state.sensitive(&address);
            assert!(
                sensitive == paths,
                "of {address} {paths:?} should be sensitive; it is {sensitive:?}"
            );
        })
    }

    /// The value of an output.
    pub fn output(self, name: &str, value: impl Into<Value>) -> Self {
        let (name, value) = (name.to_owned(), value.into());
        self.state(move |state| {
            let found = state.output(&name);
            assert!(*found == value, "output `{name}` should be {value}; it is {found}");
        })
    }

    /// Another check of the state.
    pub fn state(self, check: impl FnOnce(&State) + 'a) -> Self {
        self.check(|_, state| check(state))
    }

    fn compare(
        self,
        address: &str,
        path: &str,
        should: &'static str,
        holds: fn(&Value, &Value) -> bool,
    ) -> Self {
        let (address, path) = (address.to_owned(), path.to_owned());
        self.check(move |then, state| {
            let before = then.state.value(then.plan.previous_address(&address), &path);
            let after = state.value(&address, &path);
            assert!(
                holds(before, after),
                "`{path}` of {address} should {should} {before}; it is {after}"
            );
        })
    }

    fn check(self, check: impl FnOnce(&Then<'_>, &State) + 'a) -> Self {
        self.with(|apply| apply.checks.push(Box::new(check)))
    }
}
