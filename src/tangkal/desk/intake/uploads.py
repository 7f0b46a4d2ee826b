"""Where given sources are kept until, and after, they are read."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tangkal.desk.intake.models import IntakeRun
from tangkal.sources import Document

LARGEST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stored copy of what was given."""

    stored_as: str
    sha256: str
    size_bytes: int


def folder() -> Path:
    """The home's uploads, readable by Tangkal alone."""
    found: Path = settings.TANGKAL.home.root / "uploads"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def keep(name: str, parts: Iterable[bytes]) -> Kept:
    """Store a source under a name of our own; its ending stays, since readers look at it.

    Raises:
        ValidationError: it is empty, or larger than we take.
    """
    ending = re.sub(r"[^a-z0-9.]", "", Path(name).suffix.lower())[:12]
    path = folder() / f"{uuid4().hex}{ending}"
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as stream:
            path.chmod(0o600)
            for part in parts:
                size += len(part)
                if size > LARGEST_BYTES:
                    raise ValidationError(
                        _("The file is larger than %(most)d MB; bring it in by command line.")
                        % {"most": LARGEST_BYTES // 1024 // 1024}
                    )
                digest.update(part)
                stream.write(part)
        if not size:
            raise ValidationError(_("The file is empty."))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Kept(stored_as=path.name, sha256=digest.hexdigest(), size_bytes=size)


def document(run: IntakeRun) -> Document:
    """The source as it was given: what was shown and agreed to is what is read."""
    path = folder() / run.stored_as
    if run.url:
        return Document(
            name=run.name,
            body=path.read_bytes(),
            content_type=run.content_type or None,
            url=run.url,
        )
    return Document(name=run.name, path=path)


def remove(run: IntakeRun) -> None:
    """Delete a source that was read to its end: it holds what intake masks and pseudonymises."""
    (folder() / run.stored_as).unlink(missing_ok=True)


def forget_before(moment: datetime) -> int:
    """Delete sources nobody finished reading, given before a moment; how many went."""
    old = [
        path
        for path in folder().iterdir()
        if path.is_file() and path.stat().st_mtime < moment.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
