//! State that somebody else wrote: an older version of the resource, or another resource.

use super::Private;
use crate::{Diagnostic, JsonMap, Schema, schema::Nulls};
use serde::de::DeserializeOwned;
use tf_protocol::{AttributePath, Value, codec};

/// How state of one older version becomes today's.
pub struct Upgrade<R> {
    pub(crate) from: i64,
    pub(crate) convert: Convert<R>,
}

type Json = fn(JsonMap) -> Result<JsonMap, Diagnostic>;
type Typed<R> = Box<dyn Fn(&JsonMap) -> Result<R, Diagnostic> + Send + Sync>;

pub(crate) enum Convert<R> {
    Json(Json),
    Typed(Typed<R>),
}

impl<R> Upgrade<R> {
    /// From state of version `from`, JSON to JSON.
    #[must_use]
    pub fn json(from: i64, convert: Json) -> Self {
        Self { from, convert: Convert::Json(convert) }
    }

    /// From state of version `from`, read as an `Old`: the struct as it was then.
    #[must_use]
    pub fn typed<Old: Schema + 'static>(
        from: i64,
        convert: fn(Old) -> Result<R, Diagnostic>,
    ) -> Self
    where
        R: 'static,
    {
        Self { from, convert: Convert::Typed(Box::new(move |state| convert(read(state)?))) }
    }
}

/// A resource whose state another one takes over.
pub struct Move<R> {
    pub(crate) provider: &'static str,
    pub(crate) type_name: &'static str,
    pub(crate) convert: fn(&Source) -> Result<R, Diagnostic>,
    pub(crate) keeps_private: bool,
}

impl<R> Move<R> {
    /// From the resource `type_name` of `provider`, which is `NAMESPACE/TYPE` in whatever registry.
    #[must_use]
    pub fn from(
        provider: &'static str,
        type_name: &'static str,
        convert: fn(&Source) -> Result<R, Diagnostic>,
    ) -> Self {
        Self { provider, type_name, convert, keeps_private: false }
    }

    /// Takes over what that resource kept for itself as well.
    #[must_use]
    pub fn with_private(self) -> Self {
        Self { keeps_private: true, ..self }
    }

    /// Whether this is where the state comes from. Registries differ between Terraform and `OpenTofu`.
    pub(crate) fn takes(&self, source: &Source) -> bool {
        let address = source.provider.to_ascii_lowercase();
        let ends =
            address.strip_suffix(self.provider).is_some_and(|r| r.is_empty() || r.ends_with('/'));
        ends && source.type_name == self.type_name
    }
}

/// The state of the resource that is moved.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// The provider that wrote it: `registry.terraform.io/hashicorp/random`.
    pub provider: String,
    /// The resource that it was.
    pub type_name: String,
    /// The version of that resource's schema.
    pub version: i64,
    /// Its attributes, as stored.
    pub state: JsonMap,
    /// Its identity, as stored; empty where it had none.
    pub identity: JsonMap,
    /// The version of that identity's schema.
    pub identity_version: i64,
    pub(crate) private: Private,
}

impl Source {
    /// The state as an `Old`: a struct with those of its attributes that matter.
    ///
    /// # Errors
    /// An attribute of another type.
    pub fn read<Old: Schema>(&self) -> Result<Old, Diagnostic> {
        read(&self.state)
    }

    /// What that resource kept for itself under `key`, where its provider keeps things in the same format.
    ///
    /// # Errors
    /// Something else is kept there.
    pub fn private<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Diagnostic> {
        self.private.get(key)
    }
}

fn read<Old: Schema>(state: &JsonMap) -> Result<Old, Diagnostic> {
    let value = decode(state, &Old::block())?;
    Old::from_value(&value, &AttributePath::default(), Nulls::Default)
}

/// Stored state by a schema: what that does not know is dropped, what state does not have is null.
///
/// # Errors
/// An attribute of another type.
pub(crate) fn decode(state: &JsonMap, block: &crate::Block) -> Result<Value, Diagnostic> {
    let json = serde_json::Value::Object(state.clone()).to_string();
    codec::json::decode(json.as_bytes(), &block.ty()).map(|value| block.complete(value)).map_err(
        |error| Diagnostic::error("State not readable", format!("The stored state {error}.")),
    )
}
