//! Every key, where it belongs, and what becomes of it.

use std::collections::BTreeMap;
use tf_framework::{
    ApiObject, AttributePath, AttributeType, Attribute, Block, Checked, Computed, Diagnostic,
    Diagnostics, JsonMap, Kind, Mode, Nesting, Nulls, Number, Schema, Sensitive, Unordered, Value,
    schema::{Clear, Keep, Relation, Replace, Rule},
};

/// Never stored, as far as the derive is told: by the constant.
#[derive(Debug, Clone, Default, PartialEq)]
struct WriteOnly<T>(Option<T>);

type Json = tf_framework::__json::Value;

impl<T: AttributeType> AttributeType for WriteOnly<T> {
    const WRITE_ONLY: bool = true;

    fn kind() -> Kind {
        T::kind()
    }

    fn from_value(value: &Value, path: &AttributePath) -> Result<Self, Diagnostic> {
        Option::from_value(value, path).map(Self)
    }

    fn to_value(&self) -> Value {
        self.0.to_value()
    }

    fn from_json(json: &Json) -> Option<Self> {
        Option::from_json(json).map(Self)
    }

    fn to_json(&self) -> Option<Json> {
        self.0.to_json()
    }
}

const COLOURS: &[&str] = &["red", "blue"];
const LEAST: i64 = -5;
const MOST: usize = 7;

type Id = Computed<String>;

fn grows(prior: &Value, planned: &Value) -> bool {
    prior < planned
}

const FAMILY: &str = "Things";

fn nothing_of(_: &Value, _: &AttributePath, _: &mut Diagnostics) {}

fn nothing(_: &Checked<'_>, _: &mut Diagnostics) {}

/// A part.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Part {
    /// Its name.
    name: String,
}

/// What several have.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(api = manual)]
struct Common {
    /// A note.
    note: Option<String>,
}

impl ApiObject for Common {
    fn to_api(&self) -> JsonMap {
        JsonMap::new()
    }

    fn absorb(self, _: &JsonMap) -> Result<Self, Diagnostic> {
        Ok(self)
    }
}

/// Everything that can be said.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = nothing, deprecated = "Use another.", family = FAMILY)]
#[schema(exactly_one_of = ["one", "other"], at_most_one_of = ["one", "third"])]
#[schema(at_least_one_of = ["one", "other"], together = ["third", "fourth"])]
struct Everything {
    /// The id.
    #[attr(key, keep)]
    id: Id,
    /// The place.
    #[attr(key)]
    place: String,
    /// The slug.
    #[attr(key, optional)]
    slug: Computed<String>,
    /// Part of the identity.
    #[attr(identity)]
    region: Option<String>,
    /// A choice.
    #[attr(one_of = ["red", "blue"], conflicts = ["other"])]
    one: Option<String>,
    /// A choice from a constant.
    #[attr(one_of = COLOURS, requires = ["region", "place"])]
    other: Option<String>,
    /// With a pattern.
    #[attr(pattern("[a-z]+", "lower case letters"), bytes = 1..=64, check = nothing_of)]
    third: Option<String>,
    /// A number to choose.
    #[attr(one_of = [1, -2.5])]
    numbered: Option<Number>,
    /// Anything but these, by key.
    #[attr(none_of = ["red"], keys("[a-z]+", "lower case letters"))]
    keyed: Option<BTreeMap<String, String>>,
    /// Prefers the other.
    #[attr(prefer = "password_wo")]
    fourth: Option<Sensitive<String>>,
    /// A secret.
    #[attr(version = "password_wo_version")]
    password_wo: Option<WriteOnly<String>>,
    /// Its version.
    #[attr(local)]
    password_wo_version: Option<i64>,
    /// With bounds.
    #[attr(optional, keep = also_null, range = LEAST..=MOST)]
    size: Computed<i64>,
    /// With bounds to the last digit.
    #[attr(range = -0.1..=18446744073709551616, default = 1)]
    ratio: i64,
    /// Replaces where it is configured.
    #[attr(optional, replace = if_configured)]
    zone: Computed<String>,
    /// Replaces when it grows.
    #[attr(replace_if = grows, clear = refuse)]
    level: Option<i64>,
    /// Cleared with nothing in it.
    #[attr(clear = empty, unique, length = ..=3)]
    list: Option<Vec<String>>,
    /// A list that means a set.
    #[attr(replace, clear = null)]
    unordered: Option<Unordered<Vec<String>>>,
    /// A keyword.
    #[attr(api = "kind", deprecated = "Use `one`.")]
    r#type: Option<String>,
    /// From the provider, and secret.
    found: Sensitive<Computed<String>>,
    /// Blocks.
    #[attr(block, length = 1..)]
    blocks: Vec<Part>,
    /// A block that may be there.
    #[attr(block)]
    single: Option<Part>,
    /// A block that must be there.
    #[attr(block)]
    present: Part,
    /// A group.
    #[attr(group)]
    group: Part,
}

/// Flattened, and of any type.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(together = ["name", "note"])]
struct Whole<T: Schema> {
    #[attr(flatten, describes)]
    common: Common,
    #[attr(flatten)]
    inner: T,
    /// Related to what is not seen here.
    #[attr(conflicts = ["name"])]
    own: Option<String>,
}

/// The parameters of a function.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Parameters {
    /// All of them.
    #[attr(variadic)]
    words: Vec<String>,
}

fn named(block: &Block, name: &str) -> Attribute {
    block.attribute(name).expect(name).clone()
}

fn object(members: &[(&str, Value)]) -> Value {
    Value::object(members.iter().cloned())
}

fn schema() {
    let block = Everything::block();
    let get = |name| named(&block, name);
    let rules = |name| get(name).rules;
    assert_eq!(block.deprecation, Some("Use another."));
    assert_eq!(block.checks.len(), 1);
    assert_eq!(
        block.relations,
        [
            Relation::ExactlyOne(&["one", "other"]),
            Relation::AtMostOne(&["one", "third"]),
            Relation::AtLeastOne(&["one", "other"]),
            Relation::Together(&["third", "fourth"]),
        ]
    );
    assert!(get("id").key && get("id").mode == Mode::Computed);
    assert!(matches!(get("id").replace, Replace::Never));
    assert!(matches!(get("place").replace, Replace::Always));
    assert!(matches!(get("slug").replace, Replace::IfConfigured));
    assert!(get("region").identity && !get("region").key);
    assert_eq!(rules("one"), [Rule::OneOf(&["red", "blue"]), Rule::Conflicts(&["other"])]);
    assert_eq!(rules("other"), [Rule::OneOf(COLOURS), Rule::Requires(&["region", "place"])]);
    assert_eq!(
        rules("third"),
        [Rule::Bytes(1, 64), Rule::Pattern("[a-z]+", "lower case letters")]
    );
    assert_eq!((get("third").checks.len(), block.family), (1, FAMILY));
    let numbers = ["1", "-2.5"].map(|digits| digits.parse().expect("a number"));
    assert_eq!(rules("numbered"), [Rule::OneOfNumbers(numbers.to_vec())]);
    assert_eq!(
        rules("keyed"),
        [Rule::NoneOf(&["red"]), Rule::Keys("[a-z]+", "lower case letters")]
    );
    assert_eq!(rules("fourth"), [Rule::Prefer("password_wo")]);
    assert!(get("password_wo").write_only && get("password_wo").mode == Mode::Optional);
    assert_eq!(get("password_wo").version, Some("password_wo_version"));
    assert_eq!(get("password_wo_version").api, None);
    assert_eq!((get("id").keep, get("size").keep), (Keep::Value, Keep::AlsoNull));
    assert_eq!(rules("size"), [Rule::Range(Some(Number::from(-5_i64)), Some(Number::from(7_i64)))]);
    let exactly = |digits: &str| digits.parse::<Number>().ok();
    assert_eq!(rules("ratio"), [Rule::Range(exactly("-0.1"), exactly("18446744073709551616"))]);
    assert_eq!(get("ratio").default, Some(Value::from(1)));
    assert_eq!(get("ratio").mode, Mode::OptionalComputed);
    assert!(matches!(get("zone").replace, Replace::IfConfigured));
    assert!(matches!(get("level").replace, Replace::If(_)));
    assert_eq!((get("level").clear, get("list").clear), (Clear::Refuse, Clear::Empty));
    assert_eq!(rules("list"), [Rule::Length(0, 3), Rule::Unique]);
    assert!(matches!(get("unordered").replace, Replace::Always));
    assert_eq!((get("type").api, get("type").deprecation), (Some("kind"), Some("Use `one`.")));
    assert!(get("found").sensitive && get("found").mode == Mode::Computed);
    assert!(matches!(get("blocks").kind, Kind::Block(Nesting::List, _)));
    assert_eq!(rules("blocks"), [Rule::Length(1, usize::MAX)]);
    assert!(matches!(get("single").kind, Kind::Block(Nesting::Single, _)));
    assert_eq!((rules("single"), rules("present")), (Vec::new(), vec![Rule::Present]));
    assert!(matches!(get("group").kind, Kind::Block(Nesting::Group, _)));
    assert!(named(&Parameters::block(), "words").variadic);

    let whole = Whole::<Part>::block();
    assert_eq!(whole.description, "What several have.");
    let names: Vec<_> = whole.attributes.iter().map(|attribute| attribute.name).collect();
    assert_eq!(names, ["note", "name", "own"]);
}

/// What is sent: no keys, nothing that only the provider sets, nothing local. What is taken from an
/// answer: nothing write-only, nothing local.
fn codecs() {
    let part = || object(&[("name", Value::from("a"))]);
    let config = object(&[
        ("id", Value::from("1")),
        ("place", Value::from("here")),
        ("slug", Value::from("thing")),
        ("password_wo", Value::from("secret")),
        ("password_wo_version", Value::from(2)),
        ("size", Value::from(3)),
        ("ratio", Value::from(1)),
        ("type", Value::from("t")),
        ("blocks", Value::List(Vec::new())),
        ("present", part()),
        ("group", part()),
        ("found", Value::from("f")),
    ]);
    let root = AttributePath::default();
    let thing = <Everything as Schema>::from_value(&config, &root, Nulls::Refuse).expect("a thing");
    let body = Json::Object(thing.to_api()).to_string();
    assert_eq!(
        body,
        r#"{"blocks":[],"group":{"name":"a"},"kind":"t","passwordWo":"secret","present":{"name":"a"},"ratio":1,"size":3}"#
    );

    let mut answer = JsonMap::new();
    for member in ["id", "place", "found", "passwordWo", "kind"] {
        answer.insert(member.to_owned(), Json::from("new"));
    }
    answer.insert("passwordWoVersion".to_owned(), Json::from(9));
    let after = Schema::to_value(&thing.clone().absorb(&answer).expect("an answer"));
    for name in ["id", "place", "found", "type"] {
        assert_eq!(after.attribute(name), &Value::from("new"), "{name}");
    }
    assert_eq!(after.attribute("password_wo"), &Value::from("secret"));
    assert_eq!(after.attribute("password_wo_version"), &Value::from(2));
    answer.insert("kind".to_owned(), Json::from(1));
    let refused = thing.absorb(&answer).expect_err("a number");
    assert_eq!(refused.path, Some(AttributePath::root("type")));
}

fn main() {
    schema();
    codecs();
}
