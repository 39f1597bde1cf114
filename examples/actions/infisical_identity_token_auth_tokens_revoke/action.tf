# terraform apply -invoke=action.infisical_identity_token_auth_tokens_revoke.all
action "infisical_identity_token_auth_tokens_revoke" "all" {
  config {
    identity_id = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11"
  }
}
