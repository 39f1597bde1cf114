ephemeral "infisical_secrets" "app" {
  workspace_id    = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  env_slug        = "prod"
  folder_path     = "/app"
  include_imports = true
}

locals {
  # One of them, for whatever takes ephemeral values.
  password = ephemeral.infisical_secrets.app.secrets["PASSWORD"].value

  # All of them as a file.
  dotenv = provider::infisical::dotenv(ephemeral.infisical_secrets.app.values)
}
