"""I: the judgement of impact."""
