//! What only some schemas can say.

use super::Place;
use crate::{
    Attribute, Kind, Mode,
    schema::{Clear, Keep, Replace},
};

/// What a schema is of, which decides what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The provider block.
    Provider,
    /// A managed resource.
    Resource,
    /// A data source.
    DataSource,
    /// An ephemeral resource.
    Ephemeral,
    /// The filter of a list of resources.
    List,
    /// An action.
    Action,
    /// The parameters of a function.
    Function,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Provider => "a provider",
            Self::Resource => "a resource",
            Self::DataSource => "a data source",
            Self::Ephemeral => "an ephemeral resource",
            Self::List => "a list",
            Self::Action => "an action",
            Self::Function => "a function",
        }
    }

    /// Whether there is something for the provider to say.
    fn has_computed(self) -> bool {
        matches!(self, Self::Resource | Self::DataSource | Self::Ephemeral | Self::Function)
    }

    /// Whether the framework fills in what the configuration leaves out.
    fn has_defaults(self) -> bool {
        !matches!(self, Self::Provider | Self::Function)
    }
}

pub(super) fn check(place: Place<'_>, attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    let role = place.role;
    if role == Role::Resource {
        return resource(attribute, wrong);
    }
    let mut refuse = |said: bool, what: &str| {
        if said {
            wrong(format!("{} has nothing that {what}", role.name()));
        }
    };
    let has_default = attribute.default.is_some();
    let computed = attribute.mode.is_computed() && !(has_default && role.has_defaults());
    refuse(computed && !role.has_computed(), "is computed");
    refuse(has_default && !role.has_defaults(), "has a default");
    refuse(attribute.keep != Keep::No, "is kept");
    // A key says so as well, which a data source has to be found by.
    refuse(!attribute.key && !matches!(attribute.replace, Replace::Never), "replaces");
    refuse(attribute.clear != Clear::default(), "is cleared");
    refuse(attribute.write_only, "is write-only");
    refuse(role == Role::Function && !matches!(attribute.kind, Kind::Type(_)), "is nested");
}

fn resource(attribute: &Attribute, wrong: &mut dyn FnMut(String)) {
    let always = matches!(attribute.replace, Replace::Always);
    let unknown_by_itself =
        attribute.mode.is_computed() && attribute.keep == Keep::No && attribute.default.is_none();
    if always && unknown_by_itself {
        wrong("every change would make it unknown, and so replace: keep it".to_owned());
    }
    if attribute.clear == Clear::Refuse && attribute.mode == Mode::Required {
        wrong("a required attribute is never cleared".to_owned());
    }
}
