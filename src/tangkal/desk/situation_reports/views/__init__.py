"""Screens of situation reports."""
