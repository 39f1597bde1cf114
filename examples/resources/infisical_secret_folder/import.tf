import {
  to = infisical_secret_folder.database
  id = "3c90c3cc-0d44-4b50-8888-8dd25736052a,prod,/backend/database"
}
