"""Take the fingerprint of evidence that is a picture or video."""

from django.core.exceptions import ValidationError

from tangkal.desk.cases.models import Evidence
from tangkal.desk.cases.pictures.models import EvidencePrint
from tangkal.desk.recognise.media import reading
from tangkal.desk.recognise.media.models import Medium

TYPES = {
    "image/png": Medium.PICTURE,
    "image/jpeg": Medium.PICTURE,
    "image/webp": Medium.PICTURE,
    "video/mp4": Medium.VIDEO,
}


def of_evidence(evidence: Evidence) -> EvidencePrint | None:
    """The fingerprint of an evidence file, not yet stored; None where it is neither.

    A damaged or plain file may be evidence all the same: it is kept without a fingerprint, and
    the reason with it. What is made to fill memory is none.

    Raises:
        ValidationError: the file unfolds to more than is read.
    """
    medium = TYPES.get(evidence.content_type)
    if medium is None or not evidence.file:
        return None
    try:
        taken = reading.take(evidence.file)
    except ValidationError as error:
        if error.code == "too_large":
            raise
        return EvidencePrint(medium=medium, note=" ".join(error.messages)[:300])
    return EvidencePrint(medium=taken.medium, fingerprint=taken.pack(), note=taken.note)


def unpacked(row: EvidencePrint) -> reading.Taken | None:
    """The fingerprint as it can be asked by; None where there is none."""
    from tangkal.recognise.media.pictures import Fingerprint  # noqa: PLC0415 - loads PIL
    from tangkal.recognise.media.video import ReadVideo  # noqa: PLC0415

    if not row.fingerprint:
        return None
    kind = Fingerprint if row.medium == Medium.PICTURE else ReadVideo
    return reading.Taken(Medium(row.medium), kind.unpack(bytes(row.fingerprint)))
