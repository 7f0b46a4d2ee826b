"""Analytical confidence: how good the ground under a judgement is, apart from likelihood.

Source: UK guidance of 24 March 2025 keeps likelihood and confidence ratings apart.
"""

from enum import StrEnum


class Confidence(StrEnum):
    """How much the sources and the reasoning carry."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
