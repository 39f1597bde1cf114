variable "client_id" {
  type = string
}

variable "client_secret" {
  type      = string
  ephemeral = true
}

ephemeral "infisical_identity_access_token" "ci" {
  client_id     = var.client_id
  client_secret = var.client_secret
}

# Another provider that works as this identity while Terraform runs.
provider "infisical" {
  alias = "ci"
  auth = {
    token = ephemeral.infisical_identity_access_token.ci.access_token
  }
}
