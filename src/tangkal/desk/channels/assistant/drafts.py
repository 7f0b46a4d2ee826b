"""From an answer to a draft: marked for good, and a person's own from there on."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.channels.assistant import asking
from tangkal.desk.channels.models import AssistedDraft
from tangkal.desk.strategic_communication import commands, house_queries
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.strategic_communication.templates import TEMPLATES

NAMES = {"id": "bahasa Indonesia", "en": "bahasa Inggris"}


def draft_question(case: Case, template: str, language: str) -> asking.Question:
    """What a draft is written from: verdict, message house, claim; nothing of posts or people."""
    claim = case.claims.order_by("-pk").first()
    verdict = case.verdicts.exclude(state="DRAF").first()
    material = {
        "Klaim yang beredar": claim.text if claim else "",
        "Alasan verifikasi": verdict.reasons if verdict else "",
        "Instansi": str(case.lead_organisation),
        **house_material(case),
    }
    task = f"Tulis rancangan “{template}” dalam {NAMES[language]}."
    return asking.question(task, TEMPLATES[template].parts, material)


def house_material(case: Case) -> dict[str, str]:
    version = house_queries.in_force_on(case)
    if version is None:
        return {}
    house = house_queries.read(version)
    return {
        "Pesan utama": house.umbrella,
        "Pesan kunci": "\n".join(f"- {pillar.text}" for pillar in house.pillars),
        "Jangan ubah": "; ".join(lock.text for lock in house.locked),
        "Jangan sebut": "; ".join(house.do_not_say),
    }


def translation_question(version: MessageVersion, language: str) -> asking.Question:
    template = version.message.template
    material = {part: str(text) for part, text in version.parts.items()}
    task = (
        f"Terjemahkan ke {NAMES[language]}. Angka, tanggal, nama dan alamat tetap persis; jangan "
        "menambah atau mengurangi."
    )
    return asking.question(task, TEMPLATES[template].parts, material)


@transaction.atomic
def keep(
    case: Case,
    template: str,
    language: str,
    parts: Mapping[str, str],
    asked: asking.Question,
    task: AssistedDraft.Task,
    *,
    by: User,
) -> Message:
    """A new draft of the person who asked; that a model wrote it stays on record."""
    host, model = asking.host(), settings.TANGKAL.assistant_model
    made = commands.draft_message(case, template, parts, by=by, language=language)
    version = commands.latest(made)
    AssistedDraft.objects.create(
        version=version, task=task, sent=asked.text, model=model, host=host, by=by
    )
    record("message.assisted", made, by=by, task=task, model=model, host=host)
    return made


def mark_of(version: MessageVersion) -> AssistedDraft | None:
    """The machine's share in a version: its own, or that of an earlier one it was made from."""
    return (
        AssistedDraft.objects.filter(
            version__message=version.message_id, version__number__lte=version.number
        )
        .select_related("version", "by")
        .order_by("-version__number")
        .first()
    )
