"""Local texts beside the message house: what is said, what is missing, what contradicts."""
