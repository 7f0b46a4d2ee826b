"""Page snapshots: fetched by the worker, kept as bytes, shown as text."""
