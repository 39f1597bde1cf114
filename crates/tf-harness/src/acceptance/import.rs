//! `terraform import`, as a check.

use super::{AnyStep, Step, id::Id, plan_checks::PlanChecks, stage::Stage, step::Kind};
use crate::State;

/// What is in state is imported once more, beside it, and must come out the same.
pub struct Import<'a> {
    address: String,
    id: Id<'a>,
    except: Vec<String>,
    errors: Vec<String>,
}

impl<'a> Step<'a, Import<'a>> {
    /// Imports what is at `address`, by its attribute `id` unless told otherwise.
    pub fn import(address: &str) -> Self {
        let (except, errors) = (Vec::new(), Vec::new());
        let id = Id::attribute(address);
        Self::new(None, Import { address: address.to_owned(), id, except, errors })
    }

    /// What it is imported by.
    pub fn id(self, id: impl Into<String>) -> Self {
        self.with(|import| import.id = Id::text(id))
    }

    /// What it is imported by, from the state.
    pub fn id_from(self, id: impl FnOnce(&State) -> String + 'a) -> Self {
        self.with(|import| import.id = Id::from_state(id))
    }

    /// The attributes that an import cannot know, all of them.
    pub fn ignoring<'b>(self, attributes: impl IntoIterator<Item = &'b str>) -> Self {
        self.with(|import| import.except.extend(attributes.into_iter().map(str::to_owned)))
    }

    /// The import fails, and says `text`; white space is folded, as Terraform wraps lines.
    pub fn with_error(self, text: &str) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.with(|import| import.errors.push(text))
    }
}

impl<'a> Kind<'a> for Import<'a> {
    fn title(&self) -> String {
        format!("import {}", self.address)
    }

    fn run(self, _: PlanChecks<'a>, stage: &mut Stage<'_>) {
        let id = self.id.of(&stage.state);
        if self.errors.is_empty() {
            let except: Vec<_> = self.except.iter().map(String::as_str).collect();
            return stage.workspace.verify_import(&self.address, &id, &except);
        }
        let shown = stage.workspace.import_fails(&self.address, &id);
        for text in self.errors {
            assert!(shown.contains(&text), "no error says {text:?}:\n{shown}");
        }
    }
}

impl<'a> From<Step<'a, Import<'a>>> for AnyStep<'a> {
    fn from(step: Step<'a, Import<'a>>) -> Self {
        Self::new(step)
    }
}
