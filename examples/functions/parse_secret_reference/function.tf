# { environment = "prod", folder_path = "/db/main", name = "PASSWORD" }
output "password" {
  value = provider::infisical::parse_secret_reference("$${prod.db.main.PASSWORD}")
}
