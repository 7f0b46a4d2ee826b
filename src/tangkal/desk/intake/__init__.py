"""Uploads and quarantine on the desk."""
