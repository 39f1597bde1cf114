terraform import infisical_project_environment.qa 8f5b1f6e-4f0b-4d7e-9d0c-0d9a0c7a6b11

# Or by the slugs of its project and of its own:
terraform import infisical_project_environment.qa shop-app,qa
