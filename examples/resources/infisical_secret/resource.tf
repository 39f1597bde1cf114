variable "database_password" {
  type      = string
  sensitive = true
  ephemeral = true
}

resource "infisical_secret" "database_password" {
  name         = "DATABASE_PASSWORD"
  workspace_id = "77fa7aed-9288-401e-a4c9-3a9430be62a4"
  env_slug     = "prod"
  folder_path  = "/app"

  # Not in state, and sent again when the version changes.
  value_wo         = var.database_password
  value_wo_version = 1

  comment  = "of the user app"
  metadata = { team = "platform" }

  secret_reminder = {
    note        = "Rotate it."
    repeat_days = 90
  }
}
