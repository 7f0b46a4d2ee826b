"""Send one text by one protocol, or delete it there, and say honestly what came of it."""
