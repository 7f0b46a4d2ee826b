"""What the public looks up, edited at the desk: events, services, documents, translations."""
