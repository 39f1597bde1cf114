data "infisical_identity_details" "own" {}

resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = data.infisical_identity_details.own.organization.id
}
