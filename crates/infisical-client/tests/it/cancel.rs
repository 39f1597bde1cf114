//! Cancellation: nothing new is started, reads and waits end, a write on its way is waited for.

use crate::server::{Answer, ID, IDENTITY, Server, body};
use infisical_client::{Client, Config, Error};
use std::sync::Arc;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

fn cancellable(config: Config) -> (Client, CancellationToken) {
    let token = config.cancellation.clone();
    (Client::new(config).unwrap(), token)
}

#[tokio::test]
async fn nothing_is_started_afterwards() {
    let server = Server::script([]).await;
    for config in [server.config(), server.universal()] {
        let (client, token) = cancellable(config);
        token.cancel();
        let error = client.post(&IDENTITY.at(ID), &body()).await.unwrap_err();
        assert!(matches!(error, Error::Cancelled { sent: false, .. }), "{error:?}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_read_on_its_way_is_dropped() {
    let server = Server::start(|_| Answer::Never).await;
    let (client, token) = cancellable(server.config());
    let read = tokio::spawn(async move { client.get(&IDENTITY.at(ID)).await });
    server.arrived(1).await;
    token.cancel();
    let error = read.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled { sent: true, .. }), "{error:?}");
}

#[tokio::test]
async fn a_write_on_its_way_is_waited_for() {
    let release = Arc::new(Notify::new());
    let held = Answer::Held(Arc::clone(&release), Box::new(Answer::identity()));
    let server = Server::start(move |_| held.clone()).await;
    for method in ["POST", "PATCH", "PUT", "DELETE"] {
        let (client, token) = cancellable(server.config());
        let before = server.seen().len();
        let write = tokio::spawn(async move {
            let at = IDENTITY.at(ID);
            match method {
                "POST" => client.post(&at, &body()).await,
                "PATCH" => client.patch(&at, &body()).await,
                "PUT" => client.put(&at, &body()).await,
                _ => client.delete(&at).await,
            }
        });
        server.arrived(before + 1).await;
        token.cancel();
        release.notify_one();
        assert_eq!(write.await.unwrap().unwrap()["id"], ID, "{method}");
    }
}

#[tokio::test]
async fn a_wait_ends_and_says_what_is_known() {
    let wait = |status| Answer::refusal(status, "Busy", "Later").with("retry-after", "60");
    for (status, sent) in [(429, false), (503, true)] {
        let server = Server::start(move |_| wait(status)).await;
        let (client, token) = cancellable(server.config());
        let removal = tokio::spawn(async move { client.delete(&IDENTITY.at(ID)).await });
        server.arrived(1).await;
        token.cancel();
        let error = removal.await.unwrap().unwrap_err();
        let Error::Cancelled { sent: found, .. } = error else { panic!("{error:?}") };
        assert_eq!(found, sent, "{status}");
    }
}

#[tokio::test]
async fn a_write_that_waits_for_its_turn_is_not_sent() {
    let release = Arc::new(Notify::new());
    let held = Answer::Held(Arc::clone(&release), Box::new(Answer::identity()));
    let server = Server::script([held]).await;
    let (client, token) = cancellable(server.config());
    let at = IDENTITY.at(ID);
    let first = tokio::spawn({
        let (client, at) = (client.clone(), at.clone());
        async move { client.patch(&at, &body()).await }
    });
    server.arrived(1).await;
    let second = tokio::spawn(async move { client.patch(&at, &body()).await });
    token.cancel();
    let error = second.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled { sent: false, .. }), "{error:?}");
    release.notify_one();
    first.await.unwrap().unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_login_on_its_way_is_dropped() {
    let server = Server::start(|_| Answer::Never).await;
    let (client, token) = cancellable(server.universal());
    let write = tokio::spawn(async move { client.post(&IDENTITY.at(ID), &body()).await });
    server.arrived(1).await;
    token.cancel();
    let error = write.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled { sent: false, .. }), "{error:?}");
    assert_eq!(server.logins(), 1);
}
