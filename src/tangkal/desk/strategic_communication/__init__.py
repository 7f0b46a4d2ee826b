"""S: messages, their versions and their publication."""
