data "infisical_identity" "ci" {
  name = "ci"
}

ephemeral "infisical_identity_token_auth_token" "ci" {
  identity_id = data.infisical_identity.ci.id
  name        = "one run of Terraform"
}

# Another provider that works as this identity while Terraform runs.
provider "infisical" {
  alias = "ci"
  auth = {
    token = ephemeral.infisical_identity_token_auth_token.ci.token
  }
}
