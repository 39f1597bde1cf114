ephemeral "infisical_secrets" "app" {
  workspace_id = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  env_slug     = "prod"
  folder_path  = "/app"
}

# The whole folder as a file, in one secret and in no state.
resource "infisical_secret" "file" {
  workspace_id     = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  env_slug         = "prod"
  folder_path      = "/files"
  name             = "APP_ENV"
  value_wo         = provider::infisical::dotenv(ephemeral.infisical_secrets.app.values)
  value_wo_version = 1
}
