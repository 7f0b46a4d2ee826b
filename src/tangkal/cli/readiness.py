"""Whether a demonstration's home is ready for this very code, told without loading the desk.

The first start prepares the home and fills it, which needs Django and takes its time. Later
starts only compare what was written here then, so that web server and worker start at once.
"""

import hashlib
import json
import os
from pathlib import Path

import tangkal
from tangkal.kernel.durable import write_durably
from tangkal.pipeline.home import Home

Account = tuple[str, str, str]  # user name, password, role

PACKAGE = Path(tangkal.__file__).parent


def remembered_accounts(home: Home) -> list[Account] | None:
    """The accounts of a home that is ready for this code; None where it must be prepared."""
    try:
        note = json.loads(note_path(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_whole = home.desk_database.exists() and home.static.is_dir()
    if not is_whole or note.get("code") != code_fingerprint(PACKAGE):
        return None
    return [(name, password, role) for name, password, role in note["accounts"]]


def remember(home: Home, accounts: list[Account]) -> None:
    """Note that the home is ready. Last of all: an interrupted start prepares again."""
    note = {"code": code_fingerprint(PACKAGE), "accounts": accounts}
    write_durably(note_path(home), json.dumps(note).encode())


def note_path(home: Home) -> Path:
    return home.secret_path("demo-ready.json")  # it holds passwords


def code_fingerprint(package: Path) -> str:
    """A hash over names, sizes and times of the package's files, compiled ones left out."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if not name.endswith((".mo", ".pyc")):
                facts = os.stat(os.path.join(folder, name))
                digest.update(f"{folder}/{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
