"""The desk's tables, migrated once and copied to every test home that needs them.

Ninety-odd migrations from nothing cost ten seconds and more of a processor; each worker, each
server and each home of a test paid them. They still run from nothing: whenever a migration has
changed, on every fresh machine, and in the tests that are about a first start.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tangkal.pipeline.home import Home

DESK = Path(__file__).resolve().parents[2] / "src" / "tangkal" / "desk"
# What the tables follow from: the migrations, what they import, and who has tables at all.
WATCHED = ("*/migrations/*.py", "audit/guards.py", "settings.py")
MIGRATE = """
from tangkal.desk import entry
entry.set_up()
from django.core.management import call_command
from tangkal.desk.jobs import migrating
with migrating.quickly():
    call_command("migrate", interactive=False, verbosity=0)
"""


def put(path: Path) -> None:
    """Write a database with all tables and no rows of ours at *path*, over whatever is there.

    The first to ask makes the template, and the others wait for it.
    """
    folder = Path(tempfile.gettempdir()) / f"tangkal-tables-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise RuntimeError(f"{folder} is somebody else's: remove it")
    with (folder / "turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        template = folder / f"{fingerprint()}.sqlite3"
        if not template.exists():
            for older in folder.glob("*.sqlite3"):
                older.unlink()
            template = make(folder)
        shutil.copyfile(template, path)


def put_into(root: Path) -> None:
    """The same for a home that is yet to be prepared: `migrate` then finds nothing to do."""
    root.mkdir(parents=True, exist_ok=True)
    put(Home(root).desk_database)


def make(folder: Path) -> Path:
    while True:
        before = fingerprint()
        with tempfile.TemporaryDirectory(prefix="tangkal-tables-") as room:
            home = Home(Path(room))
            home.make()
            kept = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
            subprocess.run(
                [sys.executable, "-c", MIGRATE],
                env=kept | {"TANGKAL_HOME": room},
                check=True,
            )
            clean = home.root / "clean.sqlite3"  # one file, without a log beside it
            database = sqlite3.connect(home.desk_database)
            database.execute("VACUUM INTO ?", (str(clean),))
            database.close()
            if before == fingerprint():  # nobody saved a migration meanwhile
                return Path(shutil.move(clean, folder / f"{before}.sqlite3"))


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in WATCHED:
        for path in sorted(DESK.glob(pattern)):
            digest.update(f"{path.relative_to(DESK)}\n".encode() + path.read_bytes())
    packages = [f"{name} {version(name)}" for name in ("django", "django-axes")]
    digest.update(f"{packages} {sqlite3.sqlite_version} {sys.version}".encode())
    return digest.hexdigest()[:32]
