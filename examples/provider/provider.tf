terraform {
  required_providers {
    infisical = {
      source = "infisical/infisical"
    }
  }
}

# The client secret comes from INFISICAL_UNIVERSAL_AUTH_CLIENT_SECRET.
provider "infisical" {
  host = "https://app.infisical.com"

  auth = {
    universal = {
      client_id = "2d2f1e5c-51f8-4b8f-9a4f-6f1c2f6f2a11"
    }
  }
}

# In a job of GitHub Actions with `permissions: id-token: write`, as an identity that trusts the
# repository. No secret is stored anywhere.
provider "infisical" {
  alias = "github"

  auth = {
    oidc = {
      identity_id = "7f9c1a52-93bd-4b39-9d7c-3c2a5f3f8f11"
    }
  }
}
