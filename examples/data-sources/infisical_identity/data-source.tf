data "infisical_identity" "ci" {
  name = "ci"
}

output "ci" {
  value = data.infisical_identity.ci.id
}
