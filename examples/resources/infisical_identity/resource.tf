resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"

  metadata = [
    { key = "team", value = "platform" },
  ]
}
