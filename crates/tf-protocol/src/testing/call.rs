//! A call that failed as a call.

use std::fmt;

/// gRPC's own failure, not a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// gRPC's code: 12 is "unimplemented".
    pub code: i32,
    /// Its text.
    pub message: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gRPC {}: {}", self.code, self.message)
    }
}

impl std::error::Error for Failure {}

impl From<tonic::Status> for Failure {
    fn from(status: tonic::Status) -> Self {
        Self { code: status.code().into(), message: status.message().to_owned() }
    }
}
