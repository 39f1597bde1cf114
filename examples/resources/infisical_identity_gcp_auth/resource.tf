resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_gcp_auth" "ci" {
  identity_id = infisical_identity.ci.id
  type        = "gce"

  allowed_projects               = ["my-project"]
  allowed_zones                  = ["europe-west3-a", "europe-west3-b"]
  allowed_service_account_emails = ["ci@my-project.iam.gserviceaccount.com"]

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
