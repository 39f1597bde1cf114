list "infisical_project_environment" "all" {
  provider = infisical

  config {
    project_id = "3c90c3cc-0d44-4b50-8888-8dd25736052a"
  }
}
