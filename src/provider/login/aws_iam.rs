//! AWS Auth.

use super::{At, Auth, Concealed, Method, identity_id};
use infisical_client::Credentials;
use tf_framework::{Diagnostic, Schema};

/// AWS Auth: the role or the user that AWS knows.
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct AwsIam {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// Profile of `~/.aws` to take the credentials from, whatever the environment says.
    profile: Option<String>,

    /// Region whose STS Infisical asks who this is, such as `eu-central-1`; else that of the
    /// environment (`AWS_REGION`, `AWS_DEFAULT_REGION`), else `us-east-1`.
    region: Option<String>,
}

impl Method for AwsIam {
    const NAME: &'static str = "aws_iam";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.aws_iam.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let identity_id = identity_id(block.identity_id.as_ref(), "auth.aws_iam.identity_id", &at)?;
        let AwsIam { profile, region, .. } = block;
        Ok(infisical_client::AwsIam { identity_id, profile, region }.into())
    }
}
