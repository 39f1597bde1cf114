//! Everything that a provider offers: one line a thing.

use crate::{
    Block, Provider, Resource,
    kinds::{
        Action, DataSource, Ephemeral, ErasedAction, ErasedDataSource, ErasedEphemeral,
        ErasedFunction, ErasedList, Function, Kinded, ListResource, Lookup,
    },
    resource::{Erased, ErasedResource},
    schema::{Role, is_name},
};
use std::collections::BTreeMap;

type All<T> = BTreeMap<&'static str, Box<T>>;

/// Everything that a provider offers.
///
/// ```ignore
/// Registry::new().resource::<Identity>().data_source::<Project>().function::<Slug>()
/// ```
pub struct Registry<P: Provider> {
    pub(crate) resources: All<dyn ErasedResource<P>>,
    pub(crate) data_sources: All<dyn ErasedDataSource<P>>,
    pub(crate) ephemerals: All<dyn ErasedEphemeral<P>>,
    pub(crate) functions: All<dyn ErasedFunction>,
    pub(crate) lists: All<dyn ErasedList<P>>,
    pub(crate) actions: All<dyn ErasedAction<P>>,
    twice: Vec<String>,
}

impl<P: Provider> Default for Registry<P> {
    fn default() -> Self {
        Self {
            resources: BTreeMap::new(),
            data_sources: BTreeMap::new(),
            ephemerals: BTreeMap::new(),
            functions: BTreeMap::new(),
            lists: BTreeMap::new(),
            actions: BTreeMap::new(),
            twice: Vec::new(),
        }
    }
}

impl<P: Provider> Registry<P> {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a managed resource.
    #[must_use]
    pub fn resource<R: Resource<P>>(mut self) -> Self {
        let before = self.resources.insert(R::TYPE_NAME, Box::new(Erased::<R>::new()));
        self.note(before.is_some(), "resource", R::TYPE_NAME)
    }

    /// Adds a data source.
    #[must_use]
    pub fn data_source<D: DataSource<P>>(mut self) -> Self {
        let before = self.data_sources.insert(D::TYPE_NAME, Box::new(Kinded::<D>::new()));
        self.note(before.is_some(), "data source", D::TYPE_NAME)
    }

    /// Adds a managed resource as a data source of its name: its keys say which one, and what it has
    /// beside secrets is read.
    #[must_use]
    pub fn lookup<R: Resource<P>>(mut self) -> Self {
        let before = self.data_sources.insert(R::TYPE_NAME, Box::new(Lookup::<R>::new()));
        self.note(before.is_some(), "data source", R::TYPE_NAME)
    }

    /// Adds an ephemeral resource.
    #[must_use]
    pub fn ephemeral<E: Ephemeral<P>>(mut self) -> Self {
        let before = self.ephemerals.insert(E::TYPE_NAME, Box::new(Kinded::<E>::new()));
        self.note(before.is_some(), "ephemeral resource", E::TYPE_NAME)
    }

    /// Adds a function.
    #[must_use]
    pub fn function<F: Function>(mut self) -> Self {
        let before = self.functions.insert(F::NAME, Box::new(Kinded::<F>::new()));
        self.note(before.is_some(), "function", F::NAME)
    }

    /// Adds the list of a managed resource.
    #[must_use]
    pub fn list<R: ListResource<P>>(mut self) -> Self {
        let before = self.lists.insert(R::TYPE_NAME, Box::new(Kinded::<R>::new()));
        self.note(before.is_some(), "list resource", R::TYPE_NAME)
    }

    /// Adds an action.
    #[must_use]
    pub fn action<A: Action<P>>(mut self) -> Self {
        let before = self.actions.insert(A::TYPE_NAME, Box::new(Kinded::<A>::new()));
        self.note(before.is_some(), "action", A::TYPE_NAME)
    }

    /// The managed resources, by name.
    pub fn resources(&self) -> impl Iterator<Item = (&'static str, &Block)> {
        self.resources.iter().map(|(name, resource)| (*name, resource.block()))
    }

    fn note(mut self, twice: bool, what: &str, name: &str) -> Self {
        if twice {
            self.twice.push(format!("{what} {name}: registered twice"));
        }
        self
    }

    /// Names that HCL cannot write, and those of another provider: Terraform takes what is before the
    /// first underscore for the provider's name.
    fn misnamed(&self) -> Vec<String> {
        let types: [(_, Vec<&'static str>); 4] = [
            ("resource", self.resources.keys().copied().collect()),
            ("data source", self.data_sources.keys().copied().collect()),
            ("ephemeral resource", self.ephemerals.keys().copied().collect()),
            ("action", self.actions.keys().copied().collect()),
        ];
        let of = |name: &'static str| name.split('_').next().unwrap_or_default();
        let provider = types.iter().find_map(|(_, names)| Some(of(names.first()?)));
        let mut out = Vec::new();
        for (what, names) in &types {
            for name in names {
                if !is_name(name) {
                    out.push(format!("{what} {name}: not a name in HCL"));
                } else if provider.is_some_and(|provider| of(name) != provider) {
                    out.push(format!("{what} {name}: not named after the provider, as others are"));
                }
            }
        }
        let functions = self.functions.keys().filter(|name| !is_name(name));
        out.extend(functions.map(|name| format!("function {name}: not a name in HCL")));
        out
    }

    /// Everything that is wrong with the schemas.
    pub(crate) fn mistakes(&self) -> Vec<String> {
        let mut out = self.twice.clone();
        let mut check = |what: &str, name: &str, block: &Block, role: Role| {
            out.extend(block.mistakes(role).into_iter().map(|m| format!("{what} {name} {m}")));
        };
        for (name, resource) in &self.resources {
            check("resource", name, resource.block(), Role::Resource);
        }
        for (name, source) in &self.data_sources {
            check("data source", name, &source.shape().block, Role::DataSource);
        }
        for (name, ephemeral) in &self.ephemerals {
            check("ephemeral resource", name, &ephemeral.shape().block, Role::Ephemeral);
        }
        for (name, function) in &self.functions {
            check("function", name, &function.shape().block, Role::Function);
        }
        for (name, list) in &self.lists {
            check("list resource", name, &list.shape().block, Role::List);
        }
        for (name, action) in &self.actions {
            check("action", name, &action.shape().block, Role::Action);
        }
        for (name, resource) in &self.resources {
            let identity = resource.identified().map_or(0, |identified| identified.schema.version);
            if resource.version() < 0 || identity < 0 {
                out.push(format!("resource {name}: a version is not negative"));
            }
        }
        out.extend(self.misnamed());
        let lonely = self.lists.keys().filter(|name| {
            self.resources.get(*name).is_none_or(|resource| resource.identified().is_none())
        });
        out.extend(lonely.map(|name| {
            format!("list resource {name}: lists a resource of that name, which needs a key")
        }));
        out
    }
}
