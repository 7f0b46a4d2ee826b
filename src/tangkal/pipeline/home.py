"""The home folder: everything Tangkal keeps on one machine, and where in it."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tangkal.kernel import SettingMissing


@dataclass(frozen=True, slots=True)
class Home:
    """Paths under one root; making it is explicit, so a typing error makes no new home."""

    root: Path

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def intake_database(self) -> Path:
        return self.root / "intake.sqlite3"

    @property
    def desk_database(self) -> Path:
        return self.root / "desk.sqlite3"

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def matcher_versions(self) -> Path:
        """What the matcher learned here, a folder a version; none before the first training."""
        return self.root / "models" / "recognise"

    @property
    def vectors(self) -> Path:
        """Vectors of known claims, one file a sentence encoder; may be deleted at any time."""
        return self.root / "vectors"

    @property
    def demo_marker(self) -> Path:
        return self.root / "demo"

    @property
    def is_demo(self) -> bool:
        return self.demo_marker.exists()

    def secret_path(self, name: str) -> Path:
        return self.root / "secrets" / name

    def secret(self, name: str) -> str:
        """Read one secret of this home.

        Raises:
            SettingMissing: the home has none; the message names the remedy.
        """
        path = self.secret_path(name)
        try:
            return path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise SettingMissing(
                f"{path} is missing: run 'tangkal init' to make this home with keys of its own"
            ) from None

    def make(self, *, demo: bool = False) -> None:
        """Make the folders and, where missing, the secrets. Never replaces a secret."""
        folders = (self.spool, self.lake, self.state, self.media, self.static, self.log)
        for folder in (self.root, *folders):
            # Texts and people's work, even masked, are for this account alone.
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.secret_path("x").parent.mkdir(mode=0o700, exist_ok=True)
        for name in ("secret_key", "author_key"):
            write_once(self.secret_path(name), secrets.token_hex(32))
        if demo:
            self.demo_marker.touch()


def write_once(path: Path, text: str) -> None:
    """Write a file readable by its owner only, unless it is already there."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text + "\n")
