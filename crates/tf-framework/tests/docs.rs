//! A registry page for each kind of thing. `UPDATE_GOLDEN=1` writes the expectation anew.

use std::{collections::BTreeMap, fs, path::Path};
use tf_framework::{
    Action, Block, Change, Computed, Cx, DataSource, Diagnostic, Diagnostics, Ephemeral, Found,
    Function, FunctionError, ListResource, Object, Opened, Progress, Provider, Registry, Resource,
    Schema, Sensitive, Server, Set, Setup, WriteOnly, docs,
};

struct Shop;

/// A provider that sells things.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Config {
    /// Where the shop is.
    host: Option<String>,
}

const FAMILY: &str = "Things for Sale";

/// A thing for sale.
///
/// It has a second paragraph.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = FAMILY)]
struct Thing {
    /// Shelf that it is on.
    #[attr(key)]
    shelf: String,
    /// Number on the shelf.
    #[attr(key)]
    number: i64,
    /// Owner of the thing.
    #[attr(identity)]
    owner: Option<String>,
    /// Colour of the thing.
    #[attr(one_of = ["red", "blue"], default = "red")]
    colour: String,
    /// Password of the thing.
    #[attr(version = "password_version")]
    password: Option<WriteOnly<Sensitive<String>>>,
    /// Change it to send the password again.
    #[attr(local)]
    password_version: Option<i64>,
    /// Old name of the colour.
    #[attr(deprecated = "Use `colour` instead.")]
    paint: Option<String>,
    /// Parts by name.
    parts: Option<BTreeMap<String, Part>>,
    /// Doors of the thing.
    #[attr(block, length = 1..)]
    door: Vec<Part>,
    /// Where it can be bought.
    sellers: Option<Vec<Object<Seller>>>,
    /// Height and width.
    extent: Option<(f64, f64)>,
    /// When it was made.
    made: Computed<String>,
}

/// A seller.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Seller {
    /// Its name.
    name: String,
    /// Its discount.
    discount: Option<f64>,
}

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Part {
    /// Its names.
    names: Set<String>,
    /// Its own parts.
    parts: Option<Vec<Screw>>,
}

/// A screw.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Screw {
    /// Its size.
    size: f64,
}

impl Resource<Shop> for Thing {
    const TYPE_NAME: &'static str = "shop_thing";
    const IMPORT_ID: Option<&'static str> =
        Some("the `shelf`, a comma, and the `number`; or the name of the thing");

    async fn create(plan: Self, _: &Cx<'_, Shop>) -> Result<Self, Diagnostic> {
        Ok(plan)
    }

    async fn read(prior: Self, _: &Cx<'_, Shop>) -> Result<Option<Self>, Diagnostic> {
        Ok(Some(prior))
    }

    async fn update(change: Change<Self>, _: &Cx<'_, Shop>) -> Result<Self, Diagnostic> {
        Ok(change.plan)
    }

    async fn delete(_: Self, _: &Cx<'_, Shop>) -> Result<(), Diagnostic> {
        Ok(())
    }
}

impl ListResource<Shop> for Thing {
    type Filter = Look;

    async fn list(_: Look, _: &Cx<'_, Shop>, _: &Found<'_, Self>) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// Looks something up.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(family = "Looks")]
struct Look {
    /// What to look for.
    name: String,
}

impl DataSource<Shop> for Look {
    const TYPE_NAME: &'static str = "shop_look";

    async fn read(config: Self, _: &Cx<'_, Shop>) -> Result<Self, Diagnostic> {
        Ok(config)
    }
}

impl Ephemeral<Shop> for Look {
    const TYPE_NAME: &'static str = "shop_peek";
    type Lease = ();

    async fn open(config: Self, _: &Cx<'_, Shop>) -> Result<Opened<Self, ()>, Diagnostic> {
        Ok(Opened { result: config, lease: (), renew_at: None })
    }
}

impl Action<Shop> for Look {
    const TYPE_NAME: &'static str = "shop_stare";

    async fn invoke(_: Self, _: &Cx<'_, Shop>, _: &Progress) -> Result<(), Diagnostic> {
        Ok(())
    }
}

/// What things cost.
///
/// Together, that is.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Price {
    /// Currency, the shop's own when it is null.
    currency: Option<String>,
    /// Things.
    #[attr(variadic)]
    things: Vec<String>,
}

impl Function for Price {
    const NAME: &'static str = "price";
    type Output = f64;

    fn call(self) -> Result<f64, FunctionError> {
        Err(FunctionError::new("Not for sale."))
    }
}

impl Provider for Shop {
    type Config = Config;
    type Client = ();
    type Error = Diagnostic;

    fn registry(&self) -> Registry<Self> {
        Registry::new()
            .resource::<Thing>()
            .data_source::<Look>()
            .ephemeral::<Look>()
            .list::<Thing>()
            .action::<Look>()
            .function::<Price>()
    }

    async fn configure(&self, _: Config, _: &Setup) -> Result<(), Diagnostics> {
        Ok(())
    }

    fn diagnose(error: Diagnostic, _: &Block) -> Diagnostics {
        error.into()
    }
}

const EXAMPLES: &[&str] = &[
    "provider/provider.tf",
    "resources/shop_thing/resource.tf",
    "resources/shop_thing/import.tf",
    "resources/shop_thing/import.sh",
    "data-sources/shop_look/data-source.tf",
    "ephemeral-resources/shop_peek/ephemeral-resource.tf",
    "list-resources/shop_thing/list-resource.tfquery.hcl",
    "actions/shop_stare/action.tf",
    "functions/price/function.tf",
];

#[test]
fn every_kind_has_its_page() {
    assert_eq!(Server::new(Shop).mistakes(), Vec::<String>::new());
    let examples = tempfile::tempdir().unwrap();
    for example in EXAMPLES {
        let path = examples.path().join(example);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("# {example}\n")).unwrap();
    }
    let pages = docs::pages("shop", &Shop.registry(), &docs::Examples::new(examples.path()));
    let mut all = String::new();
    for (path, text) in pages.unwrap() {
        all.extend(["<<<<<<<< ", &path.display().to_string(), "\n", &text]);
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/docs.md");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &all).unwrap();
    }
    assert_eq!(all, fs::read_to_string(&golden).unwrap_or_default(), "{}", golden.display());
}

#[test]
fn a_missing_example_is_named() {
    let nothing = tempfile::tempdir().unwrap();
    let pages = docs::pages("shop", &Shop.registry(), &docs::Examples::new(nothing.path()));
    let error = pages.unwrap_err().to_string();
    assert!(error.contains("provider/provider.tf"), "{error}");
}
