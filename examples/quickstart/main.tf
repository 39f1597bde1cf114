terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

provider "infisical" {} # where the server is, and who logs in: from the environment

variable "org_id" {
  type = string
}

resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = var.org_id
}

resource "infisical_identity_azure_auth" "ci" {
  identity_id = infisical_identity.ci.id
  tenant_id   = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
}
