resource "infisical_project_environment" "qa" {
  project_id = infisical_project.shop.id
  name       = "Quality"
  slug       = "qa"
  position   = 2
}

resource "infisical_project" "shop" {
  name = "Shop"
  slug = "shop-app"
}
