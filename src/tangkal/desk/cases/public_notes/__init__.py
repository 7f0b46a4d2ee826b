"""Public notes: what those who wait for an answer may know already, released by a second person."""
