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
