# All that there are, to be imported: terraform query -generate-config-out=found.tf
list "infisical_identity" "all" {
  provider = infisical

  config {
    role = "no-access"
    metadata = {
      team = "platform"
    }
  }
}
