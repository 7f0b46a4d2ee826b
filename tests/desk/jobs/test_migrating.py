"""Tables that are made quickly are the tables that Django would have made."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from tangkal.pipeline.home import Home

# The people and the cases: 20 tables that refer to each other, changed by later migrations.
MAKE = """
import sys
from contextlib import nullcontext
from tangkal.desk import entry
entry.set_up()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tangkal.desk.jobs import migrating
executor = MigrationExecutor(connection)
last = executor.loader.graph.leaf_nodes("cases")
with migrating.quickly() if sys.argv[1] == "quickly" else nullcontext():
    executor.migrate(last)
"""


def made(root: Path, way: str) -> list[tuple[str, ...]]:
    home = Home(root)
    home.make()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANGKAL_")}
    subprocess.run(
        [sys.executable, "-c", MAKE, way], env=kept | {"TANGKAL_HOME": str(root)}, check=True
    )
    database = sqlite3.connect(home.desk_database)
    found = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2")
    rows = found.fetchall()
    database.close()
    return rows


def test_both_ways_make_the_same_tables(tmp_path):
    slowly = made(tmp_path / "slowly", "slowly")
    assert len([kind for kind, *_rest in slowly if kind == "table"]) >= 20
    assert made(tmp_path / "quickly", "quickly") == slowly
