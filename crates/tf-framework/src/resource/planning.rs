//! A plan in the hands of the resource.

use super::Private;
use crate::{Block, Diagnostic, Diagnostics, Known, Provider, Stage, plan, schema::Strangers};
use serde::{Serialize, de::DeserializeOwned};
use tf_protocol::{AttributePath, Value, rpc::Deferral};

/// A plan that the framework made, before Terraform sees it.
///
/// What is set here wins over the framework's own rules. Only what nobody configured may be set;
/// anything else is reported as a mistake of the provider, and so is a name that the schema does not
/// have. Where a name stands, a path may stand as well:
/// `AttributePath::root("ports").index(0).attribute("number")`.
pub struct Planning<'a, P: Provider> {
    /// The configured client; none while the provider block is not known.
    pub api: Option<&'a P::Client>,
    pub(crate) block: &'a Block,
    pub(crate) prior: &'a Value,
    pub(crate) config: &'a Value,
    pub(crate) before: &'a Value,
    pub(crate) changed: Option<Value>,
    pub(crate) replace: Vec<AttributePath>,
    pub(crate) deferred: Option<Deferral>,
    pub(crate) private: Private,
    pub(crate) out: Diagnostics,
    pub(crate) strangers: Strangers,
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

    /// What state says of the attribute at `path`.
    #[must_use]
    pub fn prior(&self, path: impl Into<AttributePath>) -> Known<&Value> {
        self.known(self.prior, &path.into())
    }

    /// What the configuration says of the attribute at `path`, write-only ones included.
    #[must_use]
    pub fn config(&self, path: impl Into<AttributePath>) -> Known<&Value> {
        self.known(self.config, &path.into())
    }

    /// What is planned for the attribute at `path`.
    #[must_use]
    pub fn planned(&self, path: impl Into<AttributePath>) -> Known<&Value> {
        self.known(self.now(), &path.into())
    }

    /// Plans `value` for the attribute at `path`, in an object that is planned.
    pub fn set(&mut self, path: impl Into<AttributePath>, value: impl Into<Value>) {
        let path = path.into();
        let planned = self.changed.get_or_insert_with(|| self.before.clone());
        match plan::at_path_mut(planned, &path) {
            Some(slot) => *slot = value.into(),
            None => self.strangers.meet(path),
        }
    }

    /// Plans that the attribute at `path` is only known after apply.
    pub fn set_unknown(&mut self, path: impl Into<AttributePath>) {
        self.set(path, Value::Unknown);
    }

    /// Plans to destroy and create the object where the attribute at `path` changes.
    pub fn replace(&mut self, path: impl Into<AttributePath>) {
        let path = path.into();
        if self.block.has(&path) {
            self.replace.push(path);
        } else {
            self.strangers.meet(path);
        }
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

    fn known<'a>(&self, of: &'a Value, path: &AttributePath) -> Known<&'a Value> {
        if !self.block.has(path) {
            self.strangers.meet(path.clone());
        }
        Known::of(plan::at_path(of, path))
    }
}
