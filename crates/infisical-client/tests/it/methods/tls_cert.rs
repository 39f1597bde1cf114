//! TLS certificate: what the connection shows is the proof.

use super::{WHO, missing};
use crate::secure::{Authority, Issued, Secure, Terms};
use crate::server::Server;
use crate::tls::trusting;
use infisical_client::{Client, ClientCertificate, Config, Error, Network, TlsCert, parse_host};

fn who() -> TlsCert {
    TlsCert { identity_id: WHO.into() }
}

#[tokio::test]
async fn a_connection_that_shows_a_certificate_logs_in() {
    let (ours, theirs) = (Authority::new("ours"), Authority::new("theirs"));
    let terms = Terms { clients: Some(&theirs), ..Terms::default() };
    let server = Secure::start(&ours.issue("localhost"), terms).await;
    let config = Server::script([]).await.config();
    let login = async |issued: &Issued| {
        let pair = ClientCertificate::from_pem(&issued.certificate, &issued.key).unwrap();
        let network = Network { certificate: Some(pair), ..trusting(&ours.pem) };
        let host = parse_host(&server.url()).unwrap();
        let config = Config { host, network, credentials: who().into(), ..config.clone() };
        Client::new(config).unwrap().login().await
    };
    login(&theirs.issue("client")).await.unwrap();
    assert_eq!(server.asked().len(), 1);
    let error = login(&ours.issue("client")).await.unwrap_err();
    assert!(matches!(error, Error::Login { .. }), "{error:?}");
    assert!(error.hint().unwrap().contains("client certificate"), "{error}");
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn without_a_certificate_nothing_is_sent() {
    let (message, hint) = missing(who(), &[]).await;
    assert_eq!(message, "login with TLS certificate auth failed: there is no client certificate");
    assert!(hint.contains("client certificate and its private key"), "{hint}");
}
