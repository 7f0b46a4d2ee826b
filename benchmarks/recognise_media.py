"""``recognise.media``: is an edited picture found again, and is a stranger left alone?

Pictures are drawn from chance (no data is needed). Figures are defined in benchmarks/README.md.
"""

from io import BytesIO

import numpy as np
from PIL import Image

from benchmarks.drawn_pictures import EDITS, draw
from benchmarks.registry import Options
from tangkal.recognise.media.bank import MediaBank
from tangkal.recognise.media.pictures import Fingerprint, fingerprint, read_picture

_KNOWN, _STRANGERS = 40, 240


def run(options: Options) -> dict[str, float]:
    """Fill a bank, ask about edits of what it knows and about strangers."""
    first = options.seed * 1_000_000
    known = {f"p{i}": draw(first + i) for i in range(_KNOWN)}
    bank = MediaBank("drawn")
    for media_id, picture in known.items():
        bank.add(media_id, _fingerprint(picture))
    chance = np.random.default_rng(options.seed)
    figures = {}
    for name, edit in EDITS.items():
        right = [
            _first(bank, edit(picture, chance)) == media_id for media_id, picture in known.items()
        ]
        figures[f"recall.{name}"] = float(np.mean(right))
    strangers = (draw(first + 500_000 + i) for i in range(_STRANGERS))
    figures["false_match_rate"] = float(
        np.mean([_first(bank, stranger) is not None for stranger in strangers])
    )
    return figures


def _first(bank: MediaBank, picture: Image.Image) -> str | None:
    found = bank.match(_fingerprint(picture))
    return found[0].media_id if found else None


def _fingerprint(picture: Image.Image) -> Fingerprint:
    return fingerprint(read_picture(_file(picture)))


def _file(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "BMP")  # nothing lost, and quick
    return file.getvalue()
