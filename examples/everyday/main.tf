terraform {
  required_providers {
    infisical = { source = "infisical/infisical" }
  }
}

provider "infisical" {} # where the server is, and who logs in: from the environment

resource "infisical_project" "shop" {
  name                       = "Shop"
  slug                       = "everyday-shop"
  should_create_default_envs = false
}

resource "infisical_project_environment" "shop" {
  for_each = {
    dev  = "Development"
    prod = "Production"
  }

  project_id = infisical_project.shop.id
  slug       = each.key
  name       = each.value
}

# What all applications of an environment need.
resource "infisical_secret_folder" "shared" {
  for_each = infisical_project_environment.shop

  project_id       = each.value.project_id
  environment_slug = each.value.slug
  folder_path      = "/"
  name             = "shared"
}

resource "infisical_secret_folder" "app" {
  for_each = infisical_project_environment.shop

  project_id       = each.value.project_id
  environment_slug = each.value.slug
  folder_path      = "/"
  name             = "app"
}

resource "infisical_secret_import" "shared" {
  for_each = infisical_secret_folder.app

  project_id              = each.value.project_id
  environment_slug        = each.value.environment_slug
  folder_path             = each.value.path
  import_environment_slug = each.value.environment_slug
  import_folder_path      = infisical_secret_folder.shared[each.key].path
  is_replication          = false
}

resource "infisical_secret_tag" "generated" {
  project_id = infisical_project.shop.id
  name       = "generated"
  slug       = "generated"
  color      = "#0f766e"
}
