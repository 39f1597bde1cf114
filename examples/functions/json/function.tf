variable "secrets" {
  type      = map(string)
  sensitive = true
}

output "file" {
  value     = provider::infisical::json(var.secrets)
  sensitive = true
}
