data "infisical_projects_list" "shops" {
  name_contains = "shop"
}

output "ids" {
  value = { for project in data.infisical_projects_list.shops.projects : project.slug => project.id }
}
