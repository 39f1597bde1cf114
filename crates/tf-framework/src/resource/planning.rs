//! A plan in the hands of the resource.

use super::Private;
use crate::{Diagnostic, Diagnostics, Known, Provider, Stage};
use serde::{Serialize, de::DeserializeOwned};
use tf_protocol::{AttributePath, Value, rpc::Deferral};

/// A plan that the framework made, before Terraform sees it.
///
/// What is set here wins over the framework's own rules. Only what nobody configured may be set;
/// anything else is reported as a mistake of the provider.
pub struct Planning<'a, P: Provider> {
    /// The configured client; none while the provider block is not known.
    pub api: Option<&'a P::Client>,
    pub(crate) prior: &'a Value,
    pub(crate) config: &'a Value,
    pub(crate) before: &'a Value,
    pub(crate) changed: Option<Value>,
    pub(crate) replace: Vec<AttributePath>,
    pub(crate) deferred: Option<Deferral>,
    pub(crate) private: Private,
    pub(crate) out: Diagnostics,
}

impl<P: Provider> Planning<'_, P> {
    /// Whether the object is to be created; otherwise it is changed, or destroyed.
    #[must_use]
    pub fn is_create(&self) -> bool {
        self.prior.is_null()
    }

    /// Whether the object is to be destroyed.
    #[must_use]
    pub fn is_destroy(&self) -> bool {
        self.now().is_null()
    }

    /// Whether anything is to change so far.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.prior != self.now()
    }

    /// Whether this is a plan to create or to change.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if self.prior.is_null() { Stage::Create } else { Stage::Update }
    }

    /// What state says of the attribute `name`.
    #[must_use]
    pub fn prior(&self, name: &str) -> Known<&Value> {
        known(self.prior.attribute(name))
    }

    /// What the configuration says of the attribute `name`, write-only ones included.
    #[must_use]
    pub fn config(&self, name: &str) -> Known<&Value> {
        known(self.config.attribute(name))
    }

    /// What is planned for the attribute `name`.
    #[must_use]
    pub fn planned(&self, name: &str) -> Known<&Value> {
        known(self.now().attribute(name))
    }

    /// Plans `value` for the attribute `name`.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        let planned = self.changed.get_or_insert_with(|| self.before.clone());
        if let Value::Object(attributes) = planned
            && let Some(slot) = attributes.get_mut(name)
        {
            *slot = value.into();
        }
    }

    /// Plans that the attribute `name` is only known after apply.
    pub fn set_unknown(&mut self, name: &str) {
        self.set(name, Value::Unknown);
    }

    /// Plans to destroy and create the object where the attribute `name` changes.
    pub fn replace(&mut self, name: &str) {
        self.replace.push(AttributePath::root(name));
    }

    /// Asks Terraform to decide later. It has no effect where Terraform cannot, or where everything is
    /// known: then there is nothing to wait for.
    pub fn defer(&mut self, reason: Deferral) {
        self.deferred = Some(reason);
    }

    /// Something for the practitioner to know, or that is wrong; an error ends the plan.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    /// What the resource kept for itself under `key`.
    ///
    /// # Errors
    /// Something else is kept there.
    pub fn private<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Diagnostic> {
        self.private.get(key)
    }

    /// Keeps `value` under `key`: create and update find it there.
    ///
    /// # Errors
    /// A value that has no JSON, or a key that begins with a dot.
    pub fn set_private<T: Serialize>(&mut self, key: &str, value: &T) -> Result<(), Diagnostic> {
        self.private.set(key, value)
    }
}

impl<P: Provider> Planning<'_, P> {
    fn now(&self) -> &Value {
        self.changed.as_ref().unwrap_or(self.before)
    }
}

fn known(value: &Value) -> Known<&Value> {
    match value {
        value if value.is_null() => Known::Null,
        value if value.is_unknown() => Known::Unknown,
        value => Known::Is(value),
    }
}
