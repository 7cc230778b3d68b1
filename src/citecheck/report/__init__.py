"""The reports: one module a format."""
