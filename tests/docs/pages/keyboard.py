"""The desk's keys, read from the dialog that shows them."""

import re
from collections.abc import Iterator
from pathlib import Path

import tangkal.desk.ui
from tests.docs.markdown import head, joined, table
from tests.docs.words import translations

DIALOG = Path(tangkal.desk.ui.__file__).parent / "templates/ui/components/keys_dialog.html"
ROW = re.compile(r'<dt>(?P<keys>.+?)</dt><dd>\{% translate "(?P<words>.+?)" %\}</dd>')
KEY = re.compile(r"<kbd>(.+?)</kbd>")

LEDE = """
Press `?` at the desk for this list. Letters are letters again while you type in a field. Everything
that a key does, a button or link does too.
"""


def page() -> str:
    lines = head("Keyboard", "the desk's own list of keys", LEDE)
    return joined([*lines, *table(["key", "at the desk", "in English"], rows())])


def rows() -> Iterator[list[str]]:
    for found in ROW.finditer(DIALOG.read_text(encoding="utf-8")):
        keys = KEY.findall(found["keys"])
        between = " + " if keys[0] == "Ctrl" else ", "
        indonesian = min(translations().get(found["words"], {found["words"]}))
        yield [between.join(f"`{key}`" for key in keys), indonesian, found["words"]]
