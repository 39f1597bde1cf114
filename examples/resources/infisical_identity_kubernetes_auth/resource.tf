resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

variable "token_reviewer_jwt" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "infisical_identity_kubernetes_auth" "ci" {
  identity_id     = infisical_identity.ci.id
  kubernetes_host = "https://10.0.0.1:6443"

  token_reviewer_jwt_wo         = var.token_reviewer_jwt
  token_reviewer_jwt_wo_version = 1

  allowed_namespaces            = ["ci"]
  allowed_service_account_names = ["runner"]
  allowed_audience              = "infisical"

  access_token_ttl     = 3600
  access_token_max_ttl = 86400
}
