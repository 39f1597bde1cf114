//! How a client proves who it is: one file a method, and the session that needs not know them.

mod alicloud;
mod aws_iam;
mod azure;
mod gcp;
mod given_jwt;
mod jwt;
mod jwt_login;
mod kubernetes;
mod ldap;
mod oci;
mod oidc;
mod rsa;
mod session;
mod spiffe;
mod tls_cert;
mod universal;
mod world;

pub use alicloud::AliCloud;
pub use aws_iam::AwsIam;
pub use azure::Azure;
pub use gcp::Gcp;
pub use given_jwt::{Given, GivenJwt};
pub use kubernetes::SERVICE_ACCOUNT_TOKEN;
pub use ldap::Ldap;
pub use oci::{Oci, OciKey};
pub use oidc::Oidc;
pub use tls_cert::TlsCert;
pub use universal::Universal;
pub use world::Environment;

use jwt_login::{JwtLogin, JwtSource};
#[cfg(test)]
pub(crate) use universal::KIND as UNIVERSAL;

pub(crate) use session::{Session, Ticket};
pub(crate) use world::World;

use crate::Body;
use crate::error::Error;
use crate::secret::Secret;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

/// How the client proves who it is.
#[derive(Debug, Clone)]
pub enum Credentials {
    /// An access token that exists already.
    Token(Secret),
    /// A method that gives one.
    Login(Arc<dyn Login>),
}

impl<L: Login + 'static> From<L> for Credentials {
    fn from(login: L) -> Self {
        Self::Login(Arc::new(login))
    }
}

impl Credentials {
    /// A login as the identity with this ID, by a method that proves it with a JWT.
    pub fn jwt(identity_id: impl Into<String>, source: impl JwtSource + 'static) -> Self {
        JwtLogin { identity_id: identity_id.into(), source }.into()
    }

    /// Every value of these credentials that must not be shown.
    pub(crate) fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Token(token) => vec![token],
            Self::Login(login) => login.secrets(),
        }
    }
}

/// A login method with what it needs to prove an identity.
pub trait Login: fmt::Debug + Send + Sync {
    /// The method.
    fn kind(&self) -> &'static Kind;

    /// What is known of it beforehand and must not be shown.
    fn secrets(&self) -> Vec<&Secret>;

    /// The body of the login, but for the organization. Called at each login, so that a proof that
    /// expires is a fresh one.
    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a>;
}

/// A proof on its way.
pub(crate) type Proof<'a> = Pin<Box<dyn Future<Output = Result<Body, Error>> + Send + 'a>>;

/// What all logins of a method have in common.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// As in messages: `universal auth`.
    pub name: &'static str,
    /// Where the proof is sent.
    pub path: &'static str,
    /// What to do when the server refuses the proof.
    pub refused: &'static str,
    /// What to do when the server knows nobody to prove.
    pub unknown: &'static str,
}

/// [`Kind::unknown`] of the methods that name the identity by its ID.
const NO_SUCH_IDENTITY: &str = "No identity with this ID has this login method. Check the identity \
    ID, that the method is attached to the identity, and that the host is the one (and the region) \
    where the identity lives.";

fn body<const N: usize>(members: [(&str, &str); N]) -> Body {
    members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// A proof that could not be had.
fn no_proof(reason: impl Into<String>, advice: impl Into<String>) -> Error {
    Error::Proof { reason: reason.into(), advice: advice.into() }
}
