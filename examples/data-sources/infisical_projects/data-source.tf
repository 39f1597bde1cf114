data "infisical_projects" "shop" {
  slug = "shop-app"
}

output "production" {
  value = data.infisical_projects.shop.environments["prod"].id
}
