resource "infisical_project" "shop" {
  name        = "Shop"
  slug        = "shop-app"
  description = "Where we sell."

  # The environments are resources of their own.
  should_create_default_envs = false
  has_delete_protection      = true
}
