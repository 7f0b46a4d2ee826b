"""Addresses of polls, tests of wordings, and what readers say of an answer."""

from datetime import date

from tangkal.desk.portal.models import Clarification
from tangkal.desk.tracking_effectiveness import survey_commands, trial_commands
from tangkal.desk.tracking_effectiveness.models import SetAside
from tests.safeguards.answers import LOOK, MEASURING, NO, READING, everybody, own, roles

PROPOSING = frozenset({"evaluator", "penyusun"})
ROWS = "\n".join(["percaya,1", "tidak,2"] * 30 + ["ragu,1"])

TABLE = {
    # Public. An empty answer is asked for again; the links lead on to WhatsApp and to a source.
    "helpful": (everybody(), everybody(400)),
    "share": (everybody(302), NO),
    "source": (everybody(302), NO),
    "surveys": LOOK,  # filtered by office
    "survey-new": (roles(MEASURING), roles(MEASURING, 422)),
    "survey": (own(READING), NO),
    "survey-bring": (NO, own(MEASURING, 422)),
    "survey-link": (NO, own(MEASURING, 422)),
    "survey-unlink": (NO, own(MEASURING, 302)),
    "survey-wave": (own(READING), own(MEASURING, 422)),
    "survey-withdraw": (NO, own(MEASURING, 302)),
    "survey-row": (NO, own(MEASURING, 302)),
    "trials": LOOK,  # filtered by office
    "trial-new": (roles(PROPOSING), roles(PROPOSING)),  # without an answer it asks for one
    "trial": (own(READING), NO),
    "trial-edit": (own(PROPOSING), own(PROPOSING, 422)),
    # An empty form carries no version.
    "trial-step": (NO, own(PROPOSING, 409)),
    "helpful-figures": LOOK,
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """A poll with one round and a row set aside; a draft of a test."""
    page, _made = Clarification.objects.get_or_create(
        slug="diuji",
        defaults={
            "claim_text": "BBM naik malam ini",
            "verdict": "SALAH",
            "headline": "Harga BBM tidak naik",
            "parts": [{"key": "fact", "text": "Harga tetap."}],
            "sources": [{"title": "Daftar", "url": "https://energi.example/", "publisher": ""}],
            "issuer": case.lead_organisation,
            "reference": case.number,
        },
    )
    by = people["evaluator"]
    survey, wave = stored_poll(by)
    trial = stored_trial(page, by)
    row = SetAside.objects.filter(wave=wave).first()
    on_page, on_survey, on_wave = (
        {"slug": page.slug},
        {"survey_id": survey.pk},
        {"wave_id": wave.pk},
    )
    return {
        "helpful": on_page,
        "share": on_page,
        "source": on_page | {"number": 1},
        "survey": on_survey,
        "survey-bring": on_survey,
        "survey-link": on_survey,
        "survey-unlink": on_survey,
        "survey-wave": on_wave,
        "survey-withdraw": on_wave,
        "survey-row": {"row_id": row.pk},
        "trial": {"trial_id": trial.pk},
        "trial-edit": {"trial_id": trial.pk},
        "trial-step": {"trial_id": trial.pk, "action": "submit"},
    }


def stored_poll(by):
    """A poll with one round that was read, one row of which was set aside."""
    survey = survey_commands.open_survey(
        {"title": "Jajak BBM", "kind": "tracking", "sampling": "random", "population": "Dewasa"},
        by=by,
    )
    wave = survey_commands.bring_wave(
        survey,
        f"q1,bobot\n{ROWS}\n".encode(),
        file_name="sebelum.csv",
        label="Sebelum",
        since=date(2026, 1, 1),
        until=date(2026, 1, 3),
        by=by,
    )
    asked = survey_commands.Asked(
        code="q1", outcome="belief", counted=("percaya",), others=("tidak",), wanted="down"
    )
    mapped = survey_commands.Mapped(questions=(asked,), weight="bobot")
    return survey, survey_commands.map_wave(wave, mapped, by=by)


TRIAL = {
    "title": "Judul yang lebih pendek",
    "headline": "BBM: harga tetap",
    "part_key": "",
    "part_text": "",
    "outcome": "yes",
    "smallest_percent": 25,
    "days": 14,
    "why": "Judul panjang terpotong di telepon.",
    "ethics": "Keduanya benar; tidak ada yang dirugikan.",
    "vouched": ["true", "verdict", "nobody", "harmless", "stop"],
}


def stored_trial(page, by):
    """A draft that nothing speaks against."""
    return trial_commands.propose(page, TRIAL, by=by)
