"""S: which stories are told, by how many, and in whose words."""

from tangkal.situational_insight.narratives import NarrativeIndex

__all__ = ["NarrativeIndex"]
