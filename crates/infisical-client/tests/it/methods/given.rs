//! Proofs that are given: values, variables, files.

use super::{File, WHO, client, log_in, missing, sent, with_jwt};
use crate::server::{Answer, ID, IDENTITY, Server};
use infisical_client::{Credentials, Given, GivenJwt, Ldap, Universal};
use serde_json::json;

fn by_jwt(method: &str, jwt: GivenJwt) -> Credentials {
    match method {
        "jwt-auth" => Credentials::jwt(WHO, Given::jwt(jwt)),
        "spiffe-auth" => Credentials::jwt(WHO, Given::spiffe(jwt)),
        _ => Credentials::jwt(WHO, Given::kubernetes(jwt)),
    }
}

#[tokio::test]
async fn a_jwt_is_found_where_it_is_said_to_be() {
    let file = File::new("jwt.of.file\n");
    for method in ["jwt-auth", "spiffe-auth", "kubernetes-auth"] {
        for (jwt, variables, expected) in [
            (GivenJwt::Value("jwt.as.value".into()), &[][..], "jwt.as.value"),
            (
                GivenJwt::Variable("TOKEN".into()),
                &[("TOKEN", " jwt.of.variable ")][..],
                "jwt.of.variable",
            ),
            (GivenJwt::File(file.path.clone()), &[][..], "jwt.of.file"),
        ] {
            let (path, body) = sent(by_jwt(method, jwt), variables).await;
            assert_eq!(path, format!("/api/v1/auth/{method}/login"));
            assert_eq!(body, with_jwt(expected));
        }
    }
}

#[tokio::test]
async fn a_jwt_that_is_not_there_is_missed_by_name() {
    let empty = File::new("\n");
    for (jwt, part, advice) in [
        (
            GivenJwt::Variable("MY_TOKEN".into()),
            "variable MY_TOKEN is not set",
            "Set it to the JWT",
        ),
        (GivenJwt::File("/nowhere/token".into()), "/nowhere/token cannot be read", "may read it"),
        (GivenJwt::File(empty.path.clone()), "is empty", "what writes the file"),
    ] {
        let (message, hint) = missing(Credentials::jwt(WHO, Given::kubernetes(jwt)), &[]).await;
        assert!(message.starts_with("login with Kubernetes auth failed: "), "{message}");
        assert!(message.contains(part), "{message}");
        assert!(hint.contains(advice), "{hint}");
    }
}

#[tokio::test]
async fn other_methods_send_what_they_are_given() {
    let universal = Universal { client_id: "the-id".into(), client_secret: "the-secret".into() };
    let ldap =
        Ldap { identity_id: WHO.into(), username: "ci".into(), password: "the-password".into() };
    for (credentials, path, expected) in [
        (
            Credentials::from(universal),
            "universal-auth",
            json!({ "clientId": "the-id", "clientSecret": "the-secret" }),
        ),
        (
            ldap.into(),
            "ldap-auth",
            json!({ "identityId": WHO, "username": "ci", "password": "the-password" }),
        ),
    ] {
        let (sent_to, body) = sent(credentials, &[]).await;
        assert_eq!((sent_to, body), (format!("/api/v1/auth/{path}/login"), expected));
    }
}

#[tokio::test]
async fn a_file_is_read_at_each_login() {
    let file = File::new("the.first.jwt");
    let server = Server::script([
        Answer::token("token-1"),
        Answer::refusal(401, "UnauthorizedError", "No identity access token found"),
        Answer::token("token-2"),
        Answer::identity(),
    ])
    .await;
    let jwt = Given::kubernetes(GivenJwt::File(file.path.clone()));
    let client = client(&server, Credentials::jwt(WHO, jwt), &[]);
    client.login().await.unwrap();
    std::fs::write(&file.path, "the.second.jwt").unwrap();
    client.get(&IDENTITY.at(ID)).await.unwrap();
    let seen = server.seen();
    assert!(seen[0].body.contains("the.first.jwt"), "{}", seen[0].body);
    assert!(seen[2].body.contains("the.second.jwt"), "{}", seen[2].body);
}

#[tokio::test]
async fn a_refusal_names_the_method_and_what_to_check_but_never_the_proof() {
    for (method, advice) in [
        ("jwt-auth", "signed it"),
        ("spiffe-auth", "SPIFFE ID and audience"),
        ("kubernetes-auth", "namespace, name and audience"),
    ] {
        let text = "Access denied: jwt.that.expired is no JWT of ours";
        for status in [401, 403] {
            let server = Server::script([Answer::refusal(status, "UnauthorizedError", text)]).await;
            let jwt = GivenJwt::Variable("TOKEN".into());
            let variables = [("TOKEN", "jwt.that.expired")];
            let client = client(&server, by_jwt(method, jwt), &variables);
            let error = client.login().await.unwrap_err();
            assert!(error.to_string().contains(&format!("/{method}/login answered {status}")));
            assert!(error.to_string().contains("(redacted) is no JWT of ours"), "{error}");
            assert!(error.hint().unwrap().contains(advice), "{error:?}");
            assert!(!format!("{error:?}").contains("jwt.that.expired"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn an_identity_without_the_method_is_said_so() {
    let text = "JWT auth method not found for identity, did you configure JWT auth?";
    let server = Server::script([Answer::refusal(404, "NotFound", text)]).await;
    let jwt = GivenJwt::Value("a.b.c".into());
    let client = client(&server, by_jwt("jwt-auth", jwt), &[]);
    let hint = client.login().await.unwrap_err().hint().unwrap();
    assert!(hint.contains("that the method is attached to the identity"), "{hint}");
}

#[tokio::test]
async fn a_sub_organization_goes_along_with_every_method() {
    let server = Server::script([Answer::token("a-token")]).await;
    let mut config = server.config();
    config.credentials = Credentials::jwt(WHO, Given::jwt(GivenJwt::Value("a.b.c".into())));
    config.organization_slug = Some("acme".into());
    infisical_client::Client::new(config).unwrap().login().await.unwrap();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&server.seen()[0].body).unwrap(),
        json!({ "identityId": WHO, "jwt": "a.b.c", "organizationSlug": "acme" })
    );
}

#[tokio::test]
async fn no_variable_of_the_process_is_read_when_others_are_given() {
    // PATH is set in every process.
    let jwt = Given::jwt(GivenJwt::Variable("PATH".into()));
    let (seen, result) = log_in(Credentials::jwt(WHO, jwt), &[]).await;
    assert!(result.is_err() && seen.is_empty());
}
