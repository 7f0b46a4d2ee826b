"""What staff are called in files that leave the desk: by the installation's pseudonyms."""

from collections.abc import Iterable

from tangkal.desk.accounts.pseudonyms import name_outside
from tangkal.desk.crisis.models import LogEntry


def staff_names(entries: Iterable[LogEntry]) -> dict[str, str]:
    """Each member of staff who wrote in the log → the name that leaves the desk.

    People outside, whom the log names as those who did something, stay as they were written.
    """
    people = {str(entry.entered_by): entry.entered_by for entry in entries if entry.entered_by}
    return {name: name_outside(person) for name, person in people.items()}
