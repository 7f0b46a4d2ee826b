"""The worker: stream, deadlines, upkeep."""
