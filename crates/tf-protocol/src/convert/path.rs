//! Attribute paths.

use crate::{
    AttributePath, Step,
    proto::tfplugin6::{self, attribute_path::step::Selector},
};

pub(crate) fn sent(path: &AttributePath) -> tfplugin6::AttributePath {
    let steps = path.steps().iter().map(|step| {
        let selector = match step {
            Step::Attribute(name) => Selector::AttributeName(name.clone()),
            Step::Key(key) => Selector::ElementKeyString(key.clone()),
            Step::Index(index) => Selector::ElementKeyInt(*index),
        };
        tfplugin6::attribute_path::Step { selector: Some(selector) }
    });
    tfplugin6::AttributePath { steps: steps.collect() }
}
