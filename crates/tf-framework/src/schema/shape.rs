//! A block with what follows from it, computed once.

use super::Block;
use tf_protocol::{Type, Value};

/// A block and the type of its values.
#[derive(Debug, Clone)]
pub struct Shape {
    /// The schema.
    pub block: Block,
    /// The type of a value of it.
    pub ty: Type,
}

impl From<Block> for Shape {
    fn from(block: Block) -> Self {
        let ty = block.ty();
        Self { block, ty }
    }
}

impl Shape {
    /// A value as Terraform takes it from a provider; see [`Block::complete`].
    #[must_use]
    pub fn complete(&self, value: Value) -> Value {
        self.block.complete(value)
    }
}
