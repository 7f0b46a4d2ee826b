"""How batches travel."""
