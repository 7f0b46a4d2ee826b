"""What the layer above knows of judgements: who must not see one yet, and which tests it passed.

Cases keep the judgement itself. Whether a second analyst is still to judge without having seen
it, and what the structured techniques found, is kept where judging is at home; it registers here.
"""

from collections.abc import Callable, Collection

from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case

# Whether the judgement of a case is kept from a reader, who may be its blinded second rater.
hides: list[Callable[[Case, User], bool]] = []
# The techniques of which a case holds a record with content.
records: list[Callable[[Case], Collection[str]]] = []


_SAID = "_judgement_is_hidden_from"


def is_hidden(case: Case, reader: User) -> bool:
    """Whether this reader must not see how the case was judged."""
    said: dict[int, bool] = vars(case).get(_SAID, {})
    if reader.pk in said:
        return said[reader.pk]
    return any(hide(case, reader) for hide in hides)


def remember_for_page(case: Case, reader: User) -> bool:
    """The same, asked once for all parts of a page that is drawn from this copy of the case.

    A copy that is changed afterwards must not be remembered: the answer may change with it.
    """
    vars(case).setdefault(_SAID, {})[reader.pk] = is_hidden(case, reader)
    return is_hidden(case, reader)


def recorded_techniques(case: Case) -> frozenset[str]:
    """The techniques whose records the case holds."""
    return frozenset(code for of in records for code in of(case))
