//! TLS against a certificate that the system does not know, and then does.

use crate::server::{ID, IDENTITY, Server};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use infisical_client::{Client, Config, ConnectFailure, Credentials, Error, parse_host};
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::{ServerConfig, pki_types::PrivateKeyDer};

/// A server with a certificate of its own making: its address, and the certificate.
async fn secure_server() -> (String, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            answer(&acceptor, stream).await;
        }
    });
    (format!("https://localhost:{port}"), made.cert.der().to_vec())
}

async fn answer(acceptor: &TlsAcceptor, stream: TcpStream) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        request.push(byte);
    }
    let body = r#"{"identity":{}}"#;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all((head + body).as_bytes()).await.unwrap();
    stream.flush().await.unwrap();
}

#[tokio::test]
async fn an_untrusted_certificate_is_refused_at_once() {
    let (url, _) = secure_server().await;
    let server = Server::script([]).await;
    let host = parse_host(&url).unwrap();
    let client = Client::new(Config { host, ..server.config() }).unwrap();
    let error = client.get(&IDENTITY.at(ID)).await.unwrap_err();
    let Error::Connect { failure, attempts, .. } = &error else { panic!("{error:?}") };
    assert_eq!((*failure, *attempts), (ConnectFailure::Tls, 1), "{error}");
    assert!(error.hint().unwrap().contains("SSL_CERT_FILE"), "{error}");
}

/// The advice of the test above, followed: in a process of its own, as it is about its environment.
#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_certificate_in_ssl_cert_file_is_trusted() {
    let (url, certificate) = secure_server().await;
    let text = BASE64_STANDARD.encode(certificate);
    let file = format!("{}/roots-of-{}.pem", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    fs::write(&file, format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"))
        .unwrap();
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "--ignored", "tls::child"]);
    child.env("SSL_CERT_FILE", &file).env("NO_PROXY", "localhost").env(CHILD, url);
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    fs::remove_file(file).unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
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
