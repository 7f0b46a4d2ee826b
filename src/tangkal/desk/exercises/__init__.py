"""The demonstration and exercises on the same desk."""
