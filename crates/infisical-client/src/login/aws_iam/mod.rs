//! AWS Auth: a signed `GetCallerIdentity` of STS, which the server sends on
//! (`identity-aws-auth-service.ts`). Credentials and signature are reqsign's.

mod outside;

use super::{Kind, Login, NO_SUCH_IDENTITY, Proof, World, body, no_proof};
use crate::Body;
use crate::error::Error;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use outside::Outside;
use reqsign_aws_v4::{
    AssumeRoleWithWebIdentityCredentialProvider, Credential, ECSCredentialProvider,
    EnvCredentialProvider, IMDSv2CredentialProvider, ProcessCredentialProvider,
    ProfileCredentialProvider, RequestSigner, SSOCredentialProvider,
};
use reqsign_core::hash::hex_sha256;
use reqsign_core::{Context, ProvideCredentialDyn, SignRequest};

const KIND: Kind = Kind {
    name: "AWS auth",
    path: "/api/v1/auth/aws-auth/login",
    refused: "Check that the identity's AWS Auth allows this account and this principal's ARN, and \
        that the credentials are those of the principal: `aws sts get-caller-identity` tells.",
    unknown: NO_SUCH_IDENTITY,
};

/// AWS Auth. The credentials are those that AWS's own tools would find: of the environment, of a
/// profile, of a web identity, of the container or of the machine.
#[derive(Debug, Clone)]
pub struct AwsIam {
    /// The identity's ID, a UUID.
    pub identity_id: String,
    /// The profile to use, and nothing else.
    pub profile: Option<String>,
    /// The region whose STS is asked; else that of the environment, else `us-east-1`.
    pub region: Option<String>,
}

/// What is asked of STS.
const QUESTION: &str = "Action=GetCallerIdentity&Version=2011-06-15";

impl Login for AwsIam {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        vec![]
    }

    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a> {
        Box::pin(async move { self.signed(world).await })
    }
}

impl AwsIam {
    async fn signed(&self, world: &World) -> Result<Body, Error> {
        let variables = world.environment();
        let region = (self.region.clone())
            .or_else(|| variables.get("AWS_REGION"))
            .or_else(|| variables.get("AWS_DEFAULT_REGION"))
            .unwrap_or_else(|| "us-east-1".to_owned());
        let outside = Outside(world.clone());
        let context = Context::new()
            .with_env(outside.clone())
            .with_file_read(outside.clone())
            .with_command_execute(outside.clone())
            .with_http_send(outside);
        let credential = self.credential(&context, world).await?;
        let mut head = question(&region)?;
        RequestSigner::new("sts", &region)
            .sign_request(&context, &mut head, Some(&credential), None)
            .await
            .map_err(|why| {
                let why = world.line(&why.to_string());
                no_proof(format!("the credentials of AWS cannot sign: {why}"), ADVICE)
            })?;
        let headers = headers(&head).to_string();
        world.secret(STANDARD.encode(&headers));
        Ok(body([
            ("identityId", self.identity_id.as_str()),
            ("iamHttpRequestMethod", "POST"),
            ("iamRequestBody", &STANDARD.encode(QUESTION)),
            ("iamRequestHeaders", &STANDARD.encode(headers)),
        ]))
    }

    /// From the first source that has any, in the order of AWS's own tools.
    async fn credential(&self, context: &Context, world: &World) -> Result<Credential, Error> {
        let mut failures = String::new();
        for (place, source) in self.sources() {
            match source.provide_credential_dyn(context).await {
                Ok(Some(credential)) => {
                    world.secret(credential.secret_access_key.as_str());
                    credential.session_token.as_deref().map(|token| world.secret(token));
                    return Ok(credential);
                }
                Ok(None) => {}
                Err(why) => failures.extend(["; ", place, ": ", &world.line(&why.to_string())]),
            }
        }
        let place = self.profile.as_ref().map(|name| format!(" in the profile `{name}`"));
        let place = place.unwrap_or_default();
        Err(no_proof(format!("no credentials of AWS were found{place}{failures}"), ADVICE))
    }

    /// A profile that is named is the only one: nobody shall log in as somebody else by a misspelling.
    fn sources(&self) -> Vec<(&'static str, Box<Source>)> {
        let profile = ProfileCredentialProvider::new();
        let sso = SSOCredentialProvider::new();
        let process = ProcessCredentialProvider::new();
        match &self.profile {
            Some(name) => vec![
                source("profile", profile.with_profile(name)),
                source("single sign-on", sso.with_profile(name)),
                source("process", process.with_profile(name)),
            ],
            None => vec![
                source("environment", EnvCredentialProvider::new()),
                source("profile", profile),
                source("single sign-on", sso),
                source("web identity", AssumeRoleWithWebIdentityCredentialProvider::new()),
                source("process", process),
                source("container", ECSCredentialProvider::new()),
                source("machine", IMDSv2CredentialProvider::new()),
            ],
        }
    }
}

type Source = dyn ProvideCredentialDyn<Credential = Credential>;

fn source(
    place: &'static str,
    source: impl ProvideCredentialDyn<Credential = Credential>,
) -> (&'static str, Box<Source>) {
    (place, Box::new(source))
}

const ADVICE: &str = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile, or run this \
    where AWS gives a role: in a container, a pod or a machine. For a profile that assumes a role, use what \
    `aws configure export-credentials` prints.";

/// The request without its signature. The current server asks the STS of the signature's region, the
/// recorded one that of the `Host`.
fn question(region: &str) -> Result<Parts, Error> {
    let request = http::Request::post(format!("https://sts.{region}.amazonaws.com/"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8")
        .header("x-amz-content-sha256", hex_sha256(QUESTION.as_bytes()))
        .body(());
    let request = request.map_err(|_| {
        no_proof(format!("`{region}` is no region of AWS"), "Write it as `eu-central-1`.")
    })?;
    Ok(request.into_parts().0)
}

/// As a JSON object, with the names as AWS's tools write them: the server looks for `Authorization`
/// and `Host`.
fn headers(head: &Parts) -> serde_json::Value {
    let host = head.uri.host().unwrap_or_default();
    let signed = head.headers.iter().map(|(name, value)| {
        let words: Vec<_> = name.as_str().split('-').map(capitalized).collect();
        (words.join("-"), value.to_str().unwrap_or_default().into())
    });
    signed.chain([("Host".to_owned(), host.into())]).collect::<Body>().into()
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at_checked(1).unwrap_or_default();
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_headers_are_those_of_aws() {
        let head = question("eu-central-1").unwrap();
        let headers = headers(&head);
        assert_eq!(headers["Host"], "sts.eu-central-1.amazonaws.com");
        // The hash that AWS documents for this body.
        assert_eq!(
            headers["X-Amz-Content-Sha256"],
            "ab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843"
        );
    }

    #[test]
    fn a_region_that_makes_no_host_is_refused() {
        assert!(question("eu central").is_err());
    }
}
