variable "secrets" {
  type      = map(string)
  sensitive = true
}

output "file" {
  value     = provider::infisical::dotenv(var.secrets)
  sensitive = true
}
