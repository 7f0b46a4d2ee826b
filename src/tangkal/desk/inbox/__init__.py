"""What one person should know: mentions, assignments, what they watch, what escalates."""
