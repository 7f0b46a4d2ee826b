"""One picture with words on it, from a typst template that reads them as ``sys.inputs.card``."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

DOTS_AN_INCH = 144.0  # two dots a point


def drawn(template: Path, words: Mapping[str, Any], form: Literal["png", "svg"]) -> bytes:
    """The picture, as a file of that form."""
    # Compiled code of 40 MB, for those processes alone that draw a picture.
    import typst  # noqa: PLC0415

    made: bytes = typst.compile(
        template.read_bytes(),
        format=form,
        ppi=DOTS_AN_INCH,
        ignore_system_fonts=True,  # the same picture on every machine
        sys_inputs={"card": json.dumps(words, ensure_ascii=False)},
    )
    return made


def words_on(words: Mapping[str, Any], shown: Iterable[str]) -> str:
    """What a picture says, for who cannot see it: every word that is shown, as sentences.

    >>> words_on({"mark": "", "fact": "Harga tetap.", "day": "Senin"}, ("mark", "fact", "day"))
    'Harga tetap. Senin.'
    """
    said = [str(words[name]) for name in shown]
    return ". ".join(each.rstrip(".") for each in said if each) + "."
