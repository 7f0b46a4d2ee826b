"""Bring a home up to date with the code: messages, tables, regions, static files."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from tangkal import __version__
from tangkal.desk.accounts.regions import load_regions
from tangkal.desk.jobs import migrating
from tangkal.desk.ui.messages import compile_messages
from tangkal.kernel.durable import write_durably

WATCHED = ("migrations/*.py", "locale/*/LC_MESSAGES/*.po", "static/**/*")


def prepare() -> bool:
    """Do what has changed since this home was last prepared; answers whether anything had.

    Everything here may be repeated: an interrupted preparation is simply done again.
    """
    stamp_file = settings.HOME.state / "prepared.json"
    stamp = fingerprint()
    if read_stamp(stamp_file) == stamp and is_whole():
        return False
    compile_messages()
    with migrating.quickly():
        call_command("migrate", interactive=False, verbosity=0)
    load_regions()
    call_command("collectstatic", interactive=False, verbosity=0)
    write_durably(stamp_file, json.dumps(stamp).encode())
    return True


def fingerprint() -> dict[str, str]:
    """What the preparation depends on: the version, and the watched files' sizes and times."""
    digest = hashlib.sha256()
    for package in sorted(settings.PACKAGE.iterdir()):
        for pattern in WATCHED:
            for path in sorted(package.glob(pattern)):
                facts = path.stat()
                digest.update(f"{path.name} {facts.st_size} {facts.st_mtime_ns};".encode())
    return {
        "version": __version__,
        "files": digest.hexdigest(),
        "database": str(settings.DATABASES["default"]["NAME"]),
    }


def read_stamp(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def is_whole() -> bool:
    """Whether what the stamp vouches for is still there; somebody may have tidied up."""
    default = settings.DATABASES["default"]
    is_file = str(default["ENGINE"]).endswith("sqlite3")
    has_tables = not is_file or Path(str(default["NAME"])).exists()
    return has_tables and (settings.STATIC_ROOT / "staticfiles.json").exists()
