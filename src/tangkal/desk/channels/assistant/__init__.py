"""An optional assistant: a language model drafts and translates. It never sends or approves."""
