resource "infisical_identity" "ci" {
  name   = "ci"
  role   = "member"
  org_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
}

resource "infisical_identity_tls_cert_auth" "ci" {
  identity_id = infisical_identity.ci.id

  ca_certificate = <<-EOT
    -----BEGIN CERTIFICATE-----
    MIIBfjCCASWgAwIBAgIUIi6Rlz2J+zLErg0abaVjbYbMK0kwCgYIKoZIzj0EAwIw
    FTETMBEGA1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjYxMjIyMzdaFw0zNjExMjMx
    MjIyMzdaMBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAAQTWOI+rSDhPsnvam+dDWebXBTo2p7ttQFTD3fkZmpFhSiZWMJ3vG81
    UxOpXkUOZo5vBTtsg6WtlPeW06f6Lyq/o1MwUTAdBgNVHQ4EFgQUjIv/absET2ny
    RGl/ZvfVic9TN/MwHwYDVR0jBBgwFoAUjIv/absET2nyRGl/ZvfVic9TN/MwDwYD
    VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAYYFLjT2BYkP5hSi/IMK2K
    xYeEyM4G97lqsgWBAH56bAIgHVAORrWlo5nGXXntLW2laySFrlaOw7y1l8rRML82
    MiQ=
    -----END CERTIFICATE-----
  EOT

  allowed_common_names      = ["ci.example.org"]
  allowed_subject_alt_names = ["URI:spiffe://example.org/ci"]

  verify_client_certificate_chain = true
}
