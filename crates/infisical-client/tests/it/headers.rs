//! Headers of every request, and answers that come compressed.

use crate::log;
use crate::server::{Answer, ID, IDENTITY, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use infisical_client::{Client, Config, Error, Headers, Network};
use serde_json::json;
use std::io::Write;

const GUARD: &str = "CF-Access-Client-Id=guarded CF-Access-Client-Secret='hunter22 hunter22'";

#[tokio::test]
async fn headers_are_in_every_request_and_shown_nowhere() {
    let server = Server::script([
        Answer::token("fresh-token"),
        Answer::refusal(400, "BadRequest", "hunter22 hunter22 is no secret"),
        Answer::identity(),
    ])
    .await;
    let headers = Headers::parse(GUARD).unwrap();
    let network = Network { headers, ..Network::default() };
    let config = Config { network, ..server.universal() };
    let printed = format!("{config:?}");
    let client = Client::new(config).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    client.get(&IDENTITY.at(ID)).await.unwrap();
    for seen in server.seen() {
        assert_eq!(seen.header("cf-access-client-id"), Some("guarded"));
        assert_eq!(seen.header("cf-access-client-secret"), Some("hunter22 hunter22"));
    }
    assert_eq!(server.seen().len(), 3);
    let shown = format!("{printed} {error} {error:?} {}", log::of_this_thread());
    assert!(shown.contains("(redacted) is no secret"), "{shown}");
    assert!(!shown.contains("guarded") && !shown.contains("hunter22"), "{shown}");
}

fn compressed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn answers_may_be_compressed() {
    let text = json!({ "identity": { "id": ID, "note": "again and ".repeat(1000) } }).to_string();
    let bytes = compressed(&text);
    assert!(bytes.len() < text.len() / 10);
    let half = bytes[..bytes.len() / 2].to_vec();
    let answer =
        |bytes| Answer::bytes(200, "application/json", bytes).with("content-encoding", "gzip");
    let (whole, cut) = (answer(bytes), answer(half));
    let server =
        Server::start(move |seen| if seen.method == "GET" { whole.clone() } else { cut.clone() })
            .await;
    let client = server.client();
    let found = client.get(&IDENTITY.at(ID)).await.unwrap();
    assert_eq!(found["note"].as_str().map(str::len), Some(10_000));
    assert_eq!(server.seen()[0].header("accept-encoding"), Some("gzip"));
    let error = client.post(&IDENTITY.at(ID), &crate::server::body()).await.unwrap_err();
    assert!(matches!(error, Error::Transport { sent: true, .. }), "{error:?}");
}

#[tokio::test]
async fn a_small_answer_may_not_become_a_huge_one() {
    let bomb = compressed(&" ".repeat(65 << 20));
    assert!(bomb.len() < 1 << 20);
    let answer = Answer::bytes(200, "application/json", bomb).with("content-encoding", "gzip");
    let server = Server::script([answer]).await;
    let error = server.client().get(&IDENTITY.at(ID)).await.unwrap_err();
    assert!(error.to_string().ends_with("at most 64 MiB: the answer is larger"), "{error}");
}
