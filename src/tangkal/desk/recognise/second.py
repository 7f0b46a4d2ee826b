"""The second reading of questions, where the settings name a sentence encoder."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from tangkal.pipeline.encoder import configured

if TYPE_CHECKING:
    from tangkal.recognise.encoders.question import TwiceRead
    from tangkal.recognise.encoders.second_reading import SecondReader
    from tangkal.recognise.known_claims import KnownClaimIndex

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def second_reader() -> "SecondReader | None":
    """This process's encoder with the vectors kept for it; None where words alone answer."""
    encoder = configured().encoder
    if encoder is None:
        return None
    from tangkal.recognise.encoders.kept import KeptVectors  # noqa: PLC0415 - for those who named
    from tangkal.recognise.encoders.second_reading import SecondReader  # noqa: PLC0415
    from tangkal.recognise.encoders.vectors import ClaimVectors  # noqa: PLC0415

    log.info("questions are read a second time by %s", encoder.name)
    kept = KeptVectors(settings.TANGKAL.home.vectors, encoder)
    return SecondReader(encoder, ClaimVectors(encoder, kept))


def read_twice(index: "KnownClaimIndex") -> "TwiceRead | None":
    """The index as it answers with the encoder's help; None where there is none."""
    reader = second_reader()
    if reader is None:
        return None
    from tangkal.recognise.encoders.question import TwiceRead  # noqa: PLC0415

    return TwiceRead(index, reader)


def fault() -> str:
    """Why an encoder that was named is not used; empty where all is as the settings say."""
    return configured().fault
