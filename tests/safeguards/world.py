"""A small desk with one of everything, so that every address leads somewhere."""

import uuid
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.alerts.models import Destination, Rule
from tangkal.desk.cases import commands as cases
from tangkal.desk.cases import evidence
from tangkal.desk.cases.models import Signal
from tangkal.desk.early_warning.models import Indicator, Mute, Plan, SavedView
from tangkal.desk.intake.models import IntakeRun
from tangkal.desk.portal.models import PublicReport
from tangkal.desk.recognise.media.reading import take
from tangkal.desk.recognise.models import KnownClaim, KnownMedia, MediaBank
from tangkal.desk.situational_insight.models import BreakoutFlag, NarrativeEvent
from tangkal.desk.strategic_communication import commands as messages
from tests.desk.coordination.worlds import stored_community
from tests.desk.recognise.test_media import picture, upload
from tests.desk.situation_reports.worlds import stored_edition
from tests.safeguards import insight


def build(case, people, parts) -> dict[str, dict[str, object]]:
    """The arguments of each address, by its name; names that take none are left out."""
    analyst = people["analis"]
    proof = cases.add_evidence(
        case,
        evidence.from_file(
            SimpleUploadedFile("bukti.txt", b"isi bukti"), title="Bukti", source="Dinas"
        ),
        by=analyst,
    )
    published = messages.draft_message(case, "clarification", parts, by=people["penyusun"])
    for action, who in (
        ("submit", "penyusun"),
        ("confirm_facts", "second_verifikator"),
        ("approve", "penyetuju"),
    ):
        published = messages.take_step(
            published, action, by=people[who], expected_version=published.version
        )
    published = messages.publish(
        published, by=people["penyetuju"], expected_version=published.version
    )
    now = timezone.now()
    signal = Signal.objects.create(
        key="narrative:N1",
        narrative_id="N1",
        title="Kabar BBM",
        excerpt="Besok harga BBM naik",
        first_seen_at=now,
        last_seen_at=now,
    )
    claim = KnownClaim.objects.create(claim_id="kc-1", title="Harga BBM naik", revision=1)
    bank = MediaBank.objects.create(name="Umum")
    media = KnownMedia.objects.create(
        bank=bank,
        claim=claim,
        medium="picture",
        fingerprint=take(upload(picture(1))).pack(),
        digest="0" * 64,
    )
    report = PublicReport.objects.create(
        token=uuid.uuid4(), receipt="ABCD2345", text="Apa benar BBM naik?", item_id="x"
    )
    intake = IntakeRun.objects.create(
        name="unggahan.csv",
        stored_as="none.csv",
        sha256="0" * 64,
        size_bytes=1,
        by=analyst,
        state=IntakeRun.State.DONE,
    )
    view = SavedView.objects.create(user=analyst, name="Jabar", query="region=32")
    place = Destination.objects.create(
        organisation=analyst.organisation, name="Piket", kind="email", address="piket@contoh.go.id"
    )
    on_place = {"destination_id": place.pk}
    rule = Rule.objects.create(owner=analyst, name="BBM", destination=place)
    plan = Plan.objects.create(
        title="BBM", organisation=analyst.organisation, review_on=now.date(), owner=analyst
    )
    indicator = Indicator.objects.create(plan=plan, name="Harga", any_of="bbm", items_hour=5)
    mute = Mute.objects.create(
        of=Mute.Of.SIGNAL,
        signal=signal,
        label="Kabar BBM",
        reason="dikenal",
        until=now + timedelta(days=1),
    )
    merged = NarrativeEvent.objects.create(
        narrative_id="N1", other_id="N2", kind=NarrativeEvent.Kind.MERGED, at=now, is_machine=True
    )
    flag = BreakoutFlag.objects.create(
        narrative_id="N1",
        kind=BreakoutFlag.Kind.MAINSTREAM_MEDIA,
        evidence="https://contoh.id/1",
        happened_at=now,
        set_by=people["analis"],
    )
    on_narrative = {"narrative_id": "N1"}
    asked = insight.stored_question(now)
    on_question = {"question_id": asked.pk}
    on_mood = {"question_id": insight.stored_sample(analyst, now).pk}
    on_plan, on_indicator = {"plan_id": plan.pk}, {"indicator_id": indicator.pk}
    person = people["nobody"]
    role = RoleAssignment.objects.create(
        user=person, role="mitra", scope=person.organisation, expires_at=now
    )
    verdict = case.verdicts.get()
    run, community, entry = stored_community(analyst)
    reported = stored_edition(analyst)
    on_report_edition = {"edition_id": reported.pk}
    on_case = {"number": case.number}
    on_verdict = on_case | {"verdict_id": verdict.pk}
    on_evidence = on_case | {"evidence_id": proof.pk}
    on_message = {"message_id": published.pk}
    on_claim, on_report = {"claim_id": claim.pk}, {"receipt": report.receipt}
    on_person = {"person_id": person.pk}
    return {
        "narrative-compare": on_narrative,
        "void-case": on_question,
        "void-mark": on_question,
        "void-take-back": on_question,
        "mood": on_mood,
        "mood-read": on_mood,
        "mood-answer": on_mood,
        "person": on_person,
        "person-role": on_person,
        "person-role-end": on_person | {"assignment_id": role.pk},
        "person-access": on_person,
        "queue-view-delete": {"view_id": view.pk},
        "alert-rule": {"rule_id": rule.pk},
        "alert-rule-end": {"rule_id": rule.pk},
        "alert-destination": on_place,
        "alert-destination-test": on_place,
        "alert-destination-access": on_place,
        "watch-plan": on_plan,
        "watch-plan-edit": on_plan,
        "indicator-new": on_plan,
        "indicator": on_indicator,
        "indicator-edit": on_indicator,
        "indicator-switch": on_indicator,
        "indicator-mute": on_indicator,
        "indicator-threshold": on_indicator,
        "mute-end": {"mute_id": mute.pk},
        "signal-mute": {"signal_id": signal.pk},
        "signal-useful": {"signal_id": signal.pk},
        "explorer-file": {"form": "jsonl"},
        "signal": {"signal_id": signal.pk},
        "signal-dismissal": {"signal_id": signal.pk},
        "signal-act": {"signal_id": signal.pk, "action": "screen"},
        "situation-series": {"series_id": reported.series_id},
        "situation-series-edit": {"series_id": reported.series_id},
        "situation-report-draft": {"series_id": reported.series_id},
        "situation-report": on_report_edition,
        "situation-report-print": on_report_edition,
        "situation-report-figures": on_report_edition,
        "situation-report-compare": on_report_edition,
        "situation-report-file": on_report_edition | {"form": "txt"},
        "situation-report-edit": on_report_edition,
        "situation-report-correct": on_report_edition,
        "situation-report-step": on_report_edition | {"action": "check"},
        "coordination-run": {"run_id": run.pk},
        "coordination-download": {"run_id": run.pk, "form": "gexf"},
        "coordination-community": {"community_id": community.pk},
        "coordination-allowed-end": {"entry_id": entry.pk},
        "narrative": on_narrative,
        "narrative-items": on_narrative,
        "narrative-families": on_narrative,
        "narrative-history": on_narrative,
        "narrative-join": on_narrative,
        "narrative-merge": on_narrative,
        "narrative-split": on_narrative,
        "narrative-act": on_narrative | {"action": "pin"},
        "narrative-undo": {"event_id": merged.pk},
        "narrative-spread": on_narrative,
        "narrative-flag": on_narrative,
        "narrative-measure": on_narrative,
        "narrative-unflag": {"flag_id": flag.pk},
        "case": on_case,
        "case-step": on_case | {"action": "evaluate"},
        "case-note": on_case,
        "case-take": on_case,
        "case-claim": on_case,
        "case-evidence": on_case,
        "evidence-file": on_evidence,
        "evidence-grade": on_evidence,
        "case-verdict": on_case,
        "verdict-revise": on_verdict,
        "verdict-step": on_verdict | {"action": "withdraw"},
        "case-decide": on_case,
        "case-gate": on_case,
        "case-impact": on_case,
        "case-override": on_case,
        "known-claim": on_claim,
        "known-claim-withdraw": on_claim,
        "known-media-add": on_claim,
        "known-media-remove": on_claim | {"media_id": media.pk},
        "media-bank": {"bank_id": bank.pk},
        "message-new": on_case,
        "message": on_message,
        "message-edit": on_message,
        "message-publish": on_message,
        "message-withdraw": on_message,
        "message-correct": on_message,
        "message-step": on_message | {"action": "return"},
        "intake-run": {"run_id": intake.pk},
        "intake-progress": {"run_id": intake.pk},
        "quarantine-row": {"row_id": "none"},
        "clarification": {"slug": published.clarification_slug},
        "clarification-json": {"slug": published.clarification_slug},
        "clarification-card": {"slug": published.clarification_slug},
        "portal-region": {"code": "99.01"},
        "report-status": on_report,
        "question": on_report,
        "question-answer": on_report,
        "question-close": on_report,
    }
