//! OCI Auth.

use super::{At, Auth, Concealed, Method, identity_id};
use infisical_client::{Credentials, OciKey, Secret};
use tf_framework::{Diagnostic, Schema};

/// OCI Auth: the API key of an Oracle Cloud user. What is left out is taken from the environment as
/// Oracle's command line names it, else from a profile of its configuration file (`~/.oci/config`, or
/// the one in `OCI_CLI_CONFIG_FILE`).
#[derive(Debug, Clone, Default, PartialEq, Schema)]
pub(super) struct Oci {
    /// ID of the machine identity. Environment variable: `INFISICAL_MACHINE_IDENTITY_ID`.
    identity_id: Option<Concealed>,

    /// OCID of the user. Environment variable: `OCI_CLI_USER`.
    user_ocid: Option<String>,

    /// OCID of the user's tenancy. Environment variable: `OCI_CLI_TENANCY`.
    tenancy_ocid: Option<String>,

    /// Fingerprint of the API key. Environment variable: `OCI_CLI_FINGERPRINT`.
    fingerprint: Option<String>,

    /// Region, such as `eu-frankfurt-1`. Environment variable: `OCI_CLI_REGION`.
    region: Option<String>,

    /// The private half of the API key, in PEM, without a passphrase. Environment variable:
    /// `OCI_CLI_KEY_CONTENT`.
    #[attr(conflicts = ["private_key_path"])]
    private_key: Option<Concealed>,

    /// Path of a file that has the private half of the API key. Environment variable:
    /// `OCI_CLI_KEY_FILE`.
    private_key_path: Option<String>,

    /// Profile in the configuration file, `DEFAULT` by default. Environment variable:
    /// `OCI_CLI_PROFILE`.
    config_file_profile: Option<String>,
}

impl Method for Oci {
    const NAME: &'static str = "oci";

    fn of(auth: &Auth) -> Option<&Self> {
        auth.oci.as_ref()
    }

    fn credentials(block: Option<&Self>, at: At) -> Result<Credentials, Diagnostic> {
        let block = block.cloned().unwrap_or_default();
        let key = match (block.private_key, block.private_key_path) {
            (Some(key), _) => Some(OciKey::Value(Secret::from(key.expose().as_str()))),
            (None, Some(path)) => Some(OciKey::File(path.into())),
            (None, None) => None,
        };
        let login = infisical_client::Oci {
            identity_id: identity_id(block.identity_id.as_ref(), "auth.oci.identity_id", &at)?,
            user: block.user_ocid,
            tenancy: block.tenancy_ocid,
            fingerprint: block.fingerprint,
            region: block.region,
            key,
            profile: block.config_file_profile,
        };
        Ok(login.into())
    }
}
