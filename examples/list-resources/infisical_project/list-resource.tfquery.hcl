# All that there are, to be imported: terraform query -generate-config-out=found.tf
list "infisical_project" "shops" {
  provider = infisical

  config {
    name_contains = "shop"
  }
}
