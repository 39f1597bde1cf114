//! What a resource is imported by.

use crate::State;

/// What a resource is imported by, once the state is known.
pub(super) struct Id<'a>(Box<dyn FnOnce(&State) -> String + 'a>);

impl<'a> Id<'a> {
    /// The attribute `id` of the resource at `address`.
    pub(super) fn attribute(address: &str) -> Self {
        let address = address.to_owned();
        Self::from_state(move |state| {
            let id = state.value(&address, "id");
            id.as_str().map_or_else(|| id.to_string(), str::to_owned)
        })
    }

    pub(super) fn text(id: impl Into<String>) -> Self {
        let id = id.into();
        Self::from_state(move |_| id)
    }

    pub(super) fn from_state(id: impl FnOnce(&State) -> String + 'a) -> Self {
        Self(Box::new(id))
    }

    pub(super) fn of(self, state: &State) -> String {
        (self.0)(state)
    }
}
