"""What the layer above knows of judgements: who must not see one yet, and which tests it passed.

Cases keep the judgement itself. Whether a second analyst is still to judge without having seen
it, and what the structured techniques found, is kept where judging is at home; it registers here.
"""

from collections.abc import Callable, Collection

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case, ImpactAssessment

# Whether the judgement of a case is kept from a reader, who may be its blinded second rater.
hides: list[Callable[[Case, User], bool]] = []
# The techniques of which a case holds a record with content.
records: list[Callable[[Case], Collection[str]]] = []


def is_hidden(case: Case, reader: User) -> bool:
    """Whether this reader must not see how the case was judged."""
    return any(hide(case, reader) for hide in hides)


def seen_assessment(case: Case, reader: User) -> ImpactAssessment | None:
    """The newest judgement, as far as this reader may see it."""
    if is_hidden(case, reader):
        return None
    return next(iter(case.assessments.all()), None)


def recorded_techniques(case: Case) -> frozenset[str]:
    """The techniques whose records the case holds."""
    return frozenset(code for of in records for code in of(case))
