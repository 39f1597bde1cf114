//! The provider block: where Infisical is, and who logs in.

use crate::{Error, error, registry};
use infisical_client::{Client, Config as ClientConfig, Credentials, Secret, parse_host};
use tf_framework::{
    AttributePath, Block, Checked, Diagnostic, Diagnostics, Known, Provider, Registry, Schema,
    Sensitive, Setup, Text, TextType,
};

/// Infisical's provider.
#[derive(Debug, Default)]
pub struct Infisical;

/// Where Infisical Cloud (US) is.
const CLOUD: &str = "https://app.infisical.com";

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

    /// How the provider logs in. One method at a time.
    auth: Option<Auth>,

    /// Client ID of a machine identity with Universal Auth. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_ID`.
    #[attr(deprecated = "Use `auth.universal.client_id` instead.")]
    client_id: Option<Sensitive<Text<Credential>>>,

    /// Client secret of a machine identity with Universal Auth. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET`.
    #[attr(deprecated = "Use `auth.universal.client_secret` instead.")]
    client_secret: Option<Sensitive<Text<Credential>>>,
}

/// How the provider logs in.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub struct Auth {
    /// Slug of the sub-organization to log in to. Environment variable:
    /// `INFISICAL_AUTH_ORGANIZATION_SLUG`.
    organization_slug: Option<String>,

    /// Access token of a machine identity, such as one of Token Auth. Environment variable:
    /// `INFISICAL_TOKEN`.
    token: Option<Sensitive<Text<Credential>>>,

    /// Universal Auth: a client ID and a client secret.
    universal: Option<Universal>,
}

/// Universal Auth: a client ID and a client secret.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub struct Universal {
    /// Client ID of the machine identity. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_ID`.
    client_id: Option<Sensitive<Text<Credential>>>,

    /// Client secret of the machine identity. Environment variable:
    /// `INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET`.
    client_secret: Option<Sensitive<Text<Credential>>>,
}

/// The URL of a server.
pub(crate) struct Host;

impl TextType for Host {
    const INVALID: &'static str = "Invalid host";

    fn check(text: &str) -> Result<(), String> {
        parse_host(text).map(drop).map_err(|error| format!("The host {error}."))
    }
}

/// Something that nobody may see, not even in a message about it.
pub(crate) struct Credential;

impl TextType for Credential {
    const INVALID: &'static str = "Empty credential";

    fn check(text: &str) -> Result<(), String> {
        if text.trim().is_empty() { Err("The value must not be empty.".to_owned()) } else { Ok(()) }
    }
}

fn one_method(config: &Checked<'_>, out: &mut Diagnostics) {
    let auth = AttributePath::root("auth");
    let inside = |name| match config.get("auth") {
        Known::Is(values) => !values.attribute(name).is_null(),
        Known::Null | Known::Unknown => false,
    };
    let legacy = ["client_id", "client_secret"]
        .into_iter()
        .find(|name| !matches!(config.get(name), Known::Null));
    let mut chosen: Vec<AttributePath> = Vec::new();
    chosen.extend(inside("universal").then(|| auth.attribute("universal")));
    chosen.extend(inside("token").then(|| auth.attribute("token")));
    chosen.extend(legacy.map(AttributePath::root));
    let Some((first, others)) = chosen.split_first() else { return };
    for other in others {
        out.push(
            Diagnostic::error(
                "Two login methods",
                format!(
                    "The provider logs in with one method, but `{first}` and `{other}` are both set. \
                     Remove one of them."
                ),
            )
            .at(other.clone()),
        );
    }
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
        let url = parse_host(host.text().unwrap_or(CLOUD)).map_err(|why| {
            host.blame(Diagnostic::error("Invalid host", format!("The host {why}.")))
        })?;
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
            ..ClientConfig::new(url, login.credentials)
        })
        .map_err(|why| error::diagnostic(&why))?;
        match client.login().await {
            Ok(()) => Ok(client),
            Err(why) => {
                let refused = matches!(why.status(), Some(400..=499));
                let path = if refused { login.path } else { host.path() };
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

/// A setting from HCL or, failing that, from the environment.
struct Given {
    text: Option<String>,
    attribute: Option<&'static str>,
    variable: &'static str,
}

impl Given {
    /// `attribute` is the path in HCL, with dots.
    fn new(configured: Option<&str>, attribute: &'static str, variable: &'static str) -> Self {
        if let Some(text) = configured {
            let text = Some(text.trim().to_owned());
            return Self { text, attribute: Some(attribute), variable };
        }
        let text = std::env::var(variable).ok().map(|text| text.trim().to_owned());
        Self { text: text.filter(|text| !text.is_empty()), attribute: None, variable }
    }

    fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn path(&self) -> Option<AttributePath> {
        self.attribute.map(path)
    }

    /// Points at the attribute, or names the variable.
    fn blame(&self, diagnostic: Diagnostic) -> Diagnostic {
        if let Some(path) = self.path() {
            return diagnostic.at(path);
        }
        let detail = format!(
            "{}\n\nIt comes from the environment variable {}.",
            diagnostic.detail, self.variable
        );
        Diagnostic { detail, ..diagnostic }
    }
}

/// The path that `dotted` writes.
fn path(dotted: &str) -> AttributePath {
    dotted.split('.').fold(AttributePath::default(), |path, name| path.attribute(name))
}

/// Who logs in, and the attribute to blame when that is refused.
struct Login {
    credentials: Credentials,
    path: Option<AttributePath>,
}

const TOKEN: &str = "INFISICAL_TOKEN";
const CLIENT_ID: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID";
const CLIENT_SECRET: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET";
const METHOD: &str = "INFISICAL_AUTH_METHOD";

impl Login {
    /// What HCL says wins. Without a method there, the environment decides: `INFISICAL_AUTH_METHOD`,
    /// else a token, else a client.
    fn choose(config: &Config) -> Result<Self, Diagnostic> {
        let auth = config.auth.as_ref();
        if let Some(token) = auth.and_then(|auth| auth.token.as_ref()) {
            return Ok(Self::token(token.expose().as_str(), Some(path("auth.token"))));
        }
        if let Some(universal) = auth.and_then(|auth| auth.universal.as_ref()) {
            return Self::universal(
                secret(universal.client_id.as_ref(), "auth.universal.client_id", CLIENT_ID),
                secret(
                    universal.client_secret.as_ref(),
                    "auth.universal.client_secret",
                    CLIENT_SECRET,
                ),
                Some("auth.universal"),
            );
        }
        let client_id = secret(config.client_id.as_ref(), "client_id", CLIENT_ID);
        let client_secret = secret(config.client_secret.as_ref(), "client_secret", CLIENT_SECRET);
        let legacy = client_id.attribute.or(client_secret.attribute);
        if legacy.is_some() {
            return Self::universal(client_id, client_secret, legacy);
        }
        let token = secret(None, "auth.token", TOKEN);
        let method = Given::new(None, "auth", METHOD);
        match method.text().map(str::to_lowercase).as_deref() {
            Some("token") => match token.text() {
                Some(token) => Ok(Self::token(token, None)),
                None => Err(missing(TOKEN, "auth.token", None)),
            },
            Some("universal") => Self::universal(client_id, client_secret, None),
            Some(other) => Err(Diagnostic::error(
                "Unknown login method",
                format!("{METHOD} is `{other}`. This provider knows `token` and `universal`."),
            )),
            None if token.text().is_some() => {
                Ok(Self::token(token.text().unwrap_or_default(), None))
            }
            None if client_id.text().is_some() || client_secret.text().is_some() => {
                Self::universal(client_id, client_secret, None)
            }
            None => Err(Diagnostic::error(
                "No credentials for Infisical",
                format!(
                    "The provider needs a machine identity to log in as. Set `auth.universal` (or \
                     {CLIENT_ID} and {CLIENT_SECRET} in the environment), or `auth.token` (or \
                     {TOKEN})."
                ),
            )),
        }
    }

    fn token(token: &str, path: Option<AttributePath>) -> Self {
        Self { credentials: Credentials::Token(Secret::from(token.trim())), path }
    }

    fn universal(
        client_id: Given,
        client_secret: Given,
        block: Option<&'static str>,
    ) -> Result<Self, Diagnostic> {
        let half = |given: Given, name: &str| {
            let attribute = match block {
                Some("auth.universal") | None => format!("auth.universal.{name}"),
                Some(_) => name.to_owned(),
            };
            let at = block.map(|_| path(&attribute));
            given.text.map(Secret::from).ok_or_else(|| missing(given.variable, &attribute, at))
        };
        let credentials = Credentials::Universal {
            client_id: half(client_id, "client_id")?,
            client_secret: half(client_secret, "client_secret")?,
        };
        Ok(Self { credentials, path: block.map(path) })
    }
}

fn missing(variable: &str, attribute: &str, path: Option<AttributePath>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "Half a login",
        format!("`{attribute}` is missing. Set it, or {variable} in the environment."),
    );
    match path {
        Some(path) => diagnostic.at(path),
        None => diagnostic,
    }
}

fn secret(
    configured: Option<&Sensitive<Text<Credential>>>,
    attribute: &'static str,
    variable: &'static str,
) -> Given {
    Given::new(configured.map(|text| text.expose().as_str()), attribute, variable)
}
