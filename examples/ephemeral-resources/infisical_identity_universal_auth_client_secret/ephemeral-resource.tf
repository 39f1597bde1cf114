data "infisical_identity" "ci" {
  name = "ci"
}

ephemeral "infisical_identity_universal_auth_client_secret" "ci" {
  identity_id = data.infisical_identity.ci.id
  description = "one run of Terraform"
  ttl         = 3600
}

# Another provider that works as this identity while Terraform runs.
provider "infisical" {
  alias = "ci"
  auth = {
    universal = {
      client_id     = ephemeral.infisical_identity_universal_auth_client_secret.ci.client_id
      client_secret = ephemeral.infisical_identity_universal_auth_client_secret.ci.client_secret
    }
  }
}
