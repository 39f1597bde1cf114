//! The largest answer.

use crate::{
    calls::start,
    provider::SCHEMAS,
    schema::{self, schema},
};
use std::collections::BTreeMap;
use tf_protocol::{
    Type,
    rpc::{CallRequest, ProviderSchema},
    schema::Nesting,
};

pub(crate) async fn they_arrive_whole() {
    let (_host, mut client) = start().await;
    // Identities have a call of their own.
    let offered = ProviderSchema { identities: BTreeMap::new(), ..schema() };
    for _ in 0..2 {
        assert_eq!(client.schema().await.unwrap(), offered);
    }
    let group = schema::thing().block.blocks.into_iter().find(|b| b.nesting == Nesting::Group);
    let inner = Type::object([("inner", Type::String)]);
    assert_eq!(group.map(|group| group.nesting.around(group.block.ty())), Some(inner));
}

pub(crate) async fn they_are_asked_for_once() {
    let (host, mut client) = start().await;
    let first = client.schema_bytes().await.unwrap();
    assert!(first.len() > 1000);
    assert_eq!(client.schema_bytes().await.unwrap(), first);
    let mut other = host.connect().await.unwrap();
    assert_eq!(other.schema_bytes().await.unwrap(), first);
    let request = CallRequest { name: SCHEMAS.to_owned(), arguments: Vec::new() };
    let count = client.call_function(request).await.unwrap().unwrap();
    assert_eq!(count.decode(&Type::Number).unwrap().as_i64(), Some(1));
}
