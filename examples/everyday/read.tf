# The whole folder, with what it imports, for as long as Terraform runs: what it holds is in no state either.
ephemeral "infisical_secrets" "app" {
  workspace_id    = infisical_project.shop.id
  env_slug        = "prod"
  folder_path     = infisical_secret_folder.app["prod"].path
  include_imports = true

  depends_on = [infisical_secret.generated, infisical_secret.database_url, infisical_secret_import.shared]
}

check "the_application_finds_its_secrets" {
  assert {
    condition     = length(ephemeral.infisical_secrets.app.values) == length(local.app) + length(local.shared) + 1
    error_message = "A secret of the folder, or of what it imports, is missing."
  }

  assert {
    condition     = strcontains(ephemeral.infisical_secrets.app.values["DATABASE_URL"], ephemeral.infisical_secrets.app.values["DATABASE_PASSWORD"])
    error_message = "The reference to the password is not expanded."
  }
}
