data "infisical_identity" "ci" {
  name = "ci"
}

data "infisical_identity_gcp_auth" "ci" {
  identity_id = data.infisical_identity.ci.id
}

output "access_token_ttl" {
  value = data.infisical_identity_gcp_auth.ci.access_token_ttl
}
