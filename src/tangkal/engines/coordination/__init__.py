"""Coordination where one machine's memory does not reach: as SQL, on Spark, or from disk."""
