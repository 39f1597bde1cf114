//! AWS: where credentials come from. That the signature is right, the emulator verifies.

use super::{File, WHO, missing, sent};
use crate::server::{Answer, Seen, Server};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use infisical_client::{AwsIam, Credentials};
use serde_json::{Value, json};

fn aws(profile: Option<&str>, region: Option<&str>) -> Credentials {
    let [profile, region] = [profile, region].map(|text| text.map(str::to_owned));
    AwsIam { identity_id: WHO.into(), profile, region }.into()
}

/// The headers that were signed.
async fn headers(credentials: Credentials, variables: &[(&str, &str)]) -> Value {
    // What belongs to the user who runs the tests stays out.
    let mut all = vec![("HOME", "/nowhere"), ("AWS_EC2_METADATA_DISABLED", "true")];
    all.extend(variables);
    let (path, body) = sent(credentials, &all).await;
    assert_eq!(path, "/api/v1/auth/aws-auth/login");
    assert_eq!((&body["identityId"], &body["iamHttpRequestMethod"]), (&json!(WHO), &json!("POST")));
    let decode = |name: &str| STANDARD.decode(body[name].as_str().unwrap()).unwrap();
    assert_eq!(decode("iamRequestBody"), b"Action=GetCallerIdentity&Version=2011-06-15");
    serde_json::from_slice(&decode("iamRequestHeaders")).unwrap()
}

fn key_of(headers: &Value) -> &str {
    let authorization = headers["Authorization"].as_str().unwrap();
    authorization.split(['=', '/']).nth(1).unwrap()
}

#[tokio::test]
async fn the_environment_comes_first() {
    let keys =
        [("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "hunter2hunter2")];
    let headers_of = headers(aws(None, None), &keys).await;
    assert_eq!(key_of(&headers_of), "AKIAENVIRONMENT");
    assert_eq!(headers_of["Host"], "sts.us-east-1.amazonaws.com");
    assert!(!headers_of.to_string().contains("hunter2"));

    let temporary =
        [keys[0], keys[1], ("AWS_SESSION_TOKEN", "the-session"), ("AWS_REGION", "eu-west-3")];
    let headers_of = headers(aws(None, None), &temporary).await;
    assert_eq!(headers_of["X-Amz-Security-Token"], "the-session");
    assert_eq!(headers_of["Host"], "sts.eu-west-3.amazonaws.com");
    let headers_of = headers(aws(None, Some("eu-central-1")), &temporary).await;
    assert_eq!(headers_of["Host"], "sts.eu-central-1.amazonaws.com");
}

#[tokio::test]
async fn a_profile_that_is_named_wins() {
    let file = File::new(
        "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = hunter2\n\n[ci]\n\
         aws_access_key_id = AKIAPROFILE\naws_secret_access_key = hunter2\n",
    );
    let shared = ("AWS_SHARED_CREDENTIALS_FILE", file.path());
    let keys =
        [shared, ("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"), ("AWS_SECRET_ACCESS_KEY", "hunter2")];
    assert_eq!(key_of(&headers(aws(Some("ci"), None), &keys).await), "AKIAPROFILE");
    assert_eq!(key_of(&headers(aws(None, None), &keys[..1]).await), "AKIADEFAULT");
    let named = [shared, ("AWS_PROFILE", "ci")];
    assert_eq!(key_of(&headers(aws(None, None), &named).await), "AKIAPROFILE");
    // Nor does anything else stand in for one that is not there.
    let (message, _) = missing(aws(Some("c1"), None), &keys).await;
    assert!(message.contains("no credentials of AWS were found in the profile `c1`"), "{message}");
}

#[tokio::test]
async fn a_program_that_a_profile_names() {
    let answer = json!({
        "Version": 1,
        "AccessKeyId": "AKIAPROGRAM",
        "SecretAccessKey": "hunter2hunter2",
    });
    let output = File::new(&answer.to_string());
    let config = File::new(&format!("[default]\ncredential_process = cat {}\n", output.path()));
    let variables = [("AWS_CONFIG_FILE", config.path())];
    assert_eq!(key_of(&headers(aws(None, None), &variables).await), "AKIAPROGRAM");
}

fn role(id: &str, expires: &str) -> Answer {
    Answer::json(
        200,
        &json!({
            "Code": "Success",
            "AccessKeyId": id,
            "SecretAccessKey": "hunter2hunter2",
            "Token": "the-session",
            "Expiration": expires,
        }),
    )
}

const LATER: &str = "2999-01-01T00:00:00Z";

#[tokio::test]
async fn the_web_identity_of_a_pod() {
    let answer = "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
        <AccessKeyId>ASIAPOD</AccessKeyId><SecretAccessKey>hunter2hunter2</SecretAccessKey>\
        <SessionToken>the-session</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration>\
        </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
    let sts = Server::start(move |_| Answer::text(200, "text/xml", answer)).await;
    let token = File::new("jwt.of.the.cluster");
    let variables = [
        ("AWS_ENDPOINT_URL_STS", sts.url.as_str()),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.path()),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/ci"),
    ];
    assert_eq!(key_of(&headers(aws(None, None), &variables).await), "ASIAPOD");
    let asked = sts.seen().pop().unwrap();
    assert!(asked.body.contains("WebIdentityToken=jwt.of.the.cluster"), "{asked:?}");
}

#[tokio::test]
async fn the_role_of_a_container() {
    let server = Server::start(|_| role("ASIACONTAINER", LATER)).await;
    let url = format!("{}/v1/credentials", server.url);
    let token = File::new("the-token-of-the-pod");
    let variables = [
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url.as_str()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token.path()),
    ];
    let headers = headers(aws(None, None), &variables).await;
    assert_eq!(key_of(&headers), "ASIACONTAINER");
    assert_eq!(headers["X-Amz-Security-Token"], "the-session");
    let asked = server.seen().pop().unwrap();
    assert_eq!(asked.path, "/v1/credentials");
    assert_eq!(asked.header("authorization"), Some("the-token-of-the-pod"));
}

#[tokio::test]
async fn the_role_of_a_machine() {
    let server = Server::start(|seen: &Seen| match seen.path.rsplit('/').next() {
        Some("token") => Answer::text(200, "text/plain", "the-token-of-imds"),
        Some("") => Answer::text(200, "text/plain", "the-role"),
        _ => role("ASIAMACHINE", LATER),
    })
    .await;
    let variables = [
        ("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url.as_str()),
        ("AWS_EC2_METADATA_DISABLED", "false"),
    ];
    let headers = headers(aws(None, None), &variables).await;
    assert_eq!(key_of(&headers), "ASIAMACHINE");
    let paths: Vec<_> = server.seen().into_iter().map(|seen| seen.path).collect();
    let role = "/latest/meta-data/iam/security-credentials/";
    assert_eq!(paths, ["/latest/api/token", role, &format!("{role}the-role")]);
    let asked = server.seen().pop().unwrap();
    assert_eq!(asked.header("x-aws-ec2-metadata-token"), Some("the-token-of-imds"));
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let expired = Server::start(|_| role("ASIAEXPIRED", "2020-01-01T00:00:00Z")).await;
    let refuses = Server::start(|_| Answer::text(403, "text/plain", "no role")).await;
    let off = [("HOME", "/nowhere"), ("AWS_EC2_METADATA_DISABLED", "true")];
    for (url, part) in [
        (None, "no credentials of AWS were found"),
        (Some(expired.url.as_str()), "cannot sign: credential expires"),
        (Some(refuses.url.as_str()), "were found; container: "),
    ] {
        let mut variables = off.to_vec();
        variables.extend(url.map(|url| ("AWS_CONTAINER_CREDENTIALS_FULL_URI", url)));
        let (message, hint) = missing(aws(None, None), &variables).await;
        assert!(message.contains(part), "{message}");
        assert!(hint.contains("AWS_ACCESS_KEY_ID") && hint.contains("profile"), "{hint}");
        assert!(!message.contains("hunter2"), "{message}");
    }
}
