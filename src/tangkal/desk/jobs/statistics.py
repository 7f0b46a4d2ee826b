"""What the database knows of its own tables: without it, it may walk past every row of one.

PostgreSQL gathers this by itself. SQLite does not: it takes every index for as good as another,
and found one answer of 100,000 by reading all that are published.
"""

from django.db import connection

EVERY_S = 600.0
ROWS_AN_INDEX = 1000  # looked at, so that a large table costs milliseconds


def gather() -> int:
    """Look at a sample of each index of a SQLite database; answers how many indexes it knows.

    Source: SQLite, "Approximate ANALYZE For Large Databases".
    """
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {ROWS_AN_INDEX}")
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE idx IS NOT NULL")
        return int(cursor.fetchone()[0])
