//! Azure: the machine, the app, the federated workload.

use super::{File, WHO, missing, sent, with_jwt};
use crate::server::{Answer, Server};
use infisical_client::{Azure, Config, Credentials, Error};
use serde_json::json;
use tokio_util::sync::CancellationToken;

const RESOURCE: &str = "https://management.azure.com/";
const ENCODED: &str = "https%3A%2F%2Fmanagement.azure.com%2F";

fn azure(client_id: Option<&str>) -> Credentials {
    let client_id = client_id.map(str::to_owned);
    Credentials::jwt(WHO, Azure { resource: RESOURCE.to_owned(), client_id })
}

fn token() -> Answer {
    Answer::json(200, &json!({ "access_token": "jwt.of.entra" }))
}

#[tokio::test]
async fn the_metadata_service_of_the_machine() {
    let server = Server::start(|_| token()).await;
    let variables = [("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url.as_str())];
    for (client_id, more) in [(None, ""), (Some("an-id"), "&client_id=an-id")] {
        let (path, body) = sent(azure(client_id), &variables).await;
        assert_eq!(path, "/api/v1/auth/azure-auth/login");
        assert_eq!(body, with_jwt("jwt.of.entra"));
        let asked = server.seen().pop().unwrap();
        let query = format!("api-version=2018-02-01&resource={ENCODED}{more}");
        assert_eq!(asked.path, format!("/metadata/identity/oauth2/token?{query}"));
        assert_eq!(asked.header("metadata"), Some("true"));
    }
}

#[tokio::test]
async fn the_identity_endpoint_of_an_app() {
    let server = Server::start(|_| token()).await;
    let url = format!("{}/msi/token", server.url);
    let variables = [("IDENTITY_ENDPOINT", url.as_str()), ("IDENTITY_HEADER", "the-header")];
    assert_eq!(sent(azure(None), &variables).await.1, with_jwt("jwt.of.entra"));
    let asked = server.seen().pop().unwrap();
    assert_eq!(asked.path, format!("/msi/token?api-version=2019-08-01&resource={ENCODED}"));
    assert_eq!(asked.header("x-identity-header"), Some("the-header"));
}

#[tokio::test]
async fn a_federated_workload() {
    let server = Server::start(|_| token()).await;
    let file = File::new("jwt.of.the.cluster");
    let variables = [
        ("AZURE_FEDERATED_TOKEN_FILE", file.path()),
        ("AZURE_CLIENT_ID", "the-app"),
        ("AZURE_TENANT_ID", "the-tenant"),
        ("AZURE_AUTHORITY_HOST", server.url.as_str()),
        // The workload wins, as in Azure's own tools.
        ("IDENTITY_ENDPOINT", "http://127.0.0.1:9"),
    ];
    for (client_id, app) in [(None, "the-app"), (Some("another"), "another")] {
        assert_eq!(sent(azure(client_id), &variables).await.1, with_jwt("jwt.of.entra"));
        let asked = server.seen().pop().unwrap();
        assert_eq!(asked.path, "/the-tenant/oauth2/v2.0/token");
        for part in [
            format!("client_id={app}"),
            format!("scope={ENCODED}%2F.default"),
            "client_assertion=jwt.of.the.cluster".to_owned(),
            "grant_type=client_credentials".to_owned(),
        ] {
            assert!(asked.body.split('&').any(|pair| pair == part), "{} lacks {part}", asked.body);
        }
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let refuses = Server::start(|_| {
        Answer::json(
            400,
            &json!({ "error": "invalid_request", "error_description": "Identity not found" }),
        )
    })
    .await;
    let file = File::new("jwt.of.the.cluster");
    let federated = ("AZURE_FEDERATED_TOKEN_FILE", file.path());
    let tenant = ("AZURE_TENANT_ID", "the-tenant");
    let app = ("AZURE_CLIENT_ID", "the-app");
    let machine = ("AZURE_POD_IDENTITY_AUTHORITY_HOST", refuses.url.as_str());
    for (variables, part, advice) in [
        (vec![federated, tenant], "AZURE_CLIENT_ID is not set", "AZURE_TENANT_ID, AZURE_CLIENT_ID"),
        (vec![federated, app], "AZURE_TENANT_ID is not set", "trusts the issuer"),
        (
            vec![("IDENTITY_ENDPOINT", "http://127.0.0.1:9")],
            "IDENTITY_HEADER is not set",
            "Assign a managed identity",
        ),
        (vec![machine], "answered 400: {\"error\"", "a machine of Azure with a managed identity"),
        (
            vec![("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")],
            "at http://127.0.0.1:9 does not answer",
            "a machine of Azure",
        ),
    ] {
        let (message, hint) = missing(azure(None), &variables).await;
        assert!(message.contains(part), "{message}");
        assert!(hint.contains(advice), "{hint}");
    }
}

#[tokio::test]
async fn a_busy_metadata_service_is_asked_again() {
    let server = Server::script([
        Answer::text(429, "text/plain", "busy"),
        Answer::text(503, "text/plain", "busy"),
        token(),
    ])
    .await;
    let variables = [("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url.as_str())];
    assert_eq!(sent(azure(None), &variables).await.1, with_jwt("jwt.of.entra"));
}

#[tokio::test]
async fn an_interrupt_does_not_wait_for_a_proof() {
    let silent = Server::start(|_| Answer::Never).await;
    let server = Server::start(|_| Answer::token("fresh-token")).await;
    let cancellation = CancellationToken::new();
    let environment = [("AZURE_POD_IDENTITY_AUTHORITY_HOST", silent.url.as_str())];
    let config = Config {
        credentials: azure(None),
        environment: infisical_client::Environment::of(environment),
        cancellation: cancellation.clone(),
        ..server.config()
    };
    let client = infisical_client::Client::new(config).unwrap();
    let interrupt = async {
        silent.arrived(1).await;
        cancellation.cancel();
    };
    let (result, ()) = tokio::join!(client.login(), interrupt);
    assert!(matches!(result, Err(Error::Cancelled { sent: false, .. })), "{result:?}");
    assert!(server.seen().is_empty());
}
