//! A resource with every word of the grammar.

use super::{
    Cx, Fuzzed,
    parts::{Common, Part},
};
use std::collections::BTreeMap;
use tf_framework::{
    ApiObject as _, Change, Checked, Computed, Diagnostic, Diagnostics, Dynamic, Found, JsonMap,
    Known, ListResource, Move, Number, Object, Planning, Resource, Schema, Sensitive, Set, Text,
    Timeouts, Unordered, Upgrade, Value, WriteOnly, text,
};

fn grows(prior: &Value, planned: &Value) -> bool {
    prior < planned
}

fn check(thing: &Checked<'_>, out: &mut Diagnostics) {
    if let Known::Is(level) = thing.integer("level")
        && thing.integer("size") == Known::Is(level)
    {
        thing.refuse(out, "level", "Too alike", "`level` is `size`.");
    }
}

/// Everything that can be said.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = check, at_most_one_of = ["one", "third"], together = ["third", "fourth"])]
pub(crate) struct Thing {
    /// The id.
    #[attr(key, keep)]
    id: Computed<String>,
    /// Where it is.
    #[attr(key)]
    zone: i64,
    /// Part of the identity.
    #[attr(identity)]
    region: Option<String>,
    /// A choice.
    #[attr(one_of = ["one", "other"], conflicts = ["other"])]
    one: Option<String>,
    /// A choice.
    #[attr(requires = ["region"])]
    other: Option<String>,
    /// With a pattern.
    #[attr(pattern("([a-z]+)*", "lower case letters"))]
    third: Option<String>,
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
    #[attr(optional, keep = also_null, range = 0..=10)]
    size: Computed<i64>,
    /// With decimal bounds.
    #[attr(range = -0.5..=0.1, default = 0.1)]
    ratio: f64,
    /// Replaces where it is configured.
    #[attr(optional, replace = if_configured)]
    place: Computed<Text<text::Cidr>>,
    /// Replaces when it grows.
    #[attr(replace_if = grows, clear = refuse)]
    level: Option<u32>,
    /// A list without repetitions.
    #[attr(clear = empty, unique, length = ..=3)]
    list: Option<Vec<String>>,
    /// A list that means a set.
    #[attr(replace)]
    unordered: Option<Unordered<Vec<Text<text::Timestamp>>>>,
    /// By key.
    map: Option<BTreeMap<String, Number>>,
    /// Nested by key.
    parts: Option<BTreeMap<String, Part>>,
    /// Nested without order.
    set: Option<Set<Part>>,
    /// Of any type.
    any: Option<Dynamic>,
    /// An object.
    object: Option<Object<Common>>,
    /// A pair.
    pair: Option<(Text<text::Pem>, bool)>,
    /// Documents.
    documents: Option<Set<Text<text::Json>>>,
    /// An address.
    url: Option<Text<text::Url>>,
    /// Blocks.
    #[attr(block)]
    blocks: Vec<Part>,
    /// A block that may be there.
    #[attr(block)]
    single: Option<Part>,
    /// A group.
    #[attr(group)]
    group: Common,
    /// Named blocks.
    #[attr(block, length = 1..)]
    named: BTreeMap<String, Part>,
    /// Blocks without order.
    #[attr(block)]
    loose: Set<Part>,
    /// How long it may take.
    #[attr(local)]
    timeouts: Option<Timeouts>,
}

/// Version 1.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Old {
    /// The id.
    id: Computed<String>,
    /// Its level.
    level: Option<u32>,
    /// Documents.
    documents: Vec<String>,
}

impl Old {
    fn today(self) -> Thing {
        let documents = Set::from(self.documents.into_iter().map(Text::from).collect::<Vec<_>>());
        Thing { id: self.id, level: self.level, documents: Some(documents), ..Thing::default() }
    }
}

impl Resource<Fuzzed> for Thing {
    const TYPE_NAME: &'static str = "fuzz_thing";
    const VERSION: i64 = 2;
    const IDENTITY_VERSION: i64 = 1;

    async fn create(plan: Self, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.set_private("made", &plan.level)?;
        let made = Self { id: Computed::Known("1".to_owned()), ..plan };
        cx.save(&made);
        let sent = made.to_api();
        made.absorb(&sent)
    }

    async fn read(prior: Self, cx: &Cx<'_>) -> Result<Option<Self>, Diagnostic> {
        cx.private::<Option<u32>>("made")?;
        let sent = prior.to_api();
        let gone = prior.region.as_deref() == Some("gone");
        prior.absorb(&sent).map(|found| (!gone).then_some(found))
    }

    async fn update(change: Change<Self>, cx: &Cx<'_>) -> Result<Self, Diagnostic> {
        cx.remove_private("made");
        let body = change.body();
        change.plan.absorb(&body)
    }

    async fn delete(_: Self, _: &Cx<'_>) -> Result<(), Diagnostic> {
        Ok(())
    }

    async fn modify_plan(plan: &mut Planning<'_, Fuzzed>) -> Result<(), Diagnostic> {
        if plan.is_change() && !plan.is_destroy() && plan.config("size") == Known::Null {
            plan.set("size", 7);
            plan.replace("level");
        }
        plan.private::<Option<u32>>("made")?;
        plan.set_private("planned", &true)
    }

    fn upgrades() -> Vec<Upgrade<Self>> {
        let json = |mut state: JsonMap| {
            let level = state.remove("lvl").unwrap_or_default();
            state.insert("level".to_owned(), level);
            Ok(state)
        };
        vec![Upgrade::json(0, json), Upgrade::typed(1, |old: Old| Ok(old.today()))]
    }

    fn moves() -> Vec<Move<Self>> {
        vec![Move::from("acme/old", "old_thing", |source| source.read::<Old>().map(Old::today))]
    }

    fn upgrade_identity(version: i64, mut stored: JsonMap) -> Result<JsonMap, Diagnostic> {
        stored.insert("zone".to_owned(), version.into());
        Ok(stored)
    }
}

/// What to list.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(crate) struct Filter {
    /// How many.
    #[attr(range = 0..=100)]
    most: Option<u32>,
    /// In which zones.
    zones: Option<Set<i64>>,
}

impl ListResource<Fuzzed> for Thing {
    type Filter = Filter;

    async fn list(filter: Filter, _: &Cx<'_>, found: &Found<'_, Self>) -> Result<(), Diagnostic> {
        let zones = filter.zones.unwrap_or_default();
        for number in 0..filter.most.unwrap_or_default().min(100) {
            let id = Computed::Known(number.to_string());
            let zone = zones.elements().first().copied().unwrap_or_default();
            let thing = Self { id, zone, ..Self::default() };
            if !found.push(&thing, "a thing").await {
                break;
            }
        }
        found.report(Diagnostic::remote("Incomplete", "There are more.")).await;
        Ok(())
    }
}
