resource "infisical_project_scoped_identity" "ci" {
  project_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  name       = "ci"

  roles = [
    { role_slug = "viewer" },
    {
      role_slug       = "admin"
      is_temporary    = true
      temporary_range = "8h"
    },
  ]

  metadata = [
    { key = "team", value = "platform" },
  ]
}
