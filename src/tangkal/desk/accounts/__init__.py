"""Organisations, regions, people and their roles."""
