data "infisical_secret_folders" "prod" {
  project_id       = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  environment_slug = "prod"
  folder_path      = "/"
}

output "folders" {
  value = data.infisical_secret_folders.prod.folders[*].name
}
