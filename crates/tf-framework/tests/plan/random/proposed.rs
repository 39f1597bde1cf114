//! `ProposedNew`: what Terraform makes of state and configuration before it asks the provider.

use tf_framework::{Attribute, Block, Kind, Mode, Nesting, Value};

pub(super) fn proposed_new(block: &Block, prior: &Value, config: &Value) -> Value {
    match (prior.is_null(), config.is_null()) {
        (true, true) => prior.clone(),
        (true, false) => merge(block, &empty(block), config),
        _ if config.is_null() || config.is_unknown() => prior.clone(),
        _ => merge(block, prior, config),
    }
}

fn empty(block: &Block) -> Value {
    Value::object(block.attributes.iter().map(|attribute| {
        let nothing = match &attribute.kind {
            Kind::Block(Nesting::List, _) => Value::List(vec![]),
            Kind::Block(Nesting::Set, _) => Value::Set(vec![]),
            Kind::Block(Nesting::Map, _) => Value::Map([].into()),
            Kind::Block(Nesting::Group, inner) => empty(inner),
            _ => Value::Null,
        };
        (attribute.name, nothing)
    }))
}

fn merge(block: &Block, prior: &Value, config: &Value) -> Value {
    Value::object(block.attributes.iter().map(|attribute| {
        let prior = prior.attribute(attribute.name);
        let config = config.attribute(attribute.name);
        let new = match &attribute.kind {
            Kind::Block(nesting, inner) => nested(true, *nesting, inner, prior, config),
            _ if attribute.mode.is_computed() && config.is_null() => {
                if came_from_config(attribute, prior) { config.clone() } else { prior.clone() }
            }
            Kind::Nested(nesting, inner) => nested(false, *nesting, inner, prior, config),
            Kind::Type(_) => config.clone(),
        };
        (attribute.name, new)
    }))
}

fn nested(is_block: bool, nesting: Nesting, inner: &Block, prior: &Value, config: &Value) -> Value {
    let element = |prior: &Value, config: &Value| {
        if is_block {
            proposed_new(inner, prior, config)
        } else if config.is_null() {
            config.clone()
        } else {
            merge(inner, prior, config)
        }
    };
    if config.is_unknown() || config.is_null() {
        return config.clone();
    }
    match (nesting, config) {
        (Nesting::Single | Nesting::Group, config) => element(prior, config),
        (_, Value::List(configs)) => {
            let priors = prior.elements().unwrap_or_default();
            Value::List(
                configs
                    .iter()
                    .enumerate()
                    .map(|(i, config)| priors.get(i).map_or(config.clone(), |p| element(p, config)))
                    .collect(),
            )
        }
        (_, Value::Map(configs)) => {
            let of = |key: &String| match prior {
                Value::Map(priors) => priors.get(key).cloned().unwrap_or(Value::Null),
                _ => Value::Null,
            };
            Value::Map(configs.iter().map(|(key, c)| (key.clone(), element(&of(key), c))).collect())
        }
        (_, Value::Set(configs)) => {
            let mut priors: Vec<Value> = prior.elements().unwrap_or_default().to_vec();
            Value::set(configs.iter().map(|config| {
                let found = priors.iter().position(|prior| valid_prior(inner, prior, config));
                let prior = found.map_or(Value::Null, |found| priors.remove(found));
                element(&prior, config)
            }))
        }
        _ => unreachable!(),
    }
}

/// `validPriorFromConfig`
fn valid_prior(block: &Block, prior: &Value, config: &Value) -> bool {
    if prior == config {
        return true;
    }
    if prior.is_null() || config.is_null() || config.is_unknown() {
        return false;
    }
    block.attributes.iter().all(|attribute| {
        let (prior, config) = (prior.attribute(attribute.name), config.attribute(attribute.name));
        if prior == config {
            return true;
        }
        let Some((nesting, inner)) = attribute.kind.nested() else {
            return attribute.mode.is_computed() && config.is_null();
        };
        match (nesting, prior, config) {
            (Nesting::Single | Nesting::Group, prior, config) => valid_prior(inner, prior, config),
            (_, Value::List(prior), Value::List(config)) => {
                prior.len() <= config.len()
                    && prior.iter().zip(config).all(|(p, c)| valid_prior(inner, p, c))
            }
            (_, Value::Map(prior), Value::Map(config)) => prior
                .iter()
                .all(|(key, p)| config.get(key).is_some_and(|c| valid_prior(inner, p, c))),
            _ => false,
        }
    })
}

/// `optionalValueNotComputable`
fn came_from_config(attribute: &Attribute, prior: &Value) -> bool {
    let Kind::Nested(_, inner) = &attribute.kind else { return false };
    attribute.mode == Mode::OptionalComputed && holds_configured(inner, prior)
}

fn holds_configured(block: &Block, value: &Value) -> bool {
    match value {
        Value::List(elements) | Value::Set(elements) => {
            elements.iter().any(|element| holds_configured(block, element))
        }
        Value::Map(members) => members.values().any(|member| holds_configured(block, member)),
        Value::Object(members) => block.attributes.iter().any(|attribute| {
            let value = &members[attribute.name];
            !value.is_null()
                && (!attribute.mode.is_computed()
                    || attribute
                        .kind
                        .nested()
                        .is_some_and(|(_, inner)| holds_configured(inner, value)))
        }),
        _ => false,
    }
}
