resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_azure_auth" "ci" {
  identity_id  = infisical_identity.ci.id
  tenant_id    = "5f3d5ce6-63e4-4b63-9c0a-6e9b6b3f5d52"
  resource_url = "https://management.azure.com"

  allowed_service_principal_ids = [
    "0c4b6cde-7f2b-4a63-8c57-0d6f5a9b7e21",
  ]

  access_token_ttl     = 3600
  access_token_max_ttl = 86400

  access_token_trusted_ips = [
    { ip_address = "0.0.0.0/0" },
    { ip_address = "::/0" },
  ]
}
