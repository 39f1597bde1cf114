resource "infisical_project_identity" "ci" {
  project_id  = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  identity_id = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11"

  roles = [
    { role_slug = "viewer" },
    {
      role_slug       = "admin"
      is_temporary    = true
      temporary_range = "8h"
    },
  ]
}
