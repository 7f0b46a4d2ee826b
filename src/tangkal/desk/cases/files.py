"""Which files may become evidence: decided by what they are, not by what they are called."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.ui.active_files import begins_as_page, is_active_pdf

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type we keep: how its content begins, and how it is sent back."""

    content_type: str
    signatures: tuple[tuple[int, bytes], ...]  # (offset, bytes), any one; empty: readable text


PNG = FileKind("image/png", ((0, b"\x89PNG\r\n\x1a\n"),))
JPEG = FileKind("image/jpeg", ((0, b"\xff\xd8\xff"),))
WEBP = FileKind("image/webp", ((8, b"WEBPVP8"),))
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


# What a content is that we never keep, whatever its name says: how it begins, and what to do.
AS_PDF = gettext_lazy("save it as PDF, or take a picture of it")
UNPACK = gettext_lazy("unpack it and add the files that matter, each by itself")
NEVER = gettext_lazy("it is not kept here at all; tell your security team")
REFUSED: tuple[tuple[bytes, object, object], ...] = (
    (b"MZ", gettext_lazy("a Windows program"), NEVER),
    (b"\x7fELF", gettext_lazy("a Linux program"), NEVER),
    (b"\xca\xfe\xba\xbe", gettext_lazy("a program"), NEVER),
    (b"\xfe\xed\xfa", gettext_lazy("a program"), NEVER),
    (b"\xcf\xfa\xed\xfe", gettext_lazy("a program"), NEVER),
    (b"dex\n", gettext_lazy("an Android program"), NEVER),
    (b"#!/", gettext_lazy("a script"), NEVER),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an old office file, which may hold macros"), AS_PDF),
    (b"{\\rtf", gettext_lazy("a rich-text file"), AS_PDF),
    (b"7z\xbc\xaf\x27\x1c", gettext_lazy("an archive"), UNPACK),
    (b"Rar!\x1a\x07", gettext_lazy("an archive"), UNPACK),
    (b"\x1f\x8b", gettext_lazy("an archive"), UNPACK),
    (b"BZh", gettext_lazy("an archive"), UNPACK),
    (b"\xfd7zXZ\x00", gettext_lazy("an archive"), UNPACK),
)
PLAIN = frozenset({b"#!/", b"{\\rtf"})  # these are readable; the others never are
ZIP = b"PK\x03\x04"
OFFICE = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml")
MACROS = b"vbaProject.bin"


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
    content = upload.read()
    check_harmless(name, content)
    kind = KINDS.get(suffix)
    if kind is None:
        raise ValidationError(
            _("%(name)s is not of a type we keep (%(kinds)s). Save it as PDF or take a picture.")
            % {"name": name, "kinds": ", ".join(sorted(KINDS))}
        )
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


def check_harmless(name: str, content: bytes) -> None:
    """Refuse programs, archives, macros and pages with scripts, by their content.

    Raises:
        ValidationError: naming what the file is, and what to do instead.
    """
    if found := harmful_kind(content):
        what, instead = found
        raise ValidationError(
            _("%(name)s is %(what)s: %(instead)s.")
            % {"name": name, "what": what, "instead": instead}
        )


def harmful_kind(content: bytes) -> tuple[object, object] | None:
    """What a content is that we never keep, and what to do instead; None where it is none."""
    for mark, what, instead in REFUSED:
        if content.startswith(mark) and (mark in PLAIN or not is_text(content)):
            return what, instead
    if content.startswith(ZIP):
        return zipped_kind(content)
    if content.startswith(b"%PDF-"):
        if is_active_pdf(content):
            return _("a PDF with a script or a file inside"), _("print it to PDF once more")
    elif begins_as_page(content) or (is_text(content) and b"<script" in content.lower()):
        return _("a page or drawing that may run scripts"), AS_PDF
    return None


def zipped_kind(content: bytes) -> tuple[object, object]:
    if MACROS in content:
        return _("an office file with macros"), NEVER
    if any(mark in content for mark in OFFICE):
        return _("an office file"), AS_PDF
    return _("an archive"), UNPACK


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
