"""Pages of questions: the public form, families and single questions at the desk, replies."""
