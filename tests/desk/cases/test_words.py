"""The screens speak Indonesian to whoever chose it, and every event of a case has a sentence."""

import pytest
from django.urls import reverse
from django.utils import translation

from tangkal.desk.audit.models import AuditEvent
from tangkal.desk.cases import log
from tangkal.desk.cases.states import CaseState
from tangkal.desk.ui.messages import compile_messages
from tests.desk.cases import walk

pytestmark = pytest.mark.django_db


def test_every_event_of_a_whole_life_has_its_sentence(people):
    case = walk.case_at(CaseState.REOPENED, people)
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert actions <= set(log.SENTENCES)
    entries = log.entries(case)
    assert len(entries) == AuditEvent.objects.count()
    assert all(entry.text and not entry.text.startswith("case.") for entry in entries)
    assert entries[-1].text == "opened the case"


def test_the_case_page_speaks_indonesian(people, signed_in):
    compile_messages()
    translation.trans_real._translations.clear()
    case = walk.case_at(CaseState.DECIDED, people)
    page = signed_in("penyetuju").get(reverse("case", args=[case.number]) + "?lang=id")
    text = page.content.decode()
    for words in ("Langkah berikutnya", "Gerbang kelayakan", "Log peristiwa", "Diputuskan"):
        assert words in text
    for words in ("Next step", "Event log", "Eligibility"):
        assert words not in text
