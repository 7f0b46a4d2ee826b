"""Questions that the public asks: found in texts, then the same question counted as one.

A question is content, never a person. Two sentences are the same question when they ask for
the same kind of thing (whether, when, where, how much …) and share most of the weight of
their stemmed words, where rare words weigh more.
"""

from tangkal.situational_insight.questions.finding import (
    Question,
    content_terms,
    kind_of,
    questions_in,
)
from tangkal.situational_insight.questions.grouping import (
    Asking,
    QuestionGroup,
    can_be_one,
    group_questions,
    likeness,
    term_weights,
)
from tangkal.situational_insight.questions.phrases import Kind

__all__ = [
    "Asking",
    "Kind",
    "Question",
    "QuestionGroup",
    "can_be_one",
    "content_terms",
    "group_questions",
    "kind_of",
    "likeness",
    "questions_in",
    "term_weights",
]
