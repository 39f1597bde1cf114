//! The provider block: where Infisical is, and who logs in.

mod given;
mod host;
mod login;
mod network;

pub use login::Auth;

use crate::{Error, error, error::sentence, registry};
use given::Given;
use host::Host;
use infisical_client::{Client, Config as ClientConfig, is_exposed, parse_host};
use login::{Concealed, Login, one_method};
use network::Network;
use tf_framework::{Block, Diagnostic, Diagnostics, Provider, Registry, Schema, Setup, Text};

/// Infisical's provider.
#[derive(Debug, Default)]
pub struct Infisical;

/// Where Infisical Cloud (US) is.
const CLOUD: &str = "https://app.infisical.com";

const EXPOSED: &str = "The host is not this machine, and its address begins with `http://`: \
    credentials and secrets can be read and changed by anybody between here and there. Use `https://`; \
    a certificate authority of your own goes into `ca_certificate`.";

/// The Infisical provider manages an [Infisical](https://infisical.com) organization: its machine
/// identities and the methods that they log in with. It logs in as a machine identity itself. What
/// the block leaves out is taken from the environment; what it says wins.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
#[schema(check = one_method)]
pub struct Config {
    /// URL of the Infisical server, `https://app.infisical.com` by default. Use
    /// `https://eu.infisical.com` for Infisical Cloud in the EU, or the address of your own server.
    /// Environment variable: `INFISICAL_HOST`.
    host: Option<Text<Host>>,

    /// How the provider logs in. One method at a time. Where the block has none, the environment
    /// variable `INFISICAL_AUTH_METHOD` names one as it is named here, and the method's variables say
    /// the rest; without it, `INFISICAL_TOKEN` or `INFISICAL_UNIVERSAL_AUTH_CLIENT_ID` and
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET` are enough.
    auth: Option<Auth>,

    /// Client ID of a machine identity with Universal Auth. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_ID`.
    #[attr(deprecated = "Use `auth.universal.client_id` instead.")]
    client_id: Option<Concealed>,

    /// Client secret of a machine identity with Universal Auth. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET`.
    #[attr(deprecated = "Use `auth.universal.client_secret` instead.")]
    client_secret: Option<Concealed>,

    /// A service token of a project. Infisical takes it for the secrets of that project only, and
    /// refuses everything else. Environment variable: `INFISICAL_SERVICE_TOKEN`.
    #[attr(deprecated = "Use a machine identity, with a login method in `auth`.")]
    service_token: Option<Concealed>,

    #[attr(flatten)]
    network: Network,
}

impl Provider for Infisical {
    type Config = Config;
    type Client = Client;
    type Error = Error;

    fn registry(&self) -> Registry<Self> {
        registry::registry()
    }

    async fn configure(&self, config: Config, setup: &Setup) -> Result<Client, Diagnostics> {
        let host = Given::new(config.host.as_ref().map(Text::as_str), "host", "INFISICAL_HOST");
        let url = parse_host(host.text().unwrap_or(CLOUD))
            .map_err(|why| host.blame(Diagnostic::error("Invalid host", sentence(&why))))?;
        if is_exposed(&url) {
            setup.warn(host.blame(Diagnostic::warning("Connection without TLS", EXPOSED)));
        }
        let login = Login::choose(&config)?;
        let slug = config.auth.as_ref().and_then(|auth| auth.organization_slug.as_deref());
        let slug = Given::new(slug, "auth.organization_slug", "INFISICAL_AUTH_ORGANIZATION_SLUG");
        let client = Client::new(ClientConfig {
            organization_slug: slug.text().map(str::to_owned),
            user_agent: format!(
                "terraform-provider-infisical/{} (terraform/{})",
                env!("CARGO_PKG_VERSION"),
                setup.terraform_version
            ),
            cancellation: setup.cancelled.clone(),
            network: config.network.settle()?,
            ..ClientConfig::new(url, login.credentials)
        })
        .map_err(|why| error::diagnostic(&why))?;
        match client.login().await {
            Ok(()) => Ok(client),
            Err(why) => {
                let path = match config.network.to_blame(&why) {
                    Some(path) => Some(path),
                    None if error::blames_login(&why) => login.path,
                    None => host.path(),
                };
                Err(error::diagnostic_at(&why, path).into())
            }
        }
    }

    fn diagnose(error: Error, block: &Block) -> Diagnostics {
        error::diagnose(error, block)
    }

    fn notices(client: &Client) -> Diagnostics {
        client.take_notices().iter().map(error::notice).collect()
    }
}
