"""Who shared what when: the one table that every definition of coordination reads."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tangkal.kernel import InvalidInput

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]

MICROSECONDS = 1_000_000
ANY = "object"  # the behaviour of shares that name none
MOST = 2**31 - 1  # so that two account numbers fit one 64-bit key


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """n shares as dense numbers, with the names they stand for.

    A share is one account posting one content that carries one object (a link, a text, a
    reposted message). One content may carry several objects, a row each. Accounts are
    pseudonyms by the time they come here; nothing below can tell who they are.
    """

    object: Int32  # [n] places in `objects`
    account: Int32  # [n] places in `accounts`
    content: Int32  # [n] places in `contents`
    micros: Int64  # [n] microseconds since 1970 UTC
    objects: pa.Array  # names, each once
    accounts: pa.Array
    contents: pa.Array
    behaviour: npt.NDArray[np.int8]  # [objects] places in `behaviours`
    behaviours: tuple[str, ...] = (ANY,)

    def __post_init__(self) -> None:
        n = len(self.object)
        for name in ("account", "content", "micros"):
            if len(getattr(self, name)) != n:
                raise InvalidInput(f"{len(getattr(self, name))} {name} values for {n} shares")
        if len(self.behaviour) != len(self.objects):
            raise InvalidInput(f"{len(self.behaviour)} behaviours for {len(self.objects)} objects")
        if n > MOST:
            raise InvalidInput(f"{n:,} shares are more than {MOST:,}: take them from disk instead")
        for name in ("object", "account", "content"):
            check_places(name, getattr(self, name), len(getattr(self, name + "s")))

    def __len__(self) -> int:
        return len(self.object)

    def take(self, rows: npt.NDArray[np.generic]) -> "Shares":
        """Some of the shares, in the order given; names stay as they are."""
        return Shares(
            object=self.object[rows],
            account=self.account[rows],
            content=self.content[rows],
            micros=self.micros[rows],
            objects=self.objects,
            accounts=self.accounts,
            contents=self.contents,
            behaviour=self.behaviour,
            behaviours=self.behaviours,
        )


def check_places(name: str, places: Int32, names: int) -> None:
    if len(places) and (places.min() < 0 or places.max() >= names):
        raise InvalidInput(f"{name} {places.max()} is outside the {names} names given")


def shares_of(
    object: Any,
    account: Any,
    content: Any,
    micros: Any,
    *,
    behaviour: Any | None = None,
) -> Shares:
    """Shares from four columns of equal length (Arrow, numpy or lists of strings or integers).

    Args:
        micros: microseconds since 1970 UTC, integers.
        behaviour: the kind of each object, e.g. "url"; equal objects of different kinds are
            different objects. None: all of one kind.

    Raises:
        InvalidInput: columns of different lengths, or a missing value.

    >>> shares = shares_of(["a", "a"], ["u", "v"], ["1", "2"], [0, 5_000_000])
    >>> shares.object.tolist(), shares.account.tolist()
    ([0, 0], [0, 1])
    """
    kinds: tuple[str, ...] = (ANY,)
    object_of, objects = encode("object", object)
    behaviour_of = np.zeros(len(objects), np.int8)
    if behaviour is not None:
        kind_of, named = encode("behaviour", behaviour)
        kinds = tuple(named.to_pylist()) or (ANY,)
        object_of, objects, behaviour_of = split_by_kind(object_of, objects, kind_of)
    account_of, accounts = encode("account", account)
    content_of, contents = encode("content", content)
    return Shares(
        object=object_of,
        account=account_of,
        content=content_of,
        micros=np.ascontiguousarray(np.asarray(micros, np.int64)),
        objects=objects,
        accounts=accounts,
        contents=contents,
        behaviour=behaviour_of,
        behaviours=kinds,
    )


def encode(name: str, column: Any) -> tuple[Int32, pa.Array]:
    """Each value's number in order of first appearance, and the values."""
    values = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column)
    if isinstance(values, pa.ChunkedArray):
        values = values.combine_chunks()
    if values.null_count:
        raise InvalidInput(f"{values.null_count} {name} values are missing")
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    numbers = values.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return np.ascontiguousarray(numbers), values.dictionary


def split_by_kind(
    object_of: Int32, objects: pa.Array, kind_of: Int32
) -> tuple[Int32, pa.Array, npt.NDArray[np.int8]]:
    """Number (kind, object) together, so that a text and a link of one wording stay apart."""
    both = kind_of.astype(np.int64) << 32 | object_of
    pairs, numbers = np.unique(both, return_inverse=True)
    names = objects.take(pa.array(pairs & 0xFFFFFFFF))
    return numbers.astype(np.int32), names, (pairs >> 32).astype(np.int8)
