import {
  to = infisical_project.shop
  id = "shop-app"
}
