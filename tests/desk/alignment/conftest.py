"""A message house in force, and a district that may have said something else."""

import pytest

from tangkal.desk.alignment import commands
from tests.desk.directives.conftest import (  # noqa: F401
    case,
    district,
    draft,
    fresh_matcher,
    house,
    officers,
    parts,
    sent,
)

WRONG = "Mulai pekan ini Pertalite dijual Rp12.000 per liter di SPBU Kabupaten Contoh."
RIGHT = "Harga Pertalite tidak naik. Pertalite tetap Rp10.000 per liter sampai 31 Maret 2026."


@pytest.fixture
def wrong(house, organisations, people):  # noqa: F811
    """A district's text that names another price, compared."""
    return commands.take_text(house, organisations["district"], text=WRONG, by=people["penyusun"])


@pytest.fixture
def clash(wrong):
    """The first message of it that was measured as contradicted."""
    return wrong.checks.filter(value="-1").first()
