"""Requests to platforms, with their legal basis, limits, clocks and objections."""
