"""Screens of requests to platforms, and their public page."""
