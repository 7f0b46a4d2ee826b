"""Scenarios with planted truth, for training, demo, tests and benchmarks."""
