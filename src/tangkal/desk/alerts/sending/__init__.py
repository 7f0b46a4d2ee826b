"""Deliver one message by one protocol, and say honestly what came of it. No Django here."""
