"""S: message templates, placeholders, differences."""
