variable "org_id" {
  type = string
}

# The application logs in with the managed identity that Azure gives it, and may read.
resource "infisical_identity" "app" {
  name   = "everyday-shop"
  role   = "no-access"
  org_id = var.org_id
}

resource "infisical_identity_azure_auth" "app" {
  identity_id                   = infisical_identity.app.id
  tenant_id                     = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
  allowed_service_principal_ids = ["0c4b6cde-7f2b-4a63-8c57-0d6f5a9b7e21"]
}

resource "infisical_project_identity" "app" {
  project_id  = infisical_project.shop.id
  identity_id = infisical_identity.app.id
  roles       = [{ role_slug = "viewer" }]
}
