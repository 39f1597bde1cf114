resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_universal_auth" "ci" {
  identity_id = infisical_identity.ci.id
}

resource "infisical_identity_universal_auth_client_secret" "ci" {
  # Through the method, so that it is attached first and revoked last.
  identity_id = infisical_identity_universal_auth.ci.identity_id
  description = "pipeline"
  ttl         = 7776000 # 90 days

  # Another one each month.
  keepers = {
    month = "2026-11"
  }
}
