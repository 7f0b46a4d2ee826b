"""Coordination on the desk: runs over the lake, communities found, what is left out."""
