"""The second reading of questions, where the settings name a sentence encoder."""

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from tangkal.desk.recognise.versions import store
from tangkal.kernel import InvalidInput
from tangkal.pipeline.encoder import claim_vectors, configured

if TYPE_CHECKING:
    from tangkal.recognise.encoders.question import TwiceRead
    from tangkal.recognise.encoders.second_reading import SecondReader
    from tangkal.recognise.known_claims import KnownClaimIndex

log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def second_reader() -> "SecondReader | None":
    """This process's encoder with the vectors kept for it; None where words alone answer."""
    vectors = claim_vectors(settings.TANGKAL.home)
    if vectors is None:
        return None
    from tangkal.recognise.encoders.second_reading import (  # noqa: PLC0415 - for those who named
        SecondReader,
    )

    log.info("questions are read a second time by %s", vectors.encoder.name)
    return SecondReader(vectors.encoder, vectors)


def read_twice(index: "KnownClaimIndex", version: int) -> "TwiceRead | None":
    """The index as it answers with the encoder's help; None where there is none.

    Args:
        version: which learned version the index holds; it may have learned a reading too.
    """
    reader = second_reader()
    if reader is None:
        return None
    from tangkal.recognise.encoders.question import TwiceRead  # noqa: PLC0415
    from tangkal.recognise.encoders.second_reading import Reading  # noqa: PLC0415

    try:
        learned = store().reading(version, reader.encoder.fingerprint)
    except InvalidInput:
        log.exception("the shipped reading of the encoder is used")
        learned = None
    reader.reading = learned or Reading.shipped()
    return TwiceRead(index, reader)


def fault() -> str:
    """Why an encoder that was named is not used; empty where all is as the settings say."""
    return configured().fault
