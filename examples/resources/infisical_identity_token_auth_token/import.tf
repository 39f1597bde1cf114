import {
  to = infisical_identity_token_auth_token.ci
  id = "0b1f2a3c-5d6e-4f70-8a91-b2c3d4e5f607"
}
