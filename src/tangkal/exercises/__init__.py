"""Scenarios with planted truth, for training, demo, tests and benchmarks.

- `week.generate_week` makes a fictional Indonesian week; `week.iter_rows` streams one.
- `stories` holds what is planted, a module each; `archive` the claims already answered.
- `clarifications` and `staff` let a demonstration walk a case to publication.

Everything is invented: no person, party, company or event in it exists.
"""
