resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_oidc_auth" "ci" {
  identity_id        = infisical_identity.ci.id
  oidc_discovery_url = "https://token.actions.githubusercontent.com"
  bound_issuer       = "https://token.actions.githubusercontent.com"

  bound_subject   = "repo:my-organization/my-repository:*"
  bound_audiences = ["https://github.com/my-organization"]
  bound_claims = {
    ref = "refs/heads/main, refs/heads/release"
  }

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
