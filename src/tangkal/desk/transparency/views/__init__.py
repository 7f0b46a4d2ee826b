"""The report at the desk and in public."""
