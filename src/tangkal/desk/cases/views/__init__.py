"""The case screens: list, one case, and a page for each larger step."""
