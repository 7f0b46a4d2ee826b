"""Since when is an account around? Kept as 64-bit hashes of pseudonyms, and only for weeks.

It answers one question, whether a text is carried by accounts nobody saw before, and holds
nothing else about an account: no name, no text, no count.
"""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from tangkal.text.compiled import compiled

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]

AWAY_HOURS = 14 * 24  # an account that was away so long counts as new when it comes back
NEW_HOURS = 48  # at least a day, whatever the order in which a day's items arrive
_FIRST_ROOM = 1 << 12
_EMPTY = 0


class AccountAges:
    """The hour from which each account has been around, while it is; 32 bytes an account."""

    def __init__(self) -> None:
        self._room(_FIRST_ROOM)
        self._newest = 0

    def take(self, accounts: Int64, hours: Int64) -> npt.NDArray[np.bool_]:
        """Note that accounts posted; True where one was new then.

        Args:
            accounts: n keys as :func:`account_key` gives them.
            hours: n hours since 1970.
        """
        if 2 * (self._used + len(accounts)) > len(self._keys):
            self._make_room(len(accounts))
        self._newest = max(self._newest, int(hours.max(initial=0)))
        new = np.zeros(len(accounts), np.bool_)
        self._used += _take(self._keys, self._since, self._last, accounts, hours, new)
        return new

    def snapshot(self) -> dict[str, npt.NDArray[np.generic]]:
        """What is held as plain arrays."""
        used = self._keys != _EMPTY
        return {
            "accounts": self._keys[used],
            "accounts_since": self._since[used],
            "accounts_last": self._last[used],
        }

    def restore(self, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
        """Hold what :meth:`snapshot` gave, and nothing else."""
        keys, since, last = (
            np.asarray(arrays[name]) for name in ("accounts", "accounts_since", "accounts_last")
        )
        self._newest = int(last.max(initial=0))
        self._fill(keys.astype(np.int64), since.astype(np.int32), last.astype(np.int32))

    def _make_room(self, more: int) -> None:
        current = (self._keys != _EMPTY) & (self._last >= self._newest - AWAY_HOURS)
        self._fill(self._keys[current], self._since[current], self._last[current], more)

    def _fill(self, keys: Int64, since: Int32, last: Int32, more: int = 0) -> None:
        room = _FIRST_ROOM
        while room < 4 * (len(keys) + more):
            room *= 2
        self._room(room)
        self._used = _put(self._keys, self._since, self._last, keys, since, last)

    def _room(self, room: int) -> None:
        self._keys = np.full(room, _EMPTY, np.int64)
        self._since = np.zeros(room, np.int32)
        self._last = np.zeros(room, np.int32)
        self._used = 0


def account_key(account: str) -> int:
    """63 bits of a pseudonym, never 0: equal in every process."""
    digest = blake2b(account.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 1) or 1


@compiled
def _place(keys: Int64, key: int) -> int:
    last = keys.shape[0] - 1
    at = np.int64(key) & last
    while keys[at] != _EMPTY and keys[at] != key:
        at = (at + 1) & last
    return int(at)


@compiled
def _take(
    keys: Int64,
    since: Int32,
    last: Int32,
    accounts: Int64,
    hours: Int64,
    new: npt.NDArray[np.bool_],
) -> int:
    added = 0
    for row in range(accounts.shape[0]):
        at = _place(keys, accounts[row])
        hour = hours[row]
        if keys[at] == _EMPTY:
            keys[at] = accounts[row]
            since[at] = hour
            last[at] = hour
            added += 1
        elif hour - last[at] > AWAY_HOURS:
            since[at] = hour
        elif hour < since[at] and since[at] - hour <= AWAY_HOURS:
            since[at] = hour  # an item that came late
        last[at] = max(last[at], hour)
        new[row] = hour - since[at] < NEW_HOURS
    return added


@compiled
def _put(
    keys: Int64, since: Int32, last: Int32, wanted: Int64, wanted_since: Int32, wanted_last: Int32
) -> int:
    for row in range(wanted.shape[0]):
        at = _place(keys, wanted[row])
        keys[at] = wanted[row]
        since[at] = wanted_since[row]
        last[at] = wanted_last[row]
    return int(wanted.shape[0])
