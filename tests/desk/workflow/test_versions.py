"""Whoever acts on a state that is gone is told who was faster, wherever it happens."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import tangkal.desk
from tangkal.desk.workflow import StaleObject, check_version

DESK = Path(tangkal.desk.__file__).parent


@dataclass
class Thing:
    version: int = 3
    changed_by: str | None = None
    author: str = "Ayu"

    def __str__(self) -> str:
        return "Surat 7"


@pytest.mark.parametrize("seen", [None, 3])
def test_what_stands_as_it_was_seen_or_was_not_shown_may_be_changed(seen):
    check_version(Thing(), seen)


@pytest.mark.parametrize(
    ("changed_by", "given", "what", "who"),
    [
        (None, {}, "Surat 7", None),
        ("Budi", {}, "Surat 7", "Budi"),
        ("Budi", {"maker": "author"}, "Surat 7", "Budi"),
        (None, {"maker": "author"}, "Surat 7", "Ayu"),
        ("Budi", {"by": "Citra", "what": "Lampiran"}, "Lampiran", "Citra"),
    ],
)
@pytest.mark.parametrize("seen", [-1, 0, 2, 4])
def test_another_version_is_refused_and_names_who_was_faster(seen, changed_by, given, what, who):
    with pytest.raises(StaleObject) as refused:
        check_version(Thing(changed_by=changed_by), seen, **given)
    assert (refused.value.what, refused.value.changed_by) == (what, who)


def test_what_keeps_no_name_names_nobody():
    class Bare:
        version = 2

    with pytest.raises(StaleObject) as refused:
        check_version(Bare(), 1)
    assert refused.value.changed_by is None


def test_no_command_writes_the_check_out_by_itself():
    """One that did might forget to say who was faster, or refuse what no page has shown."""
    written_out = re.compile(r"if [^\n]*\bversion\b[^\n]*:\n\s+raise StaleObject\(")
    sources = {path: path.read_text(encoding="utf-8") for path in DESK.rglob("*.py")}
    assert len(sources) > 500
    assert [path.name for path, code in sources.items() if written_out.search(code)] == []
