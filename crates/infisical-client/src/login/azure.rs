//! Azure Auth: a token of Microsoft Entra for the identity of a machine or of a workload
//! (`identity-azure-auth-fns.ts`).

use super::world::Service;
use super::{JwtSource, Kind, NO_SUCH_IDENTITY, World};
use crate::error::Error;
use crate::secret::Secret;
use reqwest::RequestBuilder;
use std::path::Path;

const KIND: Kind = Kind {
    name: "Azure auth",
    path: "/api/v1/auth/azure-auth/login",
    refused: "Check that the identity's Azure Auth has this tenant, that its resource is the one that \
        the token is for, and that it allows this service principal.",
    unknown: NO_SUCH_IDENTITY,
};

/// Azure Auth. The first that the environment speaks of: workload identity federation
/// (`AZURE_FEDERATED_TOKEN_FILE`, as AKS sets it), the managed identity of an app
/// (`IDENTITY_ENDPOINT`), the managed identity of the machine.
#[derive(Debug, Clone)]
pub struct Azure {
    /// What the token is for: the resource of the identity's Azure Auth.
    pub resource: String,
    /// The client ID of a user-assigned managed identity, or of the application that the workload
    /// is federated with.
    pub client_id: Option<String>,
}

const MACHINE: Service = Service {
    name: "Azure's instance metadata service",
    advice: "Run this on a machine of Azure with a managed identity, and name its client ID when it \
        has several; or set AZURE_FEDERATED_TOKEN_FILE, AZURE_CLIENT_ID and AZURE_TENANT_ID for a \
        federated workload.",
};
const APP: Service = Service {
    name: "the app's identity endpoint",
    advice: "Assign a managed identity to the app, and name its client ID when it has several.",
};
const ENTRA: Service = Service {
    name: "Microsoft Entra",
    advice: "Check AZURE_TENANT_ID, AZURE_CLIENT_ID, and that the application trusts the issuer and \
        the subject of the token in AZURE_FEDERATED_TOKEN_FILE.",
};

impl JwtSource for Azure {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn secrets(&self) -> Vec<&Secret> {
        vec![]
    }

    async fn jwt(&self, _: &str, world: &World) -> Result<Secret, Error> {
        let variables = world.environment();
        let (service, request) = if let Some(file) = variables.get("AZURE_FEDERATED_TOKEN_FILE") {
            (ENTRA, self.federated(world, Path::new(&file))?)
        } else if let Some(endpoint) = variables.get("IDENTITY_ENDPOINT") {
            (APP, self.app(world, &endpoint)?)
        } else {
            (MACHINE, self.machine(world)?)
        };
        world.ask_for(service, request, "access_token").await
    }
}

impl Azure {
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>, third
    /// case.
    fn federated(&self, world: &World, file: &Path) -> Result<RequestBuilder, Error> {
        let client = match &self.client_id {
            Some(id) => id.clone(),
            None => world.variable("AZURE_CLIENT_ID", ENTRA.advice)?,
        };
        let tenant = world.variable("AZURE_TENANT_ID", ENTRA.advice)?;
        let authority = world.environment().get("AZURE_AUTHORITY_HOST");
        let authority = authority.as_deref().unwrap_or("https://login.microsoftonline.com");
        let url = format!("{}/{tenant}/oauth2/v2.0/token", authority.trim_end_matches('/'));
        let assertion = world.file(file)?;
        // A slash at the end of the resource is a part of it: the audience will have it, too.
        let scope = format!("{}/.default", self.resource);
        Ok(world.http(&url)?.post(&url).form(&[
            ("client_id", client.as_str()),
            ("scope", &scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.expose()),
            ("grant_type", "client_credentials"),
        ]))
    }

    /// <https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference>
    fn app(&self, world: &World, endpoint: &str) -> Result<RequestBuilder, Error> {
        let request = world.http(endpoint)?.get(endpoint);
        let header = world.secret(world.variable("IDENTITY_HEADER", APP.advice)?);
        let request = request.header("X-IDENTITY-HEADER", header.expose());
        Ok(self.query(request, "2019-08-01"))
    }

    /// <https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token>
    fn machine(&self, world: &World) -> Result<RequestBuilder, Error> {
        let host = world.environment().get("AZURE_POD_IDENTITY_AUTHORITY_HOST");
        let host = host.as_deref().unwrap_or("http://169.254.169.254");
        let url = format!("{}/metadata/identity/oauth2/token", host.trim_end_matches('/'));
        Ok(self.query(world.http(&url)?.get(&url).header("Metadata", "true"), "2018-02-01"))
    }

    fn query(&self, request: RequestBuilder, version: &str) -> RequestBuilder {
        let request = request.query(&[("api-version", version), ("resource", &self.resource)]);
        match &self.client_id {
            Some(id) => request.query(&[("client_id", id)]),
            None => request,
        }
    }
}
