//! `GetProviderSchema`.

use super::{Server, function};
use crate::{Block, Diagnostic, Diagnostics, Provider};
use std::collections::BTreeMap;
use tf_protocol::{
    rpc::ProviderSchema,
    schema::{self, Schema},
};

impl<P: Provider> Server<P> {
    pub(super) fn everything(&self) -> ProviderSchema {
        let mistakes = self.mistakes().into_iter();
        let diagnostics: Diagnostics =
            mistakes.map(|mistake| Diagnostic::bug("Invalid schema", mistake)).collect();
        let all = self.registry();
        ProviderSchema {
            provider: self.config_shape().block.lower(0),
            resources: all
                .resources
                .iter()
                .map(|(name, r)| ((*name).to_owned(), r.block().lower(r.version())))
                .collect(),
            identities: all
                .resources
                .iter()
                .filter_map(|(name, r)| Some(((*name).to_owned(), r.identified()?.schema.clone())))
                .collect(),
            data_sources: lowered(all.data_sources.iter().map(|(n, d)| (*n, &d.shape().block))),
            ephemeral_resources: lowered(
                all.ephemerals.iter().map(|(n, e)| (*n, &e.shape().block)),
            ),
            list_resources: configured(all.lists.iter().map(|(n, l)| (*n, &l.shape().block))),
            actions: configured(all.actions.iter().map(|(n, a)| (*n, &a.shape().block))),
            functions: all
                .functions
                .iter()
                .map(|(name, f)| {
                    ((*name).to_owned(), function::signature(&f.shape().block, f.returns()))
                })
                .collect(),
            provider_meta: None,
            diagnostics: diagnostics.into_wire(),
        }
    }
}

fn lowered<'a>(
    blocks: impl Iterator<Item = (&'static str, &'a Block)>,
) -> BTreeMap<String, Schema> {
    blocks.map(|(name, block)| (name.to_owned(), block.lower(0))).collect()
}

/// Of what has a configuration and no result: nothing is computed, not even what has a default.
fn configured<'a>(
    blocks: impl Iterator<Item = (&'static str, &'a Block)>,
) -> BTreeMap<String, Schema> {
    let mut schemas = lowered(blocks);
    for schema in schemas.values_mut() {
        all_optional(&mut schema.block);
    }
    schemas
}

fn all_optional(block: &mut schema::Block) {
    block.attributes.iter_mut().for_each(optional);
    for nested in &mut block.blocks {
        all_optional(&mut nested.block);
    }
}

fn optional(attribute: &mut schema::Attribute) {
    attribute.computed = false;
    if let schema::AttributeKind::Nested(_, inner) = &mut attribute.kind {
        inner.iter_mut().for_each(optional);
    }
}
