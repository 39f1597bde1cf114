//! OIDC Auth.

use super::{At, Auth, Concealed, JWT, Method, identity_id};
use crate::provider::given::Given;
use infisical_client::{Credentials, Environment, GivenJwt};
use tf_framework::{Diagnostic, Schema};

/// OIDC Auth: a token of an identity provider. Where no attribute names it, the token is looked for
/// where CI systems have it: in `INFISICAL_AUTH_JWT`, from GitHub Actions, in GitLab's
/// `INFISICAL_ID_TOKEN`, in HCP Terraform's `TFC_WORKLOAD_IDENTITY_TOKEN`.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Oidc {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// Name of the environment variable that has the token, `INFISICAL_AUTH_JWT` by default.
    /// Environment variables: `INFISICAL_OIDC_AUTH_TOKEN_KEY_NAME`, `INFISICAL_OIDC_AUTH_TOKEN_NAME`.
    #[attr(conflicts = ["token_path", "github_audience"])]
    token_environment_variable_name: Option<String>,

    /// Path of a file that has the token. It is read at each login.
    #[attr(conflicts = ["github_audience"])]
    token_path: Option<String>,

    /// Audience of the token that GitHub Actions is asked for, by default the URL of the repository's
    /// owner. The job needs `permissions: id-token: write`.
    github_audience: Option<String>,
}

/// Where GitLab's and HCP Terraform's users have their tokens.
const CONVENTIONS: [&str; 2] = ["INFISICAL_ID_TOKEN", "TFC_WORKLOAD_IDENTITY_TOKEN"];

impl Method for Oidc {
    const NAME: &'static str = "oidc";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.oidc.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let identity = block.and_then(|it| it.identity_id.as_ref());
        let identity = identity_id(identity, "auth.oidc.identity_id", &at)?;
        Ok(Credentials::jwt(identity, token(&block.cloned().unwrap_or_default())))
    }
}

/// Where the token is, from what was said of it to what is only a convention.
fn token(block: &Oidc) -> infisical_client::Oidc {
    use infisical_client::Oidc::{GitHub, Given as Known};
    let variable = |name: &str| Known(GivenJwt::Variable(name.to_owned()));
    if let Some(path) = &block.token_path {
        return Known(GivenJwt::File(path.into()));
    }
    if block.github_audience.is_some() {
        return GitHub { audience: block.github_audience.clone() };
    }
    let attribute = "auth.oidc.token_environment_variable_name";
    let name = block.token_environment_variable_name.as_deref();
    let name = Given::new(name, attribute, "INFISICAL_OIDC_AUTH_TOKEN_KEY_NAME")
        .or_variable("INFISICAL_OIDC_AUTH_TOKEN_NAME");
    if let Some(name) = name.text() {
        return variable(name);
    }
    let environment = Environment::default();
    let set = |name: &&str| environment.get(name).is_some();
    if set(&JWT) {
        variable(JWT)
    } else if infisical_client::Oidc::is_github(&environment) {
        GitHub { audience: None }
    } else {
        variable(CONVENTIONS.into_iter().find(set).unwrap_or(JWT))
    }
}
