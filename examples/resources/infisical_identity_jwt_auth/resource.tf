resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_jwt_auth" "ci" {
  identity_id        = infisical_identity.ci.id
  configuration_type = "jwks"
  jwks_url           = "https://login.example.com/.well-known/jwks.json"

  bound_issuer    = "https://login.example.com"
  bound_audiences = ["infisical"]

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
