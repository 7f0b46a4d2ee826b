"""How staff are called in files that leave the desk: the same name each time, and nobody's.

The key lies in the home's secrets beside the one for authors, so that two installations call the
same person differently and nobody can try out names. On the desk itself colleagues see names:
who approves must know who wrote. What a person signs in the office's name keeps the name.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from tangkal.desk.accounts.models import User
from tangkal.desk.accounts.sealing import AUTHORS, keyed_hash

# Fields of a record that hold a user name and nothing else.
USERNAME_FIELDS = frozenset({"owner", "username"})


@lru_cache(maxsize=4096)
def called(person_id: int) -> str:
    """A person's name outside, from the account's key: "petugas-7F3A09C1"."""
    return f"petugas-{keyed_hash(str(person_id), 'staff', root=AUTHORS)[:8].upper()}"


def name_outside(person: User | None) -> str:
    return called(person.pk) if person else "sistem"


class Veil:
    """Takes staff's names out of records' details, where they stand as values or in sentences."""

    def __init__(self, people: Iterable[tuple[int, str, str]]) -> None:
        """
        Args:
            people: key, displayed name and user name of everybody with an account.
        """
        self.names: dict[str, str] = {}
        self.usernames: dict[str, str] = {}
        for key, name, username in people:
            self.names[name], self.usernames[username] = called(key), called(key)
        longest_first = sorted(filter(None, self.names), key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self.pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None

    @classmethod
    def of_everybody(cls) -> "Veil":
        return cls(User.objects.values_list("pk", "display_name", "username"))

    def text(self, words: str) -> str:
        if self.pattern is None:
            return words
        return self.pattern.sub(lambda found: self.names[found[0]], words)

    def detail(self, encoded: str) -> str:
        """A record's JSON without names; its hash no longer follows from it."""
        return json.dumps(self.value(json.loads(encoded)), ensure_ascii=False, sort_keys=True)

    def value(self, found: object, field: str = "") -> object:
        if isinstance(found, dict):
            return {name: self.value(each, name) for name, each in found.items()}
        if isinstance(found, list):
            return [self.value(each, field) for each in found]
        if not isinstance(found, str):
            return found
        if field in USERNAME_FIELDS and found in self.usernames:
            return self.usernames[found]
        return self.text(found)
