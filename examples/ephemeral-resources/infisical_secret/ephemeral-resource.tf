ephemeral "infisical_secret" "token" {
  workspace_id = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  env_slug     = "prod"
  folder_path  = "/ci"
  name         = "INFISICAL_TOKEN"
}

# Another provider that logs in with it.
provider "infisical" {
  alias = "ci"
  auth = {
    token = ephemeral.infisical_secret.token.value
  }
}
