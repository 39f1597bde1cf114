resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_universal_auth" "ci" {
  identity_id = infisical_identity.ci.id

  client_secret_trusted_ips = [{ ip_address = "10.0.0.0/8" }]

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
