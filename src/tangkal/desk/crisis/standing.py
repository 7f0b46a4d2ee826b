"""What other parts of the desk ask: is this case in a crisis now?"""

from tangkal.desk.cases import held
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis.models import Crisis
from tangkal.desk.crisis.states import LEVELLED


def is_in_active_crisis(case: Case) -> bool:
    """Whether a level is in force that this case belongs to."""
    if not held.may_hold(case, "crisis.Crisis_cases"):
        return False
    return Crisis.objects.filter(cases=case, state__in=LEVELLED).exists()
