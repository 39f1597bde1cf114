import {
  to = infisical_project_environment.qa
  id = "shop-app,qa"
}
