//! Who logs in.

use super::Config;
use super::given::{Given, path};
use infisical_client::{Credentials, Secret, Universal as UniversalLogin};
use tf_framework::{
    AttributePath, Checked, Diagnostic, Diagnostics, Known, Schema, Sensitive, Text, TextType,
};

/// How the provider logs in.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub struct Auth {
    /// Slug of the sub-organization to log in to. Environment variable:
    /// `INFISICAL_AUTH_ORGANIZATION_SLUG`.
    pub(super) organization_slug: Option<String>,

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

/// Something that nobody may see, not even in a message about it.
pub(crate) struct Credential;

impl TextType for Credential {
    const INVALID: &'static str = "Empty credential";

    fn check(text: &str) -> Result<(), String> {
        if text.trim().is_empty() { Err("The value must not be empty.".to_owned()) } else { Ok(()) }
    }
}

pub(super) fn one_method(config: &Checked<'_>, out: &mut Diagnostics) {
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

/// Who logs in, and the attribute to blame when that is refused.
pub(super) struct Login {
    pub(super) credentials: Credentials,
    pub(super) path: Option<AttributePath>,
}

const TOKEN: &str = "INFISICAL_TOKEN";
const CLIENT_ID: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_ID";
const CLIENT_SECRET: &str = "INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET";
const METHOD: &str = "INFISICAL_AUTH_METHOD";

impl Login {
    /// What HCL says wins. Without a method there, the environment decides: `INFISICAL_AUTH_METHOD`,
    /// else a token, else a client.
    pub(super) fn choose(config: &Config) -> Result<Self, Diagnostic> {
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
        let credentials = UniversalLogin {
            client_id: half(client_id, "client_id")?,
            client_secret: half(client_secret, "client_secret")?,
        };
        Ok(Self { credentials: credentials.into(), path: block.map(path) })
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
