resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_spiffe_auth" "ci" {
  identity_id  = infisical_identity.ci.id
  trust_domain = "example.org"

  allowed_spiffe_ids = ["spiffe://example.org/ci/**"]
  allowed_audiences  = ["infisical"]

  trust_bundle_distribution = {
    profile              = "https_web_bundle"
    endpoint_url         = "https://spire.example.org/bundle"
    refresh_hint_seconds = 3600
  }
}
