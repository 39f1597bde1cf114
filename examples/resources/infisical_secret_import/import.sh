terraform import infisical_secret_import.shared 0b1f2a3c-5d6e-4f70-8a91-b2c3d4e5f607

# By where it is, and what it imports:
terraform import infisical_secret_import.shared 3c90c3cc-0d44-4b50-8888-8dd25736052a,prod,/backend,prod,/shared
