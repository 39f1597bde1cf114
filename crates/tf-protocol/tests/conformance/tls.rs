//! Who may connect.

use crate::provider;
use tf_protocol::testing::Who;
use tokio::net::UnixStream;

/// With TLS 1.3 a refusal may come after the client believes to be connected, so the first call
/// decides.
async fn can_call(who: Who) -> bool {
    let host = provider().start().unwrap();
    let called = match host.connect_as(who).await {
        Ok(mut client) => client.metadata().await.is_ok(),
        Err(_) => false,
    };
    // Whoever came, the owner is still welcome.
    host.connect().await.unwrap().metadata().await.unwrap();
    called
}

pub(crate) async fn the_host_is_accepted() {
    assert!(can_call(Who::Owner).await);
}

pub(crate) async fn tls_1_2_is_enough() {
    assert!(can_call(Who::OwnerOfOld).await);
}

pub(crate) async fn a_stranger_is_refused() {
    assert!(!can_call(Who::Stranger).await);
}

pub(crate) async fn a_thief_is_refused() {
    assert!(!can_call(Who::Thief).await);
}

pub(crate) async fn nobody_is_refused() {
    assert!(!can_call(Who::Nobody).await);
}

pub(crate) async fn plaintext_is_refused() {
    assert!(!can_call(Who::Plaintext).await);
}

pub(crate) async fn a_silent_client_keeps_nobody_waiting() {
    let host = provider().start().unwrap();
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(UnixStream::connect(&host.handshake.address).await.unwrap());
    }
    host.connect().await.unwrap().metadata().await.unwrap();
}
