"""I: the eligibility gate, severity, breakout level, priority and deadlines.

Machines measure and rules compute; a person judges. Codes only: the desk says them in words.
"""
