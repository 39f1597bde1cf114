resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_aws_auth" "ci" {
  identity_id = infisical_identity.ci.id

  allowed_account_ids    = ["123456789012"]
  allowed_principal_arns = ["arn:aws:iam::123456789012:role/ci"]

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
