//! Who logs in: one file a method, each with its attributes and the variables that stand in for them.

mod alicloud;
mod aws_iam;
mod azure;
mod gcp;
mod jwt;
mod kubernetes;
mod ldap;
mod oci;
mod oidc;
mod spiffe;
mod tls_cert;
mod token;
mod universal;

use alicloud::AliCloud;
use aws_iam::AwsIam;
use azure::Azure;
use gcp::Gcp;
use jwt::Jwt;
use kubernetes::Kubernetes;
use ldap::Ldap;
use oci::Oci;
use oidc::Oidc;
use spiffe::Spiffe;
use tls_cert::TlsCert;
use universal::Universal;

use super::Config;
use super::given::{Given, path};
use infisical_client::{Credentials, GivenJwt, Secret};
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
    token: Option<Concealed>,

    /// Universal Auth: a client ID and a client secret.
    universal: Option<Universal>,

    /// OIDC Auth: a token of an identity provider, such as that of a CI system.
    oidc: Option<Oidc>,

    /// Kubernetes Auth: the token of a service account.
    kubernetes: Option<Kubernetes>,

    /// AWS Auth: the role or the user that AWS knows. The credentials are found where AWS's own tools
    /// find them: in the environment, in a profile, or from the metadata service of the container, the
    /// pod or the machine.
    aws_iam: Option<AwsIam>,

    /// Azure Auth: a managed identity, or a workload that is federated with an application. Which one
    /// it is, the environment says as for Azure's own tools: `AZURE_FEDERATED_TOKEN_FILE`, else
    /// `IDENTITY_ENDPOINT`, else the machine's metadata service.
    azure: Option<Azure>,

    /// GCP Auth: the service account of the machine, or the key of a service account.
    gcp: Option<Gcp>,

    /// JWT Auth: a JWT that somebody has signed for the identity.
    jwt: Option<Jwt>,

    /// LDAP Auth: the user name and password of a directory's user.
    ldap: Option<Ldap>,

    /// TLS Certificate Auth: the client certificate of the connection (`client_certificate` and
    /// `client_key`). The `host` must be one that asks for it.
    tls_cert: Option<TlsCert>,

    /// OCI Auth: the API key of an Oracle Cloud user. What is left out is taken from the environment
    /// as Oracle's command line names it, else from a profile of its configuration file.
    oci: Option<Oci>,

    /// Alibaba Cloud Auth: the access key of a RAM user. Temporary keys are not possible, as the login
    /// takes no security token.
    alicloud: Option<AliCloud>,

    /// SPIFFE Auth: the JWT-SVID of a workload.
    spiffe: Option<Spiffe>,
}

/// A text that nobody may see, not even in a message about it.
pub(super) type Concealed = Sensitive<Text<Credential>>;

/// Something that may not be empty.
pub(crate) struct Credential;

impl TextType for Credential {
    const INVALID: &'static str = "Empty credential";

    fn check(text: &str) -> Result<(), String> {
        if text.trim().is_empty() { Err("The value must not be empty.".to_owned()) } else { Ok(()) }
    }
}

/// A login method as an attribute of `auth`.
trait Method: Sized {
    /// Its name in `auth` and in `INFISICAL_AUTH_METHOD`.
    const NAME: &'static str;

    /// What the block says of it.
    fn of(auth: &Auth) -> Option<&Self>;

    /// What to log in with. Without a block, the environment says everything; `at` is the block.
    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic>;
}

/// Where a method was chosen: an attribute, or none when the environment did it.
type At = Option<AttributePath>;

/// A [`Method`] in a list.
struct Entry {
    name: &'static str,
    configured: fn(&Auth) -> Option<Result<Login, Diagnostic>>,
    from_environment: fn() -> Result<Login, Diagnostic>,
}

/// All methods.
const METHODS: [Entry; 13] = [
    entry::<Concealed>(),
    entry::<Universal>(),
    entry::<Oidc>(),
    entry::<Kubernetes>(),
    entry::<AwsIam>(),
    entry::<Azure>(),
    entry::<Gcp>(),
    entry::<Jwt>(),
    entry::<Ldap>(),
    entry::<TlsCert>(),
    entry::<Oci>(),
    entry::<AliCloud>(),
    entry::<Spiffe>(),
];

const fn entry<M: Method>() -> Entry {
    Entry {
        name: M::NAME,
        configured: |auth| {
            let block = M::of(auth)?;
            let at = AttributePath::root("auth").attribute(M::NAME);
            let credentials = M::credentials(Some(block), Some(at.clone()));
            Some(credentials.map(|credentials| Login { credentials, path: Some(at) }))
        },
        from_environment: || {
            let credentials = M::credentials(None, None)?;
            Ok(Login { credentials, path: None })
        },
    }
}

/// Refuses two methods in one block.
pub(super) fn one_method(config: &Checked<'_>, out: &mut Diagnostics) {
    let auth = AttributePath::root("auth");
    let inside = |name: &str| match config.get("auth") {
        Known::Is(values) => !values.attribute(name).is_null(),
        Known::Null | Known::Unknown => false,
    };
    let outside = |name: &&str| !matches!(config.get(name), Known::Null);
    let legacy = ["client_id", "client_secret"].into_iter().find(outside);
    let service_token = Some("service_token").filter(outside);
    let methods = METHODS.iter().filter(|method| inside(method.name));
    let mut chosen: Vec<_> = methods.map(|method| auth.attribute(method.name)).collect();
    chosen.extend(legacy.into_iter().chain(service_token).map(AttributePath::root));
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

const METHOD: &str = "INFISICAL_AUTH_METHOD";
const IDENTITY_ID: &str = "INFISICAL_MACHINE_IDENTITY_ID";

impl Login {
    /// What HCL says wins. Without a method there, the environment decides: `INFISICAL_AUTH_METHOD`,
    /// else a token, else a client, else a service token.
    pub(super) fn choose(config: &Config) -> Result<Self, Diagnostic> {
        let auth = config.auth.as_ref();
        let configured = |auth| METHODS.iter().find_map(|method| (method.configured)(auth));
        if let Some(login) = auth.and_then(configured) {
            return login;
        }
        if let Some(login) = universal::legacy(config) {
            return login;
        }
        if config.service_token.is_some() {
            return token::service(config);
        }
        match Given::new(None, "auth", METHOD).text() {
            Some(name) => Self::named(name),
            None => Self::guess(config),
        }
    }

    /// The method that `INFISICAL_AUTH_METHOD` names, in whatever case.
    fn named(name: &str) -> Result<Self, Diagnostic> {
        let wanted = name.to_lowercase().replace('-', "_");
        if let Some(method) = METHODS.iter().find(|method| method.name == wanted) {
            return (method.from_environment)();
        }
        let names = METHODS.map(|method| format!("`{}`", method.name)).join(", ");
        Err(Diagnostic::error(
            "Unknown login method",
            format!("{METHOD} is `{name}`. This provider knows {names}."),
        ))
    }

    /// The method whose variables are there.
    fn guess(config: &Config) -> Result<Self, Diagnostic> {
        let set = |variable| Given::new(None, "auth", variable).text().is_some();
        if set(token::TOKEN) {
            (entry::<Concealed>().from_environment)()
        } else if set(universal::CLIENT_ID) || set(universal::CLIENT_SECRET) {
            (entry::<Universal>().from_environment)()
        } else if set(token::SERVICE_TOKEN) {
            token::service(config)
        } else {
            Err(Diagnostic::error(
                "No credentials for Infisical",
                format!(
                    "The provider needs a machine identity to log in as. Set a login method in \
                     `auth`: `auth.universal` (or {} and {} in the environment), `auth.token` (or \
                     {}), or one of the others; or name it in {METHOD} and set its variables.",
                    universal::CLIENT_ID,
                    universal::CLIENT_SECRET,
                    token::TOKEN
                ),
            ))
        }
    }
}

/// A setting that its method cannot do without.
fn required(given: Given, at: &At) -> Result<String, Diagnostic> {
    let Given { text, attribute, variable, .. } = given;
    text.ok_or_else(|| {
        let diagnostic = Diagnostic::error(
            "Half a login",
            format!("`{attribute}` is missing. Set it, or {variable} in the environment."),
        );
        match at {
            Some(_) => diagnostic.at(path(attribute)),
            None => diagnostic,
        }
    })
}

/// The ID of the identity, which most methods name.
fn identity_id(
    block: Option<&Concealed>,
    attribute: &'static str,
    at: &At,
) -> Result<String, Diagnostic> {
    required(concealed(block, attribute, IDENTITY_ID), at)
}

fn concealed(
    configured: Option<&Concealed>,
    attribute: &'static str,
    variable: &'static str,
) -> Given {
    Given::new(configured.map(|text| text.expose().as_str()), attribute, variable)
}

/// The variable of a JWT that no attribute and no other variable speaks of.
const JWT: &str = "INFISICAL_AUTH_JWT";

/// Where a JWT is: in an attribute, in a file, else in [`JWT`].
fn given_jwt(jwt: Option<&Concealed>, file: Option<&String>) -> GivenJwt {
    match (jwt, file) {
        (Some(jwt), _) => GivenJwt::Value(Secret::from(jwt.expose().as_str().trim())),
        (None, Some(file)) => GivenJwt::File(file.into()),
        (None, None) => GivenJwt::Variable(JWT.to_owned()),
    }
}
