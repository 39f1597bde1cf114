terraform import infisical_secret.database_password write-only:77fa7aed-9288-401e-a4c9-3a9430be62a4:prod:/app:DATABASE_PASSWORD
