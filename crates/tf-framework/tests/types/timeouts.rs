//! How long the practitioner lets an operation take.

use crate::tools::{at, complaints, keeps_value, type_of};
use std::time::Duration;
use tf_framework::{
    ApiObject, AttributeType, Kind, Nesting, Object, Operation, Schema, Timeouts, Type, Value,
    schema::Role,
};

fn timeouts(create: Value, delete: Value) -> Value {
    let null = || Value::Null;
    Value::object([("create", create), ("read", null()), ("update", null()), ("delete", delete)])
}

#[test]
fn each_operation_has_its_own() {
    let value = timeouts(Value::from("1h30m"), Value::from("90s"));
    let it = <Timeouts as AttributeType>::from_value(&value, &at()).unwrap();
    for (operation, seconds) in [
        (Operation::Create, Some(5400)),
        (Operation::Read, None),
        (Operation::Update, None),
        (Operation::Delete, Some(90)),
    ] {
        assert_eq!(it.of(operation), seconds.map(Duration::from_secs), "{operation:?}");
    }
    keeps_value(&it);
    let none = <Option<Timeouts> as AttributeType>::from_value(&Value::Null, &at()).unwrap();
    assert_eq!(none, None);
}

#[test]
fn all_may_be_absent_and_the_api_sees_none() {
    let block = Timeouts::block();
    assert_eq!(block.mistakes(Role::Resource), [""; 0]);
    for attribute in &block.attributes {
        assert_eq!((attribute.mode, attribute.ty()), (tf_framework::Mode::Optional, Type::String));
    }
    let value = timeouts(Value::from("1h"), Value::Null);
    let it = <Timeouts as AttributeType>::from_value(&value, &at()).unwrap();
    assert!(it.to_api().is_empty());
    assert_eq!(it.clone().absorb(&tf_framework::JsonMap::new()).unwrap(), it);
}

#[test]
fn they_can_be_an_attribute_or_a_block() {
    assert!(matches!(Timeouts::kind(), Kind::Nested(Nesting::Single, _)));
    assert!(matches!(Timeouts::kind().into_block(), Kind::Block(Nesting::Single, _)));
    assert_eq!(type_of::<Option<Timeouts>>(), type_of::<Timeouts>());
}

#[test]
fn what_is_no_duration_is_refused() {
    let value = timeouts(Value::from("1 hour"), Value::Unknown);
    let found = complaints::<Object<Timeouts>>(&value);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("it.create: `1 hour` is not a duration"), "{found:?}");
}
