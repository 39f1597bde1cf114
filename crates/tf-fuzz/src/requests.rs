//! Every call of a provider, with arguments that Terraform would never send.

mod answers;
mod arguments;
mod calls;

use crate::{Fuzzed, Source};
use arguments::Arguments;
use std::{sync::OnceLock, time::Duration};
use tf_framework::Server;
use tf_protocol::{ProviderServer as _, rpc::ProviderSchema};

pub use calls::CALLS;

/// How many calls are made of one input.
const MOST: usize = 8;

/// How long they may wait for something. Nothing here waits for anybody.
const LIMIT: Duration = Duration::from_secs(20);

/// A byte, even for a configured provider, and up to eight calls: for each a byte that says which (below
/// [`CALLS`]), and what decides on its arguments.
///
/// # Panics
/// Where a call panics, or does not end, or its answer without an error is not readable.
pub fn requests(data: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let done = runtime.map(|runtime| {
        runtime.block_on(async { tokio::time::timeout(LIMIT, session(data)).await.is_ok() })
    });
    assert!(matches!(done, Ok(true)), "the calls do not end: {done:?}");
}

async fn session(data: &[u8]) {
    let server = Server::new(Fuzzed);
    let mut arguments = Arguments::new(Source::new(data), schema());
    if !arguments.source.flag() {
        calls::begin(&server, arguments.schema).await;
    }
    for _ in 0..MOST {
        if arguments.source.is_empty() {
            break;
        }
        calls::call(&server, &mut arguments).await;
    }
}

/// The provider's schema, which never changes.
fn schema() -> &'static ProviderSchema {
    static SCHEMA: OnceLock<ProviderSchema> = OnceLock::new();
    SCHEMA.get_or_init(|| Server::new(Fuzzed).schema())
}
