//! An answer that is bytes already.

use super::tfplugin6::get_provider_schema::Response;
use prost::{
    DecodeError, Message,
    bytes::{Buf, BufMut, Bytes},
    encoding::{DecodeContext, WireType, skip_field},
};

/// `GetProviderSchema.Response`, encoded. It is by far the largest answer, never changes, and goes
/// to each of Terraform's connections.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EncodedSchema(Bytes);

impl EncodedSchema {
    pub(crate) fn new(response: &Response) -> Self {
        Self(response.encode_to_vec().into())
    }

    /// What a host reads.
    #[cfg(feature = "conformance")]
    pub(crate) fn response(self) -> Result<Response, DecodeError> {
        Response::decode(self.0)
    }
}

impl Message for EncodedSchema {
    fn encode_raw(&self, buffer: &mut impl BufMut) {
        buffer.put_slice(&self.0);
    }

    fn encoded_len(&self) -> usize {
        self.0.len()
    }

    fn clear(&mut self) {
        self.0.clear();
    }

    /// All bytes are the message; none is looked at.
    fn merge(&mut self, buffer: impl Buf) -> Result<(), DecodeError> {
        let mut all = Vec::from(std::mem::take(&mut self.0));
        all.put(buffer);
        self.0 = all.into();
        Ok(())
    }

    fn merge_field(
        &mut self,
        tag: u32,
        wire_type: WireType,
        buffer: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        skip_field(wire_type, tag, buffer, context)
    }
}
