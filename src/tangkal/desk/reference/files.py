"""Files of public documents: checked as evidence is, fewer kinds, kept under their hash."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.files import check_file
from tangkal.desk.portal.models import ReferenceFile

SUFFIXES = (".pdf", ".csv", ".txt", ".png", ".jpg", ".jpeg")


@transaction.atomic
def keep_file(upload: "File[bytes]", *, by: User) -> ReferenceFile:
    """Keep a file for a document's draft; nobody outside gets it before it is published.

    Raises:
        ValidationError: too large, harmful, or of a kind that the public is not given.
    """
    name = PurePath(str(upload.name or "")).name
    if PurePath(name).suffix.lower() not in SUFFIXES:
        raise ValidationError(
            _("%(name)s is none of %(kinds)s. Save it as PDF.")
            % {"name": name, "kinds": ", ".join(SUFFIXES)}
        )
    checked = check_file(upload)
    found = ReferenceFile.objects.filter(sha256=checked.sha256).first()
    if found is not None:
        return found
    kept = ReferenceFile(
        sha256=checked.sha256,
        name=checked.name,
        content_type=checked.content_type,
        size_bytes=checked.size_bytes,
    )
    kept.stored.save(checked.stored.name or checked.sha256, checked.stored, save=False)
    kept.save()
    record("reference.file_kept", kept, by=by, sha256=checked.sha256, size=checked.size_bytes)
    return kept
