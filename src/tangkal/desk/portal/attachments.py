"""A file that a citizen sends along: few kinds, small, known by what it is and not by its name."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.ui.active_files import is_active_pdf

MAX_BYTES = 5 * 1024 * 1024
# Suffix → how the content begins. Nothing that a program could run.
KINDS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A checked file, stored under its hash."""

    name: str
    stored: "ContentFile[bytes]"
    sha256: str


def check_attachment(upload: "File[bytes]") -> Attachment:
    """Read a citizen's file and refuse what we do not keep.

    Raises:
        ValidationError: too large, or neither a PDF nor a picture.
    """
    name = without_controls(PurePath(str(upload.name or "")).name)[:200]
    suffix = PurePath(name).suffix.lower()
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("%(name)s is larger than %(most)d MB; make it smaller, or give a link.")
            % {"name": name, "most": MAX_BYTES // 2**20}
        )
    content = upload.read()
    if suffix not in KINDS or not content.startswith(KINDS[suffix]):
        raise ValidationError(
            _("%(name)s is neither a PDF nor a PNG or JPEG picture; send one of those.")
            % {"name": name}
        )
    if is_active_pdf(content):
        raise ValidationError(
            _("%(name)s is a PDF with a script or a file inside; print it to PDF once more.")
            % {"name": name}
        )
    digest = hashlib.sha256(content).hexdigest()
    return Attachment(
        name=name, stored=ContentFile(content, name=f"{digest}{suffix}"), sha256=digest
    )
