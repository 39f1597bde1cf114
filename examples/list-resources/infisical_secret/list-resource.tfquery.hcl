list "infisical_secret" "app" {
  provider = infisical

  config {
    workspace_id = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
    env_slug     = "prod"
    folder_path  = "/app"
    recursive    = true
  }
}
