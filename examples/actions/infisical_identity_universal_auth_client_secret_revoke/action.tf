# terraform apply -invoke=action.infisical_identity_universal_auth_client_secret_revoke.leaked
action "infisical_identity_universal_auth_client_secret_revoke" "leaked" {
  config {
    identity_id      = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11"
    client_secret_id = "0b1f2a3c-5d6e-4f70-8a91-b2c3d4e5f607"
  }
}
