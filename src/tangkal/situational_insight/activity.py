"""In which state is a narrative? A rule over its hourly counts, said in one table of numbers.

The states are the doctrine's (F2, row 2): MUNCUL, AKTIF, MEREDA, DORMAN. A person may read
the rule beside every state; nothing here is learned. "Fading" begins at half of the peak, as
the doctrine's half-life does (F4).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tangkal.kernel import InvalidInput

EMERGING, ACTIVE, FADING, DORMANT = "MUNCUL", "AKTIF", "MEREDA", "DORMAN"

DAY = 24
HOURS_READ = 7 * DAY
GROWN = 20  # items in 24 hours from which a young narrative is no longer just emerging
SILENT_HOURS = 72  # without an item: dormant
STIRRED = 5  # items in 24 hours that wake a dormant one
RISES_AGAIN = 10  # items in 24 hours, and twice the 24 hours before: a fading one is active


def measured_state(
    hourly: Sequence[int] | npt.NDArray[np.int64], *, present: str, age_hours: float
) -> str:
    """The state that a narrative's counts give it.

    Args:
        hourly: HOURS_READ counts, oldest first; the last one is the newest hour of any item.
        present: its state so far. Who is fading or dormant stays so until it clearly rises,
            so that one late copy changes nothing.
        age_hours: since its first item.

    Raises:
        InvalidInput: not HOURS_READ counts.

    >>> measured_state([0] * 150 + [30] * 10 + [0] * 8, present="MUNCUL", age_hours=18.0)
    'AKTIF'
    >>> measured_state([0] * 60 + [30] * 10 + [0] * 98, present="AKTIF", age_hours=108.0)
    'DORMAN'
    """
    counts = np.asarray(hourly, np.int64)
    if counts.shape != (HOURS_READ,):
        raise InvalidInput(f"{counts.shape} counts; give {HOURS_READ} hours, oldest first")
    days = np.convolve(counts, np.ones(DAY, np.int64), "valid")
    today, yesterday, peak = int(days[-1]), int(days[-1 - DAY]), int(days.max())
    if not counts[-SILENT_HOURS:].any():
        return DORMANT
    if present == DORMANT:
        return ACTIVE if today >= STIRRED else DORMANT
    if present == FADING:
        return ACTIVE if today >= RISES_AGAIN and today >= 2 * yesterday else FADING
    if present == EMERGING and age_hours <= DAY and today < GROWN:
        return EMERGING
    return FADING if 2 * today < peak else ACTIVE
