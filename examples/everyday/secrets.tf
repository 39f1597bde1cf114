locals {
  shared = ["SMTP_PASSWORD", "SENTRY_TOKEN"]

  app = [
    "ADMIN_PASSWORD", "API_KEY", "BACKUP_KEY", "CACHE_PASSWORD", "CSRF_KEY", "DATABASE_PASSWORD",
    "ENCRYPTION_KEY", "EXPORT_TOKEN", "FEED_TOKEN", "HOOK_SECRET", "INDEX_KEY", "JWT_KEY",
    "LICENSE_KEY", "METRICS_TOKEN", "OAUTH_SECRET", "PAYMENT_KEY", "QUEUE_PASSWORD",
    "REPORT_TOKEN", "SEARCH_KEY", "SESSION_KEY", "STORAGE_KEY", "UPLOAD_TOKEN",
  ]

  # By folder and environment: 44 in /app, 4 in /shared.
  generated = {
    for secret in concat(
      [for pair in setproduct(["dev", "prod"], local.shared) : { folder = "/shared", env = pair[0], name = pair[1] }],
      [for pair in setproduct(["dev", "prod"], local.app) : { folder = "/app", env = pair[0], name = pair[1] }],
    ) : "${secret.env}${secret.folder}/${secret.name}" => secret
  }

  folders = {
    "/app"    = infisical_secret_folder.app
    "/shared" = infisical_secret_folder.shared
  }
}

# A write-only value is in no plan and no state: Terraform forgets it as soon as it is sent. Another
# version sends another one.
resource "infisical_secret" "generated" {
  for_each = local.generated

  workspace_id     = infisical_project.shop.id
  env_slug         = each.value.env
  folder_path      = local.folders[each.value.folder][each.value.env].path
  name             = each.value.name
  value_wo         = uuid()
  value_wo_version = 1
  tag_ids          = [infisical_secret_tag.generated.id]
}

# The server puts the other secret's value in the place of the reference.
resource "infisical_secret" "database_url" {
  for_each = infisical_secret_folder.app

  workspace_id     = each.value.project_id
  env_slug         = each.value.environment_slug
  folder_path      = each.value.path
  name             = "DATABASE_URL"
  value_wo         = "postgres://app:${provider::infisical::secret_reference(null, null, "DATABASE_PASSWORD")}@db/shop"
  value_wo_version = 1
}
