data "infisical_secret_tag" "database" {
  project_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  slug       = "database"
}

output "database" {
  value = data.infisical_secret_tag.database.id
}
