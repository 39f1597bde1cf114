locals {
  # "${prod.db.main.PASSWORD}"
  password = provider::infisical::secret_reference("prod", "/db/main", "PASSWORD")

  # "${HOST}", the secret of the folder that the reference is in
  host = provider::infisical::secret_reference(null, null, "HOST")
}

output "url" {
  value = "postgres://app:${local.password}@${local.host}/app"
}
