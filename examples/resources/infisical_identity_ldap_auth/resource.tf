resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

variable "bind_pass" {
  type      = string
  ephemeral = true
}

resource "infisical_identity_ldap_auth" "ci" {
  identity_id = infisical_identity.ci.id

  url         = "ldaps://ldap.example.org"
  bind_dn     = "cn=infisical,dc=example,dc=org"
  search_base = "ou=people,dc=example,dc=org"

  # Neither in state nor in a plan. Another version sends the password again.
  bind_pass_wo         = var.bind_pass
  bind_pass_wo_version = 1

  allowed_fields = [
    { key = "department", value = "engineering,operations" },
  ]
}
