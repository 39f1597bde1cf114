//! JWTs that somebody else has made: where they are found, and the methods that need no more.

use super::{JwtSource, Kind, World};
use crate::error::Error;
use crate::secret::Secret;
use std::path::PathBuf;

/// Where a JWT that somebody else has made is found. It is read at each login.
#[derive(Debug, Clone)]
pub enum GivenJwt {
    /// The JWT itself.
    Value(Secret),
    /// A variable of the environment with this name.
    Variable(String),
    /// A file, which something else may replace in time.
    File(PathBuf),
}

const ADVICE: &str = "Set it to the JWT that the identity logs in with, or name the variable or the \
    file that has the JWT.";

impl GivenJwt {
    pub(super) fn secrets(&self) -> Vec<&Secret> {
        match self {
            Self::Value(jwt) => vec![jwt],
            Self::Variable(_) | Self::File(_) => vec![],
        }
    }

    pub(super) fn read(&self, world: &World) -> Result<Secret, Error> {
        match self {
            Self::Value(jwt) => Ok(jwt.clone()),
            Self::Variable(name) => world.variable(name, ADVICE).map(|jwt| world.secret(jwt)),
            Self::File(path) => world.file(path),
        }
    }
}

/// A method whose JWT is given.
#[derive(Debug, Clone)]
pub struct Given {
    pub(super) kind: &'static Kind,
    pub(super) jwt: GivenJwt,
}

impl JwtSource for Given {
    fn kind(&self) -> &'static Kind {
        self.kind
    }

    fn secrets(&self) -> Vec<&Secret> {
        self.jwt.secrets()
    }

    async fn jwt(&self, _: &str, world: &World) -> Result<Secret, Error> {
        self.jwt.read(world)
    }
}
