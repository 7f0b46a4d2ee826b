"""How verdicts, priorities and states are named and toned on every screen."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Word(NamedTuple):
    """What a code is called and which tone repeats it; tones never stand alone."""

    label: object  # lazy text
    tone: str  # "", ok, warn, danger, info or brand
    icon: str


# DOCTRINE D2: a graded set, not one stamp.
VERDICTS = {
    "SALAH": Word(pgettext_lazy("verdict", "False"), "danger", "cross"),
    "MENYESATKAN": Word(pgettext_lazy("verdict", "Misleading"), "warn", "bend"),
    "KONTEKS_SALAH": Word(pgettext_lazy("verdict", "False context"), "warn", "bend"),
    "DIMANIPULASI": Word(pgettext_lazy("verdict", "Manipulated"), "danger", "cross"),
    "TIRUAN": Word(pgettext_lazy("verdict", "Imposter"), "danger", "mask"),
    "PENIPUAN": Word(pgettext_lazy("verdict", "Fraud"), "danger", "warning"),
    "SATIRE": Word(pgettext_lazy("verdict", "Satire"), "info", "quote"),
    "BELUM_TERBUKTI": Word(pgettext_lazy("verdict", "Not proven"), "", "question"),
    "BENAR": Word(pgettext_lazy("verdict", "True"), "ok", "check"),
    "BENAR_SEBAGIAN": Word(pgettext_lazy("verdict", "Partly true"), "info", "half"),
    "BUKAN_KLAIM_FAKTA": Word(pgettext_lazy("verdict", "Not a factual claim"), "", "quote"),
}

PRIORITIES = {
    "HIGH": Word(pgettext_lazy("priority", "High"), "danger", "up"),
    "MEDIUM": Word(pgettext_lazy("priority", "Medium"), "warn", "dash"),
    "LOW": Word(pgettext_lazy("priority", "Low"), "", "down"),
}
PRIORITIES |= {
    "TINGGI": PRIORITIES["HIGH"],
    "SEDANG": PRIORITIES["MEDIUM"],
    "RENDAH": PRIORITIES["LOW"],
}

# States of DOCTRINE F2. A model's own label wins; these give the tone, and a name where
# a bare code is all there is.
STATES = {
    # signal
    "BARU": Word(_("New"), "brand", "dot"),
    "DISARING": Word(_("Screened"), "info", "eye"),
    "DUPLIKAT": Word(_("Duplicate"), "", "copy"),
    "DITOLAK": Word(_("Dismissed"), "", "cross"),
    "PERLU_DATA": Word(_("Needs data"), "warn", "question"),
    "DITAUTKAN": Word(_("Linked to a case"), "ok", "link"),
    # narrative
    "MUNCUL": Word(_("Emerging"), "warn", "up"),
    "AKTIF": Word(_("Active"), "danger", "up"),
    "MEREDA": Word(_("Fading"), "info", "down"),
    "DORMAN": Word(_("Dormant"), "", "dash"),
    "ARSIP": Word(_("Archived"), "", "box"),
    # case
    "DIBUKA": Word(_("Opened"), "brand", "dot"),
    "TRIASE": Word(_("Triage"), "info", "eye"),
    "VERIFIKASI": Word(_("Verification"), "info", "search"),
    "DINILAI": Word(_("Assessed"), "info", "scale"),
    "DIPUTUSKAN": Word(_("Decided"), "brand", "check"),
    "RESPONS": Word(_("Response"), "brand", "megaphone"),
    "EVALUASI": Word(_("Evaluation"), "info", "scale"),
    "SELESAI": Word(_("Closed"), "ok", "check"),
    "DIBUKA_KEMBALI": Word(_("Reopened"), "warn", "undo"),
    # decision
    "TIDAK_DIRESPONS": Word(_("No response"), "", "dash"),
    "PANTAU": Word(_("Watch"), "info", "eye"),
    "KRISIS": Word(_("Crisis"), "danger", "warning"),
    "RUJUK": Word(_("Refer"), "info", "link"),
    # verdict and message
    "DRAF": Word(_("Draft"), "", "pen"),
    "TELAAH_SEJAWAT": Word(_("Peer review"), "warn", "eye"),
    "CEK_FAKTA": Word(_("Fact-check"), "warn", "search"),
    "PEMILIK_KEBIJAKAN": Word(_("With the policy owner"), "warn", "eye"),
    "HUKUM": Word(_("Legal review"), "warn", "scale"),
    "DISETUJUI": Word(_("Approved"), "ok", "check"),
    "TERJADWAL": Word(_("Scheduled"), "info", "clock"),
    "TERBIT": Word(_("Published"), "ok", "megaphone"),
    "DIGANTI": Word(_("Replaced"), "", "copy"),
    "DIKOREKSI": Word(_("Corrected"), "warn", "pen"),
    "DITARIK": Word(_("Withdrawn"), "", "undo"),
    "PENYETUJU": Word(_("With the approver"), "warn", "eye"),
    "BERLAKU": Word(_("In force"), "ok", "check"),
    "KEDALUWARSA": Word(_("Expired"), "warn", "clock"),
    "DICABUT": Word(_("Revoked"), "", "undo"),
}

UNKNOWN = Word("", "", "dot")


def find(table: dict[str, Word], code: str) -> Word:
    """The word for a code in any case, or the code itself without a tone."""
    return table.get(str(code).upper()) or Word(str(code).replace("_", " "), "", "dot")
