"""Check region codes against the official list. A code is text: 11.10 is not 11.1."""

import re
from functools import lru_cache

from tangkal.pipeline.missing import is_missing
from tangkal.pipeline.refusal import RowRefused

_code = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")


def check_region(value: object) -> str | None:
    """The dotted Kemendagri code for what a source wrote; None where it wrote nothing.

    Raises:
        RowRefused: no such region, with the code most likely meant.

    >>> check_region("3204"), check_region("11.10")
    ('32.04', '11.10')
    """
    if is_missing(value):
        return None
    return _check_text(str(value).strip(), isinstance(value, float))


@lru_cache(maxsize=4096)
def _check_text(text: str, was_number: bool) -> str:
    from lokal import wilayah  # noqa: PLC0415  # loads its tables on first use

    code: str = wilayah.normalize_wilayah_code(text)
    # A float 32.04 prints as it should, but 11.1 may be 11.10 or 11.01's victim: never guess.
    if _code.fullmatch(code) and wilayah.wilayah_name(code):
        return code
    hint = ""
    if re.fullmatch(r"\d{2}\.\d", text) and (name := wilayah.wilayah_name(text + "0")):
        hint = f'; a spreadsheet may have shortened "{text}0" ({name}): store the column as text'
    elif not text[:1].isdigit() and (found := wilayah.search_wilayah(text, limit=1)):
        hint = f"; {found[0].name} has the code {found[0].code}"
    elif was_number:
        hint = "; the column holds numbers: store it as text"
    raise RowRefused("region unknown", f"{text!r} is no region code of Kemendagri{hint}")
