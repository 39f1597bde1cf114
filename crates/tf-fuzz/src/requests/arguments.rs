//! Arguments: some sound, most not.

use crate::{
    Source,
    damage::damaged,
    generate::{self, Taste},
};
use std::collections::BTreeMap;
use tf_protocol::{
    Type,
    rpc::{DynamicValue, Private, ProviderSchema},
    schema::{Identity, Schema},
};

/// Makes arguments.
pub(super) struct Arguments<'a> {
    pub(super) source: Source<'a>,
    pub(super) schema: &'static ProviderSchema,
    last: DynamicValue,
}

impl<'a> Arguments<'a> {
    pub(super) fn new(source: Source<'a>, schema: &'static ProviderSchema) -> Self {
        Self { source, schema, last: DynamicValue::default() }
    }

    /// A name of `known`, or of nothing, with what it names.
    pub(super) fn name<T>(
        &mut self,
        known: &'static BTreeMap<String, T>,
    ) -> (String, Option<&'static T>) {
        let index = match self.source.below(8) {
            7 => known.len(),
            index => index % known.len().max(1),
        };
        match known.iter().nth(index) {
            Some((name, named)) => (name.clone(), Some(named)),
            None => (self.source.text(), None),
        }
    }

    /// The same, with its type.
    pub(super) fn typed(&mut self, known: &'static BTreeMap<String, Schema>) -> (String, Type) {
        let (name, schema) = self.name(known);
        (name, schema.map_or(Type::Dynamic, |schema| schema.block.ty()))
    }

    /// What stands for a value of type `ty`: that, in either encoding, or damaged, or anything.
    pub(super) fn value(&mut self, ty: &Type) -> DynamicValue {
        let source = &mut self.source;
        let value = match source.below(12) {
            0 => DynamicValue::default(),
            1 => DynamicValue { msgpack: source.chunk().to_vec(), json: Vec::new() },
            2 => DynamicValue { msgpack: Vec::new(), json: source.chunk().to_vec() },
            3 => DynamicValue { msgpack: Vec::new(), json: self.json(ty) },
            4 => {
                let sound = sound(ty, source, Taste::Any);
                DynamicValue { msgpack: damaged(sound.msgpack, source), ..sound }
            }
            5 => self.last.clone(),
            6 | 7 => sound(ty, source, Taste::Any),
            _ => sound(ty, source, Taste::Tame),
        };
        self.last.clone_from(&value);
        value
    }

    /// An identity, or none.
    pub(super) fn identity(&mut self, type_name: &str) -> Option<DynamicValue> {
        let ty = self.schema.identities.get(type_name).map_or(Type::Dynamic, Identity::ty);
        self.source.flag().then(|| self.value(&ty))
    }

    /// Stored JSON of type `ty`, or something like it, or anything.
    pub(super) fn json(&mut self, ty: &Type) -> Vec<u8> {
        let source = &mut self.source;
        if source.below(4) == 0 {
            return source.chunk().to_vec();
        }
        let taste = source.pick(Taste::Tame, &[Taste::Known]);
        let json = generate::json(&generate::value(ty, source, taste)).to_string().into_bytes();
        if source.flag() { damaged(json, source) } else { json }
    }

    /// Private state or a lease.
    pub(super) fn private(&mut self) -> Private {
        match self.source.below(4) {
            0 => Private::new(),
            1 => br#"{"made":"bnVsbA==","planned":"dHJ1ZQ=="}"#.to_vec(),
            2 => br#"{"name":"a","left":18446744073709551615,"of":[]}"#.to_vec(),
            _ => self.source.chunk().to_vec(),
        }
    }
}

fn sound(ty: &Type, source: &mut Source<'_>, taste: Taste) -> DynamicValue {
    DynamicValue::encode(&generate::value(ty, source, taste), ty).unwrap_or_default()
}
