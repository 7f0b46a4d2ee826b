"""Signals, cases and what is recorded on them: evidence, verdict, judgement, decision."""
