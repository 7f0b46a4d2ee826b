"""Indicators: what is gathered, how it is shown, who sets targets."""
