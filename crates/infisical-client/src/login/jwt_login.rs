//! The logins that send the ID of an identity and a JWT: all but their sources.

use super::{Kind, Login, Proof, World, body};
use crate::error::Error;
use crate::secret::Secret;
use std::fmt;

/// A method that proves an identity with a JWT, and where it has the JWT from.
pub trait JwtSource: fmt::Debug + Send + Sync {
    /// The method.
    fn kind(&self) -> &'static Kind;

    /// What is known of the proof beforehand and must not be shown.
    fn secrets(&self) -> Vec<&Secret>;

    /// The JWT, for one login as the identity with this ID.
    fn jwt(
        &self,
        identity_id: &str,
        world: &World,
    ) -> impl Future<Output = Result<Secret, Error>> + Send;
}

/// A login as the identity with this ID.
#[derive(Debug)]
pub(super) struct JwtLogin<S> {
    pub(super) identity_id: String,
    pub(super) source: S,
}

impl<S: JwtSource> Login for JwtLogin<S> {
    fn kind(&self) -> &'static Kind {
        self.source.kind()
    }

    fn secrets(&self) -> Vec<&Secret> {
        self.source.secrets()
    }

    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a> {
        Box::pin(async move {
            let jwt = self.source.jwt(&self.identity_id, world).await?;
            Ok(body([("identityId", self.identity_id.as_str()), ("jwt", jwt.expose())]))
        })
    }
}
