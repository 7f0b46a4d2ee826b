"""Every reason a reader or the intake can give has words in both languages."""

import re
from pathlib import Path

import pytest
from django.utils import translation

import tangkal
from tangkal.desk.intake.reasons import REASONS, in_words

SOURCE = Path(tangkal.__file__).parent
GIVEN = re.compile(r'(?:RowRefused|BadRow)\(\s*(?:line,\s*|place,\s*)?"([^"{]+)"')


def test_no_reason_of_the_library_is_without_words():
    given = {
        about
        for folder in ("pipeline", "sources")
        for path in (SOURCE / folder).rglob("*.py")
        for about in GIVEN.findall(path.read_text(encoding="utf-8"))
    }
    assert len(given) > 10
    assert given - set(REASONS) == set()


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("date not understood", "Tanggalnya tidak dapat dipahami"),
        ("likes not a count", "Seharusnya angka: likes"),
        ("text too long", "Terlalu panjang: text"),
        ("something new", "something new"),
    ],
)
def test_a_reason_is_said_in_the_officers_language(about, said):
    with translation.override("id"):
        assert in_words(about) == said
