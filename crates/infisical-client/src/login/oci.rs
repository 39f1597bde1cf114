//! OCI Auth: a signed request that tells who an Oracle Cloud user is, which the server sends on
//! (`identity-oci-auth-service.ts`). The signature is that of an API key: the server takes no other.

use super::{Kind, Login, NO_SUCH_IDENTITY, Proof, World, body, no_proof, rsa};
use crate::Body;
use crate::error::Error;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;
use time::macros::format_description;

const KIND: Kind = Kind {
    name: "OCI auth",
    path: "/api/v1/auth/oci-auth/login",
    refused: "Check that the API key belongs to the user and is active, that the user is in the \
        tenancy of the identity's OCI Auth, and that the method allows the user's name.",
    unknown: NO_SUCH_IDENTITY,
};

/// OCI Auth. What is `None` is taken from the environment as Oracle's command line names it
/// (`OCI_CLI_USER`, …), else from a profile of its configuration file.
#[derive(Debug, Clone, Default)]
pub struct Oci {
    /// The identity's ID, a UUID.
    pub identity_id: String,
    /// The user's OCID.
    pub user: Option<String>,
    /// The OCID of the tenancy.
    pub tenancy: Option<String>,
    /// The fingerprint of the API key.
    pub fingerprint: Option<String>,
    /// The region, `eu-frankfurt-1`.
    pub region: Option<String>,
    /// The API key.
    pub key: Option<OciKey>,
    /// The profile in the configuration file, `DEFAULT` by default.
    pub profile: Option<String>,
}

/// The private half of an API key, an RSA key in PEM.
#[derive(Debug, Clone)]
pub enum OciKey {
    /// The key itself.
    Value(Secret),
    /// A file that has it.
    File(PathBuf),
}

/// A setting in the environment and in the configuration file.
struct Setting {
    variable: &'static str,
    name: &'static str,
}

const USER: Setting = Setting { variable: "OCI_CLI_USER", name: "user" };
const TENANCY: Setting = Setting { variable: "OCI_CLI_TENANCY", name: "tenancy" };
const FINGERPRINT: Setting = Setting { variable: "OCI_CLI_FINGERPRINT", name: "fingerprint" };
const REGION: Setting = Setting { variable: "OCI_CLI_REGION", name: "region" };
const KEY_FILE: Setting = Setting { variable: "OCI_CLI_KEY_FILE", name: "key_file" };

impl Login for Oci {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        match &self.key {
            Some(OciKey::Value(key)) => vec![key],
            Some(OciKey::File(_)) | None => vec![],
        }
    }

    fn proof<'a>(&'a self, world: &'a World) -> Proof<'a> {
        Box::pin(async move { self.signed(world) })
    }
}

impl Oci {
    /// A `GET` of the user, signed
    /// (<https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm>).
    fn signed(&self, world: &World) -> Result<Body, Error> {
        let profile = Profile::new(self.profile.as_deref(), world);
        let user = profile.find(self.user.as_deref(), &USER)?;
        let tenancy = profile.find(self.tenancy.as_deref(), &TENANCY)?;
        let fingerprint = profile.find(self.fingerprint.as_deref(), &FINGERPRINT)?;
        let host =
            format!("identity.{}.oraclecloud.com", profile.find(self.region.as_deref(), &REGION)?);
        let (key, place) = self.key(&profile)?;
        let date = OffsetDateTime::now_utc().format(format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        ));
        let date = date.map_err(|why| Error::Build { reason: format!("the date: {why}") })?;
        let message =
            format!("date: {date}\n(request-target): get /20160918/users/{user}\nhost: {host}");
        let signature = STANDARD.encode(rsa::sign(&key, &place, message.as_bytes())?);
        let authorization = format!(
            "Signature version=\"1\",keyId=\"{tenancy}/{user}/{fingerprint}\",\
             algorithm=\"rsa-sha256\",headers=\"date (request-target) host\",\
             signature=\"{}\"",
            world.secret(signature).expose()
        );
        let mut sent = body([("identityId", self.identity_id.as_str()), ("userOcid", &user)]);
        let headers = json!({ "authorization": authorization, "host": host, "date": date });
        sent.insert("headers".to_owned(), headers);
        Ok(sent)
    }

    /// The key, and where it is from.
    fn key(&self, profile: &Profile<'_>) -> Result<(Secret, String), Error> {
        let content = profile.world.environment().get("OCI_CLI_KEY_CONTENT");
        let file = match (&self.key, content) {
            (Some(OciKey::Value(key)), _) => return Ok((key.clone(), "the user".to_owned())),
            (Some(OciKey::File(path)), _) => path.clone(),
            (None, Some(content)) => {
                return Ok((profile.world.secret(content), "OCI_CLI_KEY_CONTENT".to_owned()));
            }
            (None, None) => profile.expanded(&profile.find(None, &KEY_FILE)?),
        };
        Ok((profile.world.file(&file)?, file.display().to_string()))
    }
}

/// A profile of the configuration file of Oracle's command line and SDKs
/// (<https://docs.oracle.com/iaas/Content/API/Concepts/sdkconfig.htm>).
struct Profile<'a> {
    world: &'a World,
    file: PathBuf,
    name: String,
}

impl<'a> Profile<'a> {
    fn new(name: Option<&str>, world: &'a World) -> Self {
        let variables = world.environment();
        let name = name.map(str::to_owned).or_else(|| variables.get("OCI_CLI_PROFILE"));
        let file =
            variables.get("OCI_CLI_CONFIG_FILE").or_else(|| variables.get("OCI_CONFIG_FILE"));
        let mut profile = Self {
            world,
            file: PathBuf::new(),
            name: name.unwrap_or_else(|| "DEFAULT".to_owned()),
        };
        profile.file = profile.expanded(file.as_deref().unwrap_or("~/.oci/config"));
        profile
    }

    /// What was given, else the variable, else the file.
    fn find(&self, given: Option<&str>, setting: &Setting) -> Result<String, Error> {
        let Setting { variable, name } = setting;
        if let Some(value) =
            given.map(str::to_owned).or_else(|| self.world.environment().get(variable))
        {
            return Ok(value);
        }
        let text = std::fs::read_to_string(&self.file).unwrap_or_default();
        member(&text, &self.name, name).map(str::to_owned).ok_or_else(|| {
            no_proof(
                format!(
                    "there is no `{name}` of the Oracle Cloud user: not in {variable}, nor in the \
                     profile {} of {}",
                    self.name,
                    self.file.display()
                ),
                "Give it, or name a profile that has it.",
            )
        })
    }

    /// A path in which `~` is the user's folder.
    fn expanded(&self, path: &str) -> PathBuf {
        match (path.strip_prefix("~/"), self.world.environment().home()) {
            (Some(rest), Some(home)) => Path::new(&home).join(rest),
            _ => PathBuf::from(path),
        }
    }
}

/// A setting of a section. What a section does not say, `DEFAULT` says for it.
fn member<'a>(text: &'a str, section: &str, name: &str) -> Option<&'a str> {
    let mut current = "";
    let mut default = None;
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            current = header;
        } else if let Some((key, value)) = line.split_once('=')
            && key.trim() == name
        {
            if current == section {
                return Some(value.trim());
            }
            if current == "DEFAULT" {
                default = Some(value.trim());
            }
        }
    }
    default
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_inherits_what_it_does_not_say() {
        let text = "# mine\n[DEFAULT]\nuser = ocid1.user.a\nregion=eu-frankfurt-1\n\n[CI]\n\
                    user=ocid1.user.b\n";
        for (section, name, value) in [
            ("DEFAULT", "user", Some("ocid1.user.a")),
            ("CI", "user", Some("ocid1.user.b")),
            ("CI", "region", Some("eu-frankfurt-1")),
            ("CI", "tenancy", None),
        ] {
            assert_eq!(member(text, section, name), value, "{section} {name}");
        }
    }
}
