# All that there are, to be imported: terraform query -generate-config-out=found.tf
list "infisical_identity_ldap_auth" "all" {
  provider = infisical

  config {
    name_contains = "web"
  }
}
