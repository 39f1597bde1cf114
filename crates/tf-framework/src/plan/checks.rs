//! The author's rules across attributes, asked of a plan.

use super::{lookup, pairs::pairs, replace::says_no_more, trail::Trail};
use crate::{Block, Checked, Diagnostic, Diagnostics, Stage};
use tf_protocol::{AttributePath, Value, schema::Nesting};

/// Asks the rules of `block` and of what is nested inside. What was not there before is created,
/// wherever it is.
pub(super) fn ask(
    block: &Block,
    prior: &Value,
    planned: &Value,
    config: &Value,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    if !lookup::is_there(planned) || !has_any(block) {
        return;
    }
    let stage = if prior.is_null() { Stage::Create } else { Stage::Update };
    if !block.checks.is_empty() {
        let path = trail.path();
        Checked::new(stage, config, planned, &path).ask(&block.checks, out);
    }
    for attribute in &block.attributes {
        let Some((nesting, inner)) = attribute.kind.nested() else { continue };
        let prior = prior.attribute(attribute.name);
        let planned = planned.attribute(attribute.name);
        let config = config.attribute(attribute.name);
        let here = trail.attribute(attribute.name);
        match (nesting, planned) {
            (Nesting::Single | Nesting::Group, planned) => {
                ask(inner, prior, planned, config, &here, out);
            }
            (_, Value::List(elements)) => {
                for (index, planned) in elements.iter().enumerate() {
                    let (prior, config) = (lookup::at(prior, index), lookup::at(config, index));
                    ask(inner, prior, planned, config, &here.index(index), out);
                }
            }
            (_, Value::Map(members)) => {
                for (key, planned) in members {
                    let (prior, config) = (lookup::member(prior, key), lookup::member(config, key));
                    ask(inner, prior, planned, config, &here.key(key), out);
                }
            }
            (_, Value::Set(elements)) => set(inner, prior, elements, config, &here, out),
            _ => {}
        }
    }
}

fn set(
    inner: &Block,
    prior: &Value,
    planned: &[Value],
    config: &Value,
    trail: &Trail<'_>,
    out: &mut Diagnostics,
) {
    let config = config.elements().unwrap_or_default();
    let partners = pairs(planned, config, |planned, config| says_no_more(config, planned));
    for (planned, partner) in planned.iter().zip(partners) {
        let config = partner.and_then(|index| config.get(index)).unwrap_or(&lookup::NULL);
        let existed = prior.elements().is_some_and(|prior| prior.contains(planned));
        let prior = if existed { planned } else { &lookup::NULL };
        of_a_set(trail, out, |out| ask(inner, prior, planned, config, &Trail::Root, out));
    }
}

/// Elements of a set have no address, so what is found inside is said of the set, with the attribute
/// in the text.
pub(super) fn of_a_set(
    trail: &Trail<'_>,
    out: &mut Diagnostics,
    look: impl FnOnce(&mut Diagnostics),
) {
    let mut found = Diagnostics::default();
    look(&mut found);
    out.extend(found.into_iter().map(|diagnostic| {
        let within = inside(diagnostic.path.as_ref());
        let detail = format!("{within}{}", diagnostic.detail);
        Diagnostic { detail, ..diagnostic }.at(trail.path())
    }));
}

fn inside(path: Option<&AttributePath>) -> String {
    path.map(|path| format!("In `{path}`: ")).unwrap_or_default()
}

fn has_any(block: &Block) -> bool {
    !block.checks.is_empty()
        || block
            .attributes
            .iter()
            .filter_map(|attribute| attribute.kind.nested())
            .any(|(_, inner)| has_any(inner))
}
