"""Evaluations: how a response is to be judged, what was measured, and what people conclude."""
