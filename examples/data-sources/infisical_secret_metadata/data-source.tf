data "infisical_secret_metadata" "password" {
  project_id       = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  environment_slug = "prod"
  folder_path      = "/app"
  name             = "PASSWORD"
}

# Grows with each change of the secret.
output "version" {
  value = data.infisical_secret_metadata.password.secret_version
}
