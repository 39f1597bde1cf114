//! A provider whose schemas do not pass: everything is said at start, all of it at once.

use tf_framework::{
    Block, Change, Cx, DataSource, Diagnostic, Diagnostics, Function, FunctionError, Provider,
    Registry, Resource, Schema, Server, Setup, Timeouts,
};
use tf_protocol::ProviderServer as _;

struct Misnamed;

/// Something.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing {
    /// Its name.
    #[attr(key)]
    name: String,
    /// Limits nothing under this name.
    limits: Option<Timeouts>,
}

impl Resource<Misnamed> for Thing {
    const TYPE_NAME: &'static str = "my_thing";
    const IDENTITY_VERSION: i64 = -1;

    async fn create(plan: Self, _: &Cx<'_, Misnamed>) -> Result<Self, Diagnostic> {
        Ok(plan)
    }

    async fn read(prior: Self, _: &Cx<'_, Misnamed>) -> Result<Option<Self>, Diagnostic> {
        Ok(Some(prior))
    }

    async fn update(change: Change<Self>, _: &Cx<'_, Misnamed>) -> Result<Self, Diagnostic> {
        Ok(change.plan)
    }

    async fn delete(_: Self, _: &Cx<'_, Misnamed>) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Something.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Look {
    /// How long it may take.
    timeouts: Option<Timeouts>,
}

impl DataSource<Misnamed> for Look {
    const TYPE_NAME: &'static str = "your_look";

    async fn read(config: Self, _: &Cx<'_, Misnamed>) -> Result<Self, Diagnostic> {
        Ok(config)
    }
}

impl Function for Look {
    const NAME: &'static str = "look-up";
    type Output = bool;

    fn call(self) -> Result<bool, FunctionError> {
        Ok(true)
    }
}

impl Provider for Misnamed {
    type Config = Look;
    type Client = ();
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        Registry::new().resource::<Thing>().data_source::<Look>().function::<Look>()
    }

    async fn configure(&self, _: Look, _: &Setup) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}

#[test]
fn what_is_wrong_with_a_schema_is_said_at_start() {
    let said: Vec<_> =
        Server::new(Misnamed).schema().diagnostics.into_iter().map(|said| said.detail).collect();
    let expected = [
        "provider `timeouts`: limits nothing: only resources and data sources have time limits",
        "resource my_thing `limits`: limits nothing here: only `timeouts` at the root does",
        "function look-up `timeouts`: a function has nothing that is nested",
        "function look-up `timeouts`: limits nothing: only resources and data sources have time limits",
        "resource my_thing: a version is not negative",
        "data source your_look: not named after the provider, as others are",
        "function look-up: not a name in HCL",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
}
