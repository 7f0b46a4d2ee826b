"""Secrets of destinations: files in the home, readable by its owner alone. No page reads them."""

import re
import secrets as random

from django.conf import settings

from tangkal.kernel import SettingMissing
from tangkal.pipeline.home import Home, write_once


def keep(secret: str) -> str:
    """Store a secret under a new name, and answer the name.

    A new file each time: whoever is cut off between file and table leaves the old secret valid.
    """
    home: Home = settings.HOME
    home.secret_path("x").parent.mkdir(mode=0o700, exist_ok=True)
    name = f"alert-{random.token_hex(8)}"
    write_once(home.secret_path(name), secret.encode("utf-8").hex())
    return name


def read(name: str) -> str:
    """The secret of this name, "" for none.

    Raises:
        SettingMissing: the home has lost it.
    """
    if not name:
        return ""
    home: Home = settings.HOME
    try:
        return bytes.fromhex(home.secret(name)).decode("utf-8")
    except ValueError:
        raise SettingMissing(f"the secret {name} is damaged: enter it again") from None


def forget(name: str) -> None:
    if re.fullmatch(r"alert-[0-9a-f]{16}", name):
        home: Home = settings.HOME
        home.secret_path(name).unlink(missing_ok=True)
