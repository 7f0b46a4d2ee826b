"""Throw bytes at whatever reads strangers' text: ``python -m tests.text.fuzz [SECONDS] [SEED]``.

Starts from texts of every script and trick, cuts, joins and damages them, reads the bytes in
some encoding, and hands the result to the detectors, the tokeniser, both paths of the matcher,
the families, the masker and the intake's mapping. Stops at the first text that breaks a
promise and prints it. The suite runs a few rounds of it.
"""

import itertools
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pyarrow as pa

from tangkal.kernel.records import KnownClaim
from tangkal.kernel.schema import INTAKE
from tangkal.pipeline.items import ItemMaker
from tangkal.pipeline.mapping import as_given
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.refusal import RowRefused
from tangkal.recognise.families import FamilyIndex
from tangkal.recognise.known_claims import KnownClaimIndex
from tangkal.text.language import detect_languages
from tangkal.text.normalise import normalise, words
from tangkal.text.privacy import Pseudonymiser, mask_personal_data
from tangkal.text.tokens import hash_word, tokenise

SEEDS = (
    "Bantuan tunai gratis 600 ribu dari Presiden, daftar di https://contoh.id/a?b=1",
    "B4ntu4n g.r.a.t.i.s d4ri Pr3s1d3n!!! aaaawaaas H5N1 5G 2024",
    "Vaccines cause autism, doctors admit. Wa 0812-3456-7890 atau a@b.id @akun",
    "Jarene regane bensin arep munggah sesuk; Cenah isuk bade naek; Kecek urang ka naiak",
    "Прaвительство η κυβέρνηση الحكومة רע 政府 ᄒ\u1161\u11a8 ไทย हिन्दी",
    "\u202e\u200b\u200d\ufe0f\U000e0067 ❤️😀🇮🇩 ﬁ½①𝗚𝗿𝗮𝘁𝗶𝘀 e\u0301\u0336 \x00\ufeff\ud800",
    "â€œgratisâ€\x9d cafÃ© ðŸ˜€",
    "",
    "[telepon] [NIK] 3201 0101 0101 0001 (021) 555-1234 +62 8 1 2 3 4 5 6 7 8 9",
)
ENCODINGS = ("utf-8", "latin-1", "cp1252", "utf-16", "utf-16-le", "utf-32-le", "koi8-r", "gbk")


def texts(random: Random) -> Iterator[str]:
    """Damaged texts without end."""
    while True:
        data = b" ".join(
            random.choice(SEEDS).encode(random.choice(("utf-8", "utf-16-le")), "surrogatepass")
            for _ in range(random.randint(1, 3))
        )
        yield _damaged(data, random).decode(random.choice(ENCODINGS), "replace")


def _damaged(data: bytes, random: Random) -> bytes:
    mutated = bytearray(data)
    for _ in range(random.randint(0, 12)):
        place = random.randrange(len(mutated) + 1)
        match random.randrange(4):
            case 0:
                mutated[place:place] = random.randbytes(random.randint(1, 4))
            case 1:
                del mutated[place : place + random.randint(1, 8)]
            case 2:
                mutated[place:place] = mutated[place : place + 6] * random.randint(1, 300)
            case _:
                mutated[place : place + 1] = bytes([random.randrange(256)])
    return bytes(mutated)


class Readers:
    """Everything that reads a stranger's text, and what each promises."""

    def __init__(self) -> None:
        self.claims = KnownClaimIndex()
        self.claims.add(
            [KnownClaim(claim_id=str(i), title=t) for i, t in enumerate(SEEDS[:5]) if t.strip()]
        )
        self.families = FamilyIndex(window=10_000)
        self.maker = ItemMaker(
            as_given("items"),
            IntakeOptions(platform="x", source_kind="crawler"),
            Pseudonymiser(bytes(16)),
            source="fuzz",
            source_kind="crawler",
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )
        self.numbers = itertools.count()

    def read(self, batch: list[str]) -> None:
        tokens = tokenise(batch)
        for text, row in zip(batch, range(len(batch)), strict=True):
            assert tokens.row(row).tolist() == [hash_word(word) for word in words(text)]
            assert normalise(normalise(text)) == normalise(text)
            masked = mask_personal_data(text)
            assert mask_personal_data(masked) == masked
        assert len(detect_languages(batch)) == len(batch)
        ids = [f"fuzz-{next(self.numbers)}" for _ in batch]
        for found in self.claims.match_batch(ids, batch):
            assert all(0.0 <= match.score <= 1.0 and match.reasons for match in found)
        assert len(self.claims.match(batch[0], floor=0.0)) <= 5
        assert len(self.families.assign(ids, tokens).family_ids) == len(batch)
        self._take_in(batch)

    def _take_in(self, batch: list[str]) -> None:
        """A hostile row becomes an item of the schema, or is refused with a reason."""
        for text, other in itertools.pairwise([*batch, batch[0]]):
            row = {"text": text, "title": other, "native_id": other, "url": other, "author": text}
            why = ""
            try:
                made = self.maker.make(row | {"published_at": other[:20], "region_code": None})
            except RowRefused as refused:
                made, why = None, str(refused)
            assert why if made is None else pa.Table.from_pylist([made], schema=INTAKE)


def run(seconds: float, seed: int, *, rounds: int | None = None) -> int:
    """Read batches until the time is up; how many texts were read."""
    random, readers, end = Random(seed), Readers(), time.monotonic() + seconds
    stream, read = texts(random), 0
    while time.monotonic() < end and (rounds is None or read < rounds * _AT_ONCE):
        batch = list(itertools.islice(stream, _AT_ONCE))
        try:
            readers.read(batch)
        except Exception:
            print(f"seed {seed}, after {read} texts, one of: {batch!a}")
            raise
        read += len(batch)
    return read


_AT_ONCE = 20

if __name__ == "__main__":
    given = [*sys.argv[1:], "60", "1"][:2] if len(sys.argv) != 2 else [sys.argv[1], "1"]
    print(f"{run(float(given[0]), int(given[1]))} texts read, no promise broken")
