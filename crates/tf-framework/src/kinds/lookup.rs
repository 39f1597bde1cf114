//! A managed resource as a data source of the same name.

use super::{Answer, ErasedDataSource};
use crate::{
    Attribute, Block, Cx, Diagnostic, Kind, Mode, Provider, Resource,
    schema::{Clear, Keep, Nulls, Replace, Shape},
};
use std::{marker::PhantomData, sync::OnceLock};
use tf_protocol::{AttributePath, Value};

/// What addresses the resource is required, and the rest is what the server has. Secrets are left out:
/// they would only end in a state.
pub(crate) struct Lookup<R> {
    shape: OnceLock<Shape>,
    resource: PhantomData<fn() -> R>,
}

impl<R> Lookup<R> {
    pub(crate) const fn new() -> Self {
        Self { shape: OnceLock::new(), resource: PhantomData }
    }
}

impl<P: Provider, R: Resource<P>> ErasedDataSource<P> for Lookup<R> {
    fn shape(&self) -> &Shape {
        self.shape.get_or_init(|| read_only(R::block()).into())
    }

    fn read<'a>(&self, config: &'a Value, cx: &'a Cx<'a, P>) -> Answer<'a, P, Value> {
        Box::pin(async move {
            let block = R::block();
            let keys = block.keys().map(|key| (key.name, config.attribute(key.name).clone()));
            let address = block.complete(Value::object(keys));
            let address = R::from_value(&address, &AttributePath::default(), Nulls::Default)?;
            match R::read(address, cx).await? {
                Some(found) => Ok(found.to_value()),
                None => Err(nothing::<P, R>(&block, config).into()),
            }
        })
    }
}

fn nothing<P: Provider, R: Resource<P>>(block: &Block, config: &Value) -> Diagnostic {
    let shown = |key: &Attribute| match config.attribute(key.name).as_str() {
        Some(text) => format!("`{}` {text}", key.name),
        None => format!("that `{}`", key.name),
    };
    let keys: Vec<_> = block.keys().map(shown).collect();
    let detail = format!("There is no {} with {}.", R::TYPE_NAME, keys.join(" and "));
    let found = Diagnostic::error("Nothing found", detail);
    match block.keys().next() {
        Some(key) => found.at(AttributePath::root(key.name)),
        None => found,
    }
}

/// The keys to look for, and everything else, as far as it is no secret, to be filled in.
fn read_only(block: Block) -> Block {
    let wanted = |attribute: &Attribute| {
        attribute.key || (attribute.api.is_some() && !attribute.sensitive && !attribute.write_only)
    };
    let attributes = block.attributes.into_iter().filter(wanted);
    Block {
        description: "Reads what the managed resource of the same name manages, without its secrets.",
        attributes: attributes.map(told).collect(),
        ..Block::default()
    }
}

fn told(attribute: Attribute) -> Attribute {
    let told = Attribute {
        identity: false,
        replace: Replace::Never,
        keep: Keep::No,
        clear: Clear::default(),
        default: None,
        version: None,
        ..attribute
    };
    if told.key {
        return Attribute { mode: Mode::Required, ..told };
    }
    let kind = match told.kind {
        Kind::Nested(nesting, block) => Kind::Nested(nesting, read_only(block)),
        Kind::Block(nesting, block) => Kind::Block(nesting, read_only(block)),
        plain @ Kind::Type(_) => plain,
    };
    Attribute { kind, mode: Mode::Computed, rules: Vec::new(), ..told }
}
