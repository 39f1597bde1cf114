# terraform apply -invoke=action.infisical_secrets_move.promote
action "infisical_secrets_move" "promote" {
  config {
    workspace_id            = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
    env_slug                = "staging"
    folder_path             = "/app"
    names                   = ["FEATURE_KEY", "FEATURE_SECRET"]
    destination_env_slug    = "prod"
    destination_folder_path = "/app"
  }
}
