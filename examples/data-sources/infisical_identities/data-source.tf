data "infisical_identities" "platform" {
  name_contains = "web"
  auth_method   = "azure-auth"

  metadata = {
    team = "platform"
  }
}

output "names" {
  value = data.infisical_identities.platform.identities[*].name
}
