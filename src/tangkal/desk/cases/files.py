"""Which files may become evidence: decided by what they are, not by what they are called."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type we keep: how its content begins, and how it is sent back."""

    content_type: str
    signatures: tuple[tuple[int, bytes], ...]  # (offset, bytes), any one; empty: readable text


PNG = FileKind("image/png", ((0, b"\x89PNG\r\n\x1a\n"),))
JPEG = FileKind("image/jpeg", ((0, b"\xff\xd8\xff"),))
WEBP = FileKind("image/webp", ((8, b"WEBP"),))
PDF = FileKind("application/pdf", ((0, b"%PDF-"),))
MP4 = FileKind("video/mp4", ((4, b"ftyp"),))
MP3 = FileKind("audio/mpeg", ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3")))
OGG = FileKind("audio/ogg", ((0, b"OggS"),))
TEXT = FileKind("text/plain", ())
CSV = FileKind("text/csv", ())

# Pages, drawings with scripts and office files with macros are left out: save them as PDF.
KINDS = {
    ".png": PNG,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".webp": WEBP,
    ".pdf": PDF,
    ".mp4": MP4,
    ".mp3": MP3,
    ".ogg": OGG,
    ".opus": OGG,
    ".txt": TEXT,
    ".csv": CSV,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """An upload that is what it says, with the hash of its bytes."""

    name: str  # as its owner called it
    stored: "ContentFile[bytes]"  # named by its hash
    content_type: str
    size_bytes: int
    sha256: str


def check_file(upload: "File[bytes]") -> CheckedFile:
    """Read an upload and refuse what we do not keep.

    Raises:
        ValidationError: too large, empty, of another type, or not what its name says.
    """
    name = PurePath(str(upload.name or "")).name[:200]
    suffix = PurePath(name).suffix.lower()
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("%(name)s has %(size)d MB; at most %(most)d MB are kept. Cut or compress it.")
            % {"name": name, "size": (upload.size or 0) // 2**20, "most": MAX_BYTES // 2**20}
        )
    kind = KINDS.get(suffix)
    if kind is None:
        raise ValidationError(
            _("%(name)s is not of a type we keep (%(kinds)s). Save it as PDF or take a picture.")
            % {"name": name, "kinds": ", ".join(sorted(KINDS))}
        )
    content = upload.read()
    if not is_what_it_says(content, kind):
        raise ValidationError(
            _("The content of %(name)s is not %(kind)s.")
            % {"name": name, "kind": kind.content_type}
        )
    digest = hashlib.sha256(content).hexdigest()
    return CheckedFile(
        name=name,
        stored=ContentFile(content, name=f"{digest[:32]}{suffix}"),
        content_type=kind.content_type,
        size_bytes=len(content),
        sha256=digest,
    )


def is_what_it_says(content: bytes, kind: FileKind) -> bool:
    if not kind.signatures:
        return is_text(content)
    return any(content[at : at + len(mark)] == mark for at, mark in kind.signatures)


def is_text(content: bytes) -> bool:
    """Readable as UTF-8, not empty, without the control bytes of a programme or picture."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and "\x00" not in text
