//! TLS: whom the client trusts, what it shows of itself, and what it agrees on.

use crate::secure::{Authority, Issued, Secure, Terms};
use crate::server::{ID, IDENTITY, Server};
use http::Version;
use infisical_client::{
    Authorities, Body, Client, ClientCertificate, Config, ConnectFailure, Credentials, Error,
    Network, Proxy, ProxyUrl, TlsName, parse_host,
};
use std::process::Command;
use std::{env, fs};
use tokio::task::JoinSet;
use tokio_rustls::rustls::crypto::aws_lc_rs::kx_group::{SECP256R1, SECP384R1};
use tokio_rustls::rustls::version::{TLS12, TLS13};

/// Whom to trust instead of the system's authorities.
pub(crate) fn trusting(pem: &str) -> Network {
    Network { authorities: Some(Authorities::from_pem(pem).unwrap()), ..Network::default() }
}

async fn client(url: &str, network: Network) -> Client {
    let server = Server::script([]).await;
    Client::new(Config { host: parse_host(url).unwrap(), network, ..server.config() }).unwrap()
}

async fn ask(url: &str, network: Network) -> Result<Body, Error> {
    client(url, network).await.get(&IDENTITY.at(ID)).await
}

/// The step that failed, after one attempt.
fn step(error: &Error) -> ConnectFailure {
    let Error::Connect { failure, attempts: 1, .. } = error else { panic!("{error:?}") };
    *failure
}

#[tokio::test]
async fn an_untrusted_certificate_is_refused_at_once() {
    let ours = Authority::new("ours");
    let server = Secure::start(&ours.issue("localhost"), Terms::default()).await;
    let error = ask(&server.url(), Network::default()).await.unwrap_err();
    assert_eq!(step(&error), ConnectFailure::Tls, "{error}");
    let hint = error.hint().unwrap();
    assert!(hint.contains("certificate authority") && hint.contains("SSL_CERT_FILE"), "{hint}");
}

#[tokio::test]
async fn a_named_authority_is_trusted_and_no_other() {
    let (ours, others) = (Authority::new("ours"), Authority::new("others"));
    let server = Secure::start(&ours.issue("localhost"), Terms::default()).await;
    ask(&server.url(), trusting(&ours.pem)).await.unwrap();
    ask(&server.url(), trusting(&(others.pem.clone() + &ours.pem))).await.unwrap();
    let error = ask(&server.url(), trusting(&others.pem)).await.unwrap_err();
    assert_eq!(step(&error), ConnectFailure::Tls, "{error}");
}

#[tokio::test]
async fn a_certificate_that_is_listed_itself_is_trusted_for_its_name() {
    for (name, trusted) in [("localhost", true), ("elsewhere", false)] {
        let issued = Issued::by_itself(name);
        let server = Secure::start(&issued, Terms::default()).await;
        let answer = ask(&server.url(), trusting(&issued.certificate)).await;
        assert_eq!(answer.is_ok(), trusted, "{answer:?}");
    }
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    for version in [&TLS12, &TLS13] {
        let terms = Terms { clients: Some(&theirs), versions: vec![version], ..Terms::default() };
        let server = Secure::start(&ours.issue("localhost"), terms).await;
        let with = |issued: &Issued| {
            let pair = ClientCertificate::from_pem(&issued.certificate, &issued.key).unwrap();
            Network { certificate: Some(pair), ..trusting(&ours.pem) }
        };
        ask(&server.url(), with(&theirs.issue("client"))).await.unwrap();
        for network in [trusting(&ours.pem), with(&ours.issue("client"))] {
            let error = ask(&server.url(), network).await.unwrap_err();
            assert_eq!(step(&error), ConnectFailure::ClientCertificate, "{error}");
            assert!(error.hint().unwrap().contains("configure a client certificate"), "{error}");
        }
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn servers_restricted_to_the_curves_of_fips_are_reached() {
    let ours = Authority::new("ours");
    for curve in [SECP256R1, SECP384R1] {
        for version in [&TLS12, &TLS13] {
            let terms =
                Terms { curves: Some(vec![curve]), versions: vec![version], ..Terms::default() };
            let server = Secure::start(&ours.issue("localhost"), terms).await;
            ask(&server.url(), trusting(&ours.pem)).await.unwrap();
        }
    }
}

#[tokio::test]
async fn http_2_where_the_server_has_it_over_one_connection() {
    let ours = Authority::new("ours");
    for (alpn, version) in [
        (vec!["h2", "http/1.1"], Version::HTTP_2),
        (vec!["http/1.1"], Version::HTTP_11),
        (vec![], Version::HTTP_11),
    ] {
        let terms = Terms { alpn, ..Terms::default() };
        let server = Secure::start(&ours.issue("localhost"), terms).await;
        let client = client(&server.url(), trusting(&ours.pem)).await;
        for _ in 0..3 {
            client.get(&IDENTITY.at(ID)).await.unwrap();
        }
        let mut calls = JoinSet::new();
        for _ in 0..20 {
            let client = client.clone();
            calls.spawn(async move { client.get(&IDENTITY.at(ID)).await });
        }
        calls.join_all().await.into_iter().for_each(|answer| drop(answer.unwrap()));
        let asked = server.asked();
        assert_eq!(asked.len(), 23);
        assert!(asked.iter().all(|asked| asked.version == version), "{asked:?}");
        // HTTP/1.1 needs a connection for each request under way, but none for each request.
        let kept = if version == Version::HTTP_2 { &asked[..] } else { &asked[..3] };
        assert!(kept.iter().all(|asked| asked.connection == 1), "{kept:?}");
    }
}

#[tokio::test]
async fn a_server_may_have_another_name_than_its_host() {
    let ours = Authority::new("ours");
    let server = Secure::start(&ours.issue("infisical.internal"), Terms::default()).await;
    let named =
        |name| Network { server_name: Some(TlsName::parse(name).unwrap()), ..trusting(&ours.pem) };
    for host in ["localhost", "127.0.0.1"] {
        let url = format!("https://{host}:{}", server.port);
        ask(&url, named("infisical.internal")).await.unwrap();
        let asked = server.asked().pop().unwrap();
        assert_eq!(asked.server_name.as_deref(), Some("infisical.internal"));
        let error = ask(&url, named("other.internal")).await.unwrap_err();
        assert_eq!(step(&error), ConnectFailure::Tls, "{error}");
        assert!(error.to_string().contains(&url), "{error}");
        ask(&url, trusting(&ours.pem)).await.unwrap_err();
    }
    // A plain server has no certificate.
    let plain = Server::start(|_| crate::server::Answer::identity()).await;
    ask(&plain.url, named("infisical.internal")).await.unwrap();
}

#[tokio::test]
async fn another_name_does_not_go_through_a_proxy() {
    let server = Server::script([]).await;
    let network = Network {
        server_name: Some(TlsName::parse("infisical.internal").unwrap()),
        proxy: Proxy::Through(ProxyUrl::parse("http://me:hunter2@proxy").unwrap()),
        ..Network::default()
    };
    let host = parse_host("https://10.0.0.1").unwrap();
    let error = Client::new(Config { host, network, ..server.config() }).unwrap_err();
    assert!(error.to_string().ends_with("through a proxy, here http://proxy"), "{error}");
}

/// The advice of the first test, followed: in a process of its own, as it is about its environment.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_certificate_in_ssl_cert_file_is_trusted() {
    let ours = Authority::new("ours");
    let server = Secure::start(&ours.issue("localhost"), Terms::default()).await;
    let file = format!("{}/roots-of-{}.pem", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    fs::write(&file, &ours.pem).unwrap();
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "--ignored", "tls::child"]);
    child.env("SSL_CERT_FILE", &file).env(CHILD, server.url());
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    fs::remove_file(file).unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(server.asked().len(), 1);
}

/// The host for [`child`].
const CHILD: &str = "INFISICAL_CLIENT_TEST_HOST";

#[tokio::test]
#[ignore = "the other half of `a_certificate_in_ssl_cert_file_is_trusted`"]
async fn child() {
    let Ok(host) = env::var(CHILD) else { return };
    let token = Credentials::Token("a-token".into());
    let client = Client::new(Config::new(parse_host(&host).unwrap(), token)).unwrap();
    client.get(&IDENTITY.at(ID)).await.unwrap();
}
