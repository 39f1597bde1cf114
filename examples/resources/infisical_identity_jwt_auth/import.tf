import {
  to = infisical_identity_jwt_auth.ci
  id = "8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11"
}
