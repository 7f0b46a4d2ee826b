"""Full text over the published answers: FTS5 in SQLite, a GIN index in PostgreSQL.

Both index ``Clarification.search_text``, stemmed words, and keep in step with it by themselves,
whatever writes it. They are made after each migration, since one that rebuilds the table would
drop SQLite's triggers without a word.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ENOUGH = 20  # answers: a page of results
MADE = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'portal_fulltext'"
INSTALL = {
    "sqlite": (
        """CREATE VIRTUAL TABLE IF NOT EXISTS portal_fulltext USING fts5(
            search_text, content='portal_clarification', content_rowid='id')""",
        """CREATE TRIGGER IF NOT EXISTS portal_fulltext_add AFTER INSERT ON portal_clarification
            BEGIN
            INSERT INTO portal_fulltext(rowid, search_text) VALUES (new.id, new.search_text);
            END""",
        """CREATE TRIGGER IF NOT EXISTS portal_fulltext_remove AFTER DELETE ON portal_clarification
            BEGIN
            INSERT INTO portal_fulltext(portal_fulltext, rowid, search_text)
            VALUES ('delete', old.id, old.search_text);
            END""",
        """CREATE TRIGGER IF NOT EXISTS portal_fulltext_change
            AFTER UPDATE OF id, search_text ON portal_clarification
            BEGIN
            INSERT INTO portal_fulltext(portal_fulltext, rowid, search_text)
            VALUES ('delete', old.id, old.search_text);
            INSERT INTO portal_fulltext(rowid, search_text) VALUES (new.id, new.search_text);
            END""",
    ),
    "postgresql": (
        """CREATE INDEX IF NOT EXISTS portal_fulltext ON portal_clarification
            USING gin (to_tsvector('simple', search_text))""",
    ),
}
FIND = {
    "sqlite": """SELECT rowid AS id FROM portal_fulltext WHERE portal_fulltext MATCH %s
        ORDER BY rowid DESC LIMIT %s""",
    "postgresql": """SELECT id FROM portal_clarification
        WHERE to_tsvector('simple', search_text) @@ to_tsquery('simple', %s)
        ORDER BY id DESC LIMIT %s""",
}
# Of those, what the public may find: written out, as two hundred keys cost more to hand over.
STANDING = """SELECT page.id FROM ({found}) AS found JOIN portal_clarification AS page
    ON page.id = found.id WHERE page.state = 'published' AND (%s OR NOT page.is_exercise)
    ORDER BY page.published_at DESC, page.id DESC"""


def after_migrate(using: str, **_signal: Any) -> None:
    install(connections[using])


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the index where it is missing, filled with what is there already."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        is_new = False
        if connection.vendor == "sqlite":
            cursor.execute(MADE)
            is_new = not cursor.fetchone()[0]
        for statement in INSTALL.get(connection.vendor, ()):
            cursor.execute(statement)
        if is_new:
            cursor.execute("INSERT INTO portal_fulltext(portal_fulltext) VALUES ('rebuild')")


def holding_all(stems: Sequence[str], most: int, *, exercises: bool = False) -> list[int]:
    """The newest published answers that hold every stem, by primary key, newest first.

    Where fewer than a page of them do, the last word may be one that was not typed to its end;
    a number is: 12 is not the beginning of 120. That is asked second, since all words that begin
    alike are many more to go through.

    Args:
        stems: letters and digits only, as `stem_text` makes them; at least one.
        most: index entries looked at, the newest ones.
        exercises: whether those of exercises count.
    """
    found = asked(question(stems), most, exercises)
    if len(found) >= ENOUGH or stems[-1].isdecimal():
        return found
    more = asked(question(stems, may_go_on=True), most, exercises)
    return list(dict.fromkeys([*found, *more]))


def asked(words: str, most: int, exercises: bool) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            STANDING.format(found=FIND[connection.vendor]), [words, most, bool(exercises)]
        )
        return [row[0] for row in cursor.fetchall()]


def question(stems: Sequence[str], *, may_go_on: bool = False) -> str:
    """The stems in the database's own language; the last one whole, or as a beginning.

    >>> from unittest import mock
    >>> with mock.patch(f"{__name__}.connection", vendor="sqlite"):
    ...     question(["harga", "bbm"])
    ...     question(["harga", "bbm"], may_go_on=True)
    '"harga" "bbm"'
    '"harga" "bbm"*'
    >>> with mock.patch(f"{__name__}.connection", vendor="postgresql"):
    ...     question(["harga", "bbm"], may_go_on=True)
    "'harga' & 'bbm':*"
    """
    if connection.vendor == "sqlite":
        quoted = ['"{}"'.format(stem.replace('"', '""')) for stem in stems]
        return f"{' '.join(quoted)}{'*' if may_go_on else ''}"
    quoted = ["'{}'".format(stem.replace("\\", "").replace("'", "''")) for stem in stems]
    return f"{' & '.join(quoted)}{':*' if may_go_on else ''}"
