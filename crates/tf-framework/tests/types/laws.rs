//! What holds for every value.

use crate::tools::{at, keeps_json, keeps_value};
use proptest::{collection, prelude::*};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use tf_framework::{
    AttributeType, Computed, Dynamic, Number, Schema, Sensitive, Set, Text, TextType, Value,
    WriteOnly,
    text::{AnyCase, Duration, Json as JsonText},
};

/// A thing.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
struct Thing {
    /// Its name.
    name: String,
    /// How many.
    count: Option<u64>,
    /// What it weighs.
    weight: f64,
}

fn numbers() -> impl Strategy<Value = Number> {
    "-?[0-9]{1,40}(\\.[0-9]{1,40})?".prop_map(|text| text.parse().unwrap())
}

fn things() -> impl Strategy<Value = Thing> {
    let float = prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO;
    (".*", any::<Option<u64>>(), float).prop_map(|(name, count, weight)| Thing {
        name,
        count,
        weight,
    })
}

fn documents() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        numbers().prop_map(|number| number.to_json().unwrap()),
        ".*".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn exact_numbers(it in numbers()) {
        keeps_value(&it);
        keeps_json(&it);
    }

    #[test]
    fn whole_numbers(a: i32, b: i64, c: u32, d: u64) {
        let it = (a, b, c, d);
        keeps_value(&it);
        keeps_json(&it);
    }

    #[test]
    fn collections(map in collection::btree_map(".*", things(), 0..4), list in collection::vec(numbers(), 0..4)) {
        keeps_value(&map);
        keeps_json(&map);
        let set: Set<Number> = list.into_iter().collect();
        keeps_value(&set);
        keeps_json(&set);
    }

    #[test]
    fn dynamic_values(document in documents()) {
        let it = Dynamic::from_json(&document).unwrap();
        prop_assert_eq!(it.to_json().unwrap(), document);
        keeps_value(&it);
        prop_assert!(Dynamic::equivalent(&it.to_value(), &it.to_value()));
    }

    #[test]
    fn documents_mean_the_same_however_they_are_laid_out(document in documents()) {
        let (compact, pretty) = (document.to_string(), format!("{document:#}"));
        prop_assert!(JsonText::check(&pretty).is_ok());
        prop_assert!(JsonText::same(&compact, &pretty));
        let wrapped = format!("[{pretty}]");
        prop_assert!(!JsonText::same(&compact, &wrapped));
    }

    #[test]
    fn durations_add_up(hours in 0_u64..1000, minutes in 0_u64..1000, seconds in 0_u64..1000) {
        let text = format!("{hours}h{minutes}m{seconds}s");
        let total = hours * 3600 + minutes * 60 + seconds;
        let parsed = Text::<Duration>::from(text.as_str()).parsed();
        prop_assert_eq!(parsed, Some(std::time::Duration::from_secs(total)));
        let in_seconds = format!("{total}s");
        prop_assert!(Duration::same(&text, &in_seconds));
    }

    #[test]
    fn no_text_is_too_strange_to_judge(text in ".*", other in ".*") {
        fn judge<K: TextType>(text: &str, other: &str) -> bool {
            let valid = K::check(text).is_ok();
            (!valid || K::same(text, text)) && (K::same(text, other) == K::same(other, text))
        }
        use tf_framework::text::{Cidr, IpAddress, Pem, Timestamp, Url};
        prop_assert!(judge::<AnyCase>(&text, &other));
        prop_assert!(judge::<Cidr>(&text, &other));
        prop_assert!(judge::<Duration>(&text, &other));
        prop_assert!(judge::<IpAddress>(&text, &other));
        prop_assert!(judge::<JsonText>(&text, &other));
        prop_assert!(judge::<Pem>(&text, &other));
        prop_assert!(judge::<Timestamp>(&text, &other));
        prop_assert!(judge::<Url>(&text, &other));
    }

    #[test]
    fn nothing_write_only_comes_back(map in collection::btree_map(".*", things(), 0..4)) {
        type Secret = WriteOnly<Sensitive<BTreeMap<String, Thing>>>;
        let it = Secret::from_value(&map.to_value(), &at()).unwrap();
        prop_assert_eq!(it.get().unwrap().expose(), &map);
        prop_assert_eq!(it.to_value(), Value::Null);
        prop_assert_eq!(format!("{it:?}"), "(write-only)");
        let computed = Computed::Known(Sensitive::from(map.clone()));
        prop_assert_eq!(computed.to_value(), map.to_value());
    }
}
