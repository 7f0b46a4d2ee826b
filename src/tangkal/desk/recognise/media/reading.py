"""Take the fingerprint of an upload; the upload itself is not kept.

Whatever the reader refuses becomes a sentence on the form.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from tangkal.desk.recognise.media.models import Medium
from tangkal.kernel import InvalidInput, SettingMissing

if TYPE_CHECKING:
    from tangkal.recognise.media.pictures import Fingerprint
    from tangkal.recognise.media.video import ReadVideo

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept of one upload."""

    medium: Medium
    print: "Fingerprint | ReadVideo"

    def pack(self) -> bytes:
        return self.print.pack()

    @property
    def note(self) -> str:
        """What a reader must know of how it was read; empty for all of it."""
        if self.medium == Medium.PICTURE or getattr(self.print, "is_whole", True):
            return ""
        seconds = getattr(self.print, "seconds", 0)
        return _("Only the first %(n)d seconds of the video were read.") % {"n": seconds}


def take(upload: "File[bytes]") -> Taken:
    """The fingerprint of an uploaded picture or video.

    Raises:
        ValidationError: too large, damaged, made to fill memory, too plain, or neither.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; at most %(most)d MB are read. Cut or compress it.")
            % {"size": (upload.size or 0) // 2**20, "most": MAX_BYTES // 2**20}
        )
    with on_disk(upload) as path:
        return take_file(path)


def take_file(path: Path) -> Taken:
    """As :func:`take`, of a file."""
    # Pictures' and videos' libraries are wanted by those alone who upload one.
    from tangkal.recognise.media.apart import read_media  # noqa: PLC0415
    from tangkal.recognise.media.limits import TooLargeToRead  # noqa: PLC0415

    try:
        return as_taken(read_media(path))
    except TooLargeToRead as error:
        raise ValidationError(
            _(
                "The file unfolds to more than is read here: at most 60 million pixels of a"
                " picture, 36 million of a video’s frame, and 90 seconds of reading."
                " Make it smaller."
            ),
            code="too_large",
        ) from error
    except SettingMissing as error:
        raise ValidationError(
            _(
                "Videos cannot be read at this desk yet: its operator has to install the extra"
                " package av. Pictures can."
            ),
            code="no_video",
        ) from error
    except InvalidInput as error:
        raise ValidationError(
            _(
                "No fingerprint can be taken of this file: it is damaged, too plain to be told from"
                " others, or of a kind that is not read here (PNG, JPEG, WebP, GIF, BMP; MP4, WebM,"
                " AVI are)."
            )
        ) from error


def as_taken(found: "Fingerprint | ReadVideo") -> Taken:
    """What the reader answered, with its medium."""
    from tangkal.recognise.media.pictures import Fingerprint  # noqa: PLC0415 - as take_file

    is_picture = isinstance(found, Fingerprint)
    return Taken(Medium.PICTURE if is_picture else Medium.VIDEO, found)


def digest_of(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()


@contextmanager
def on_disk(upload: "File[bytes]") -> Iterator[Path]:
    """The upload as a file that is gone afterwards; its name says nothing of its owner's."""
    handle, name = tempfile.mkstemp(prefix="tangkal-media-")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            upload.seek(0)
            shutil.copyfileobj(upload, copy)
        yield path
    finally:
        upload.seek(0)
        path.unlink(missing_ok=True)
