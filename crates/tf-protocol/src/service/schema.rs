//! The answer to `GetProviderSchema`, encoded once.

use super::rescue::Rescue;
use crate::{Diagnostic, Severity, convert::schema, proto::EncodedSchema, rpc::ProviderSchema};
use std::sync::OnceLock;

/// The answer, once there is one.
#[derive(Debug, Default)]
pub(super) struct Schemas(OnceLock<Reply>);

/// One answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Reply {
    encoded: EncodedSchema,
    problems: usize,
}

impl Schemas {
    /// The answer from `schema`, which is not asked again after it had no errors.
    pub(super) fn reply(&self, schema: impl FnOnce() -> ProviderSchema) -> Reply {
        if let Some(known) = self.0.get() {
            return known.clone();
        }
        let schema = schema();
        if schema.diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
            Reply::new(schema)
        } else {
            self.0.get_or_init(|| Reply::new(schema)).clone()
        }
    }
}

impl Reply {
    fn new(schema: ProviderSchema) -> Self {
        let problems = schema.diagnostics.len();
        Self { encoded: EncodedSchema::new(&schema::response(schema)), problems }
    }

    pub(super) fn encoded(self) -> EncodedSchema {
        self.encoded
    }
}

impl Rescue for Reply {
    fn report(&mut self, problem: Diagnostic) {
        *self = Self::new(ProviderSchema { diagnostics: vec![problem], ..Default::default() });
    }

    fn problems(&self) -> usize {
        self.problems
    }
}
