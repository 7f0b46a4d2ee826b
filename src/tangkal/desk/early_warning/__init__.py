"""E: the queue of signals."""
