# terraform apply -invoke=action.infisical_secret_import_resync.shared
action "infisical_secret_import_resync" "shared" {
  config {
    secret_import_id = "0b1f2a3c-5d6e-4f70-8a91-b2c3d4e5f607"
  }
}
