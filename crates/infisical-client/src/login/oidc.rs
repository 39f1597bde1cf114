//! OIDC Auth: a token of an identity provider, of a CI system above all
//! (`identity-oidc-auth-service.ts`).

use super::world::Service;
use super::{GivenJwt, JwtSource, Kind, NO_SUCH_IDENTITY, World, no_proof};
use crate::error::Error;
use crate::secret::Secret;
use reqwest::header::AUTHORIZATION;
use url::Url;

const KIND: Kind = Kind {
    name: "OIDC auth",
    path: "/api/v1/auth/oidc-auth/login",
    refused: "Check that the token has not expired, that the server reaches the identity provider, \
        and that the token's issuer, subject, audience and claims are those that the identity's OIDC \
        Auth asks for.",
    unknown: NO_SUCH_IDENTITY,
};

/// OIDC Auth.
#[derive(Debug, Clone)]
pub enum Oidc {
    /// A token that somebody else has put somewhere: GitLab into a variable, for example.
    Given(GivenJwt),
    /// A token that GitHub Actions makes when it is asked to.
    GitHub {
        /// For whom it is; the URL of the repository's owner by default.
        audience: Option<String>,
    },
}

/// Where GitHub Actions makes tokens, and with what one may ask for them.
const GITHUB_URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";
const GITHUB_TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
const GITHUB: Service = Service {
    name: "GitHub's token service",
    advice: "Give the job `permissions: id-token: write`.",
};

impl Oidc {
    /// Whether this is a job of GitHub Actions that may ask for a token.
    #[must_use]
    pub fn is_github(environment: &super::Environment) -> bool {
        environment.get(GITHUB_URL).is_some()
    }
}

impl JwtSource for Oidc {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Given(jwt) => jwt.secrets(),
            Self::GitHub { .. } => vec![],
        }
    }

    async fn jwt(&self, _: &str, world: &World) -> Result<Secret, Error> {
        match self {
            Self::Given(jwt) => jwt.read(world),
            Self::GitHub { audience } => github(world, audience.as_deref()).await,
        }
    }
}

/// A token for this job
/// (<https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token>).
async fn github(world: &World, audience: Option<&str>) -> Result<Secret, Error> {
    let mut url = Url::parse(&world.variable(GITHUB_URL, GITHUB.advice)?).map_err(|why| {
        no_proof(format!("{GITHUB_URL} is no URL: {why}"), "GitHub Actions sets it in each job.")
    })?;
    if let Some(audience) = audience {
        url.query_pairs_mut().append_pair("audience", audience);
    }
    let token = world.secret(world.variable(GITHUB_TOKEN, GITHUB.advice)?);
    let request = world.http(url.as_str())?.get(url);
    let request = request.header(AUTHORIZATION, format!("Bearer {}", token.expose()));
    world.ask_for(GITHUB, request, "value").await
}
