//! Random values of a schema.

use proptest::{collection::vec, prelude::*};
use tf_framework::{Attribute, Block, Kind, Mode, Nesting, Type, Value};
use tf_protocol::Refinement;

/// What a practitioner may write.
pub(super) fn any_config(block: &Block, unknowns: bool) -> BoxedStrategy<Value> {
    object(block, move |attribute| configured(attribute, unknowns))
}

/// What a state may hold.
pub(super) fn any_state(block: &Block) -> BoxedStrategy<Value> {
    object(block, stored)
}

fn object(
    block: &Block,
    value: impl Fn(&Attribute) -> BoxedStrategy<Value>,
) -> BoxedStrategy<Value> {
    let names: Vec<_> = block.attributes.iter().map(|attribute| attribute.name).collect();
    let values: Vec<_> = block.attributes.iter().map(value).collect();
    values.prop_map(move |values| Value::object(names.iter().copied().zip(values))).boxed()
}

fn configured(attribute: &Attribute, unknowns: bool) -> BoxedStrategy<Value> {
    let some = content(attribute, unknowns, &|block| any_config(block, unknowns));
    let null = Just(Value::Null);
    let unknown = prop_oneof![
        2 => Just(Value::Unknown),
        1 => Just(Value::Refined(Box::new(Refinement { not_null: true, ..Refinement::default() })))
    ];
    let unknowns = u32::from(unknowns);
    match (&attribute.kind, attribute.mode) {
        (Kind::Block(Nesting::Single, _), _) => prop_oneof![2 => some, 1 => null].boxed(),
        (Kind::Block(Nesting::Group, _), _) => some,
        (Kind::Block(..), _) => prop_oneof![5 => some, unknowns => Just(Value::Unknown)].boxed(),
        (_, Mode::Computed) => null.boxed(),
        (_, Mode::Required) => prop_oneof![5 => some, unknowns => unknown].boxed(),
        _ => prop_oneof![3 => some, 2 => null, unknowns => unknown].boxed(),
    }
}

fn stored(attribute: &Attribute) -> BoxedStrategy<Value> {
    let some = content(attribute, false, &any_state);
    match &attribute.kind {
        _ if attribute.write_only => Just(Value::Null).boxed(),
        Kind::Block(Nesting::List | Nesting::Set | Nesting::Map | Nesting::Group, _) => some,
        _ => prop_oneof![3 => some, 1 => Just(Value::Null)].boxed(),
    }
}

/// Something of the kind of an attribute.
fn content(
    attribute: &Attribute,
    unknowns: bool,
    inside: &dyn Fn(&Block) -> BoxedStrategy<Value>,
) -> BoxedStrategy<Value> {
    let (nesting, element) = match &attribute.kind {
        Kind::Type(ty) => return of_type(ty, unknowns),
        Kind::Nested(nesting, block) | Kind::Block(nesting, block) => (nesting, inside(block)),
    };
    match nesting {
        Nesting::Single | Nesting::Group => element,
        Nesting::List => vec(element, 0..4).prop_map(Value::List).boxed(),
        Nesting::Set => vec(element, 0..4).prop_map(Value::set).boxed(),
        Nesting::Map => members(element),
    }
}

fn members(element: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let keys = || prop::sample::select(vec!["k", "l", "m"]);
    vec((keys().prop_map(str::to_owned), element), 0..3)
        .prop_map(|members| Value::Map(members.into_iter().collect()))
        .boxed()
}

fn of_type(ty: &Type, unknowns: bool) -> BoxedStrategy<Value> {
    let element = |ty: &Type| {
        let some = of_type(ty, unknowns);
        prop_oneof![5 => some, u32::from(unknowns) => Just(Value::Unknown)]
    };
    match ty {
        Type::Bool => any::<bool>().prop_map(Value::from).boxed(),
        Type::Number => (0..3_i64).prop_map(Value::from).boxed(),
        Type::List(inner) => vec(element(inner), 0..3).prop_map(Value::List).boxed(),
        // A set with an unknown element is unknown as a whole.
        Type::Set(inner) => vec(of_type(inner, false), 0..3).prop_map(Value::set).boxed(),
        Type::Map(inner) => members(element(inner).boxed()),
        Type::Object { .. } => {
            element(&Type::String).prop_map(|value| Value::object([("o", value)])).boxed()
        }
        Type::Dynamic => prop_oneof![of(Type::String), of(Type::Number)].boxed(),
        _ => prop::sample::select(vec!["x", "X", "y"]).prop_map(Value::from).boxed(),
    }
}

fn of(ty: Type) -> impl Strategy<Value = Value> {
    of_type(&ty, false).prop_map(move |value| Value::Dynamic(Box::new((ty.clone(), value))))
}
