resource "infisical_secret_import" "shared" {
  project_id              = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  environment_slug        = "prod"
  folder_path             = "/backend"
  import_environment_slug = "prod"
  import_folder_path      = "/shared"
  is_replication          = false
}
