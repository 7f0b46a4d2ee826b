"""Stance toward a policy, read by people in a random sample."""
