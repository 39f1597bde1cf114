resource "infisical_secret_folder" "backend" {
  project_id       = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  environment_slug = "prod"
  folder_path      = "/"
  name             = "backend"
}

resource "infisical_secret_folder" "database" {
  project_id       = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  environment_slug = "prod"
  folder_path      = infisical_secret_folder.backend.path
  name             = "database"
  description      = "What the database is reached with"
}
