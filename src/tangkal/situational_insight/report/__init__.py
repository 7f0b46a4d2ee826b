"""The situation report: what is in it, what changed since the last one, when it is due.

Nine parts, in one order. Values in, values out: the lake is read in the pipeline, the words of
a language are put in at the desk.
"""

from tangkal.situational_insight.report.changes import Changes, Merged, compare
from tangkal.situational_insight.report.facts import Carried, Facts, FamilyShare, silent_hours
from tangkal.situational_insight.report.parts import PARTS, Part
from tangkal.situational_insight.report.phone import shortened
from tangkal.situational_insight.report.readiness import MOST_TOP_WORDS, Missing, missing
from tangkal.situational_insight.report.rhythm import Rhythm
from tangkal.situational_insight.report.usual import Range, usual_range

__all__ = [
    "MOST_TOP_WORDS",
    "PARTS",
    "Carried",
    "Changes",
    "Facts",
    "FamilyShare",
    "Merged",
    "Missing",
    "Part",
    "Range",
    "Rhythm",
    "compare",
    "missing",
    "shortened",
    "silent_hours",
    "usual_range",
]
