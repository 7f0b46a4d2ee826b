"""Monthly and quarterly evaluation reports."""
