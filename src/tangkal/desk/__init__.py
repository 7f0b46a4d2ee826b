"""The web desk (Django)."""
