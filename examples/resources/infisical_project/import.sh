terraform import infisical_project.shop 3c90c3cc-0d44-4b50-8888-8dd25736052a

# Or by its slug:
terraform import infisical_project.shop shop-app
