"""The sentence encoder that the settings name, opened once a process; or why there is none."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tangkal.kernel import InvalidInput
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import Settings, current
from tangkal.recognise.encoders.base import EncoderUnusable, SentenceEncoder

if TYPE_CHECKING:
    from tangkal.recognise.encoders.vectors import ClaimVectors

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Configured:
    """What the settings gave: an encoder, or the reason why words alone answer."""

    encoder: SentenceEncoder | None = None
    fault: str = ""  # why a named encoder is not used; empty where none is named


def read_prefixes(value: str) -> tuple[str, str] | None:
    """The two prefixes of a setting, each with one space behind it; None where it is empty.

    Raises:
        InvalidInput: there are not two.

    >>> read_prefixes("query:|passage:")
    ('query: ', 'passage: ')
    """
    if not value.strip():
        return None
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 2:
        raise InvalidInput(
            f"TANGKAL_ENCODER_PREFIXES is {value!r}; write two, as in query:|passage:"
        )
    return (parts[0] and parts[0] + " ", parts[1] and parts[1] + " ")


def configure(settings: Settings) -> Configured:
    """Open the encoder that settings name. A desk goes on with words where it cannot be used."""
    if not settings.encoder:
        return Configured()
    # The model's libraries are wanted by those alone who named one.
    from tangkal.recognise.encoders.opening import open_encoder  # noqa: PLC0415

    try:
        prefixes = read_prefixes(settings.encoder_prefixes)
        return Configured(open_encoder(Path(settings.encoder).expanduser(), prefixes=prefixes))
    except (EncoderUnusable, InvalidInput) as error:
        log.warning("the matcher goes on with words alone: %s", error)
        return Configured(fault=str(error))


@lru_cache(maxsize=1)
def configured() -> Configured:
    """This process's encoder."""
    return configure(current())


def claim_vectors(home: Home) -> "ClaimVectors | None":
    """Vectors of this process's encoder, with those a home has kept; None without an encoder."""
    encoder = configured().encoder
    return None if encoder is None else vectors_of(encoder, home)


def vectors_of(encoder: SentenceEncoder, home: Home) -> "ClaimVectors":
    """An encoder's vectors of known claims, with those a home has kept."""
    from tangkal.recognise.encoders.kept import KeptVectors  # noqa: PLC0415 - as above
    from tangkal.recognise.encoders.vectors import ClaimVectors  # noqa: PLC0415

    return ClaimVectors(encoder, KeptVectors(home.vectors, encoder))
