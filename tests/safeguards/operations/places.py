"""Where the operations are asked: the shared world, and one thing at each stage."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tangkal.desk.alerts.models import Destination, Rule
from tangkal.desk.cases.models import Case, Signal, Verdict
from tangkal.desk.early_warning.models import Indicator, Mute, Plan
from tangkal.desk.recognise.models import KnownClaim, KnownMedia, MediaBank
from tangkal.desk.situation_reports.models import Edition, Series
from tangkal.desk.situational_insight.models import Narrative
from tangkal.desk.situational_insight.voids import commands as voids
from tangkal.desk.situational_insight.voids.models import PublicQuestion
from tangkal.desk.strategic_communication import scheduling
from tangkal.desk.strategic_communication.models import Message
from tests.safeguards import stages


def places(world: dict[str, Any], case: Case, people: dict[str, Any]) -> dict[str, Any]:
    at = {stage: stages.case_at(stage, people) for stage in stages.STAGES}
    paused = stages.case_at("opened", people)
    paused.version = stages.paused(paused.case, people["analis"])
    looks = stages.second_looks(people)
    soon = (timezone.now() + timedelta(minutes=20)).isoformat()
    fresh = stages.signal("Segar")
    mine = stages.signal("Milik", owner=people["analis"])
    taken = stages.signal("Disaring", state="DISARING", owner=people["analis"])
    known = KnownClaim.objects.get(pk="kc-1")
    asked = PublicQuestion.objects.get(pk=world["void-mark"]["question_id"])
    decided = PublicQuestion.objects.get(pk=asked.pk)
    decided.pk = None
    decided.save()
    voids.mark_not_ours(decided, why="Bukan urusan kami", by=people["analis"])
    suggested = stages.suggestion(fresh, known)
    messages = {
        state: stages.message_at(state, at["decided"].case, people)
        for state in ("draft", "checking", "owner", "legal", "approved")
    }
    later = scheduling.schedule(
        stages.message_at("approved", at["decided"].case, people),
        publish_at=timezone.now() + timedelta(days=1),
        by=people["second_penyetuju"],
        expected_version=4,
    )
    published = Message.objects.get(pk=world["message"]["message_id"])
    verdict = case.verdicts.get()
    narrative, _new = Narrative.objects.get_or_create(pk="N1")
    Narrative.objects.get_or_create(pk="N2", defaults={"title": "Lain"})
    archived = Narrative.objects.create(pk="N3", title="Lama", state="ARSIP")
    on_claim = {"claim_id": known.pk}
    media = KnownMedia.objects.get()
    edition = Edition.objects.get(pk=world["situation-report"]["edition_id"])
    plan, indicator = Plan.objects.get(), Indicator.objects.get()
    place, rule = Destination.objects.get(), Rule.objects.get()
    office = people["analis"].organisation.pk
    picture = SimpleUploadedFile("gambar.png", b"bukan gambar", content_type="image/png")
    proof = SimpleUploadedFile("bukti.txt", b"isi bukti lain", content_type="text/plain")
    table = SimpleUploadedFile("data.csv", b"text\nharga naik\n", content_type="text/csv")

    def on(thing: Signal) -> dict[str, object]:
        return {"signal_id": thing.pk}

    def message(state: str) -> Any:
        return {"message_id": messages[state].pk}, {"version": messages[state].version}

    def stage(name: str) -> Any:
        return at[name].on, at[name].version

    def of_verdict(name: str) -> Any:
        found: Verdict = at[name].verdict
        return {**at[name].on, "verdict_id": found.pk}, {"version": found.version}

    def of_published_verdict() -> Any:
        found = Verdict.objects.get(pk=verdict.pk)
        return {"number": case.number, "verdict_id": found.pk}, {"version": found.version}

    on_narrative = {"narrative_id": "N1"}
    on_report = {"edition_id": edition.pk}, {"version": edition.version}
    checked = stages.edition_at("DIPERIKSA", edition, 70)
    signed = stages.edition_at("DITANDATANGANI", edition, 71)
    series = Series.objects.get(pk=edition.series_id)
    on_series = {"series_id": series.pk}, {"version": series.version}
    on_place = {"destination_id": place.pk}, {"version": place.version}
    on_rule = {"rule_id": rule.pk}, {"version": rule.version, "destination": place.pk}
    on_plan = {"plan_id": plan.pk}
    on_indicator = {"indicator_id": indicator.pk}
    return {
        # signals
        "signals.get_signal": (on(fresh), {}),
        "signals.screen": (on(fresh), {}),
        "signals.dismiss": (on(fresh), {}),
        "signals.mark_duplicate": (on(fresh), {"of": mine.pk}),
        "signals.ask_data": (on(fresh), {}),
        "signals.claim": (on(fresh), {}),
        "signals.release": (on(mine), {"version": 1}),
        "signals.undo": (on(taken), {"version": 1}),
        "signals.link": (on(fresh), {"case": at["opened"].case.number}),
        "signals.act_on_many": ({}, {"signals": [{"id": fresh.pk, "version": 1}]}),
        "watch.mute_signal": (on(fresh), {}),
        "watch.answer_useful": (on(fresh), {}),
        "queue_views.delete_view": (world["queue-view-delete"], {}),
        # cases
        "cases.get_case": stage("opened"),
        "cases.triage": stage("opened"),
        "cases.send_to_verification": stage("triaged"),
        "cases.respond": stage("decided"),
        "cases.evaluate": ({"number": case.number}, {"version": fresh_version(case)}),
        "cases.close": ({"number": case.number}, {"version": fresh_version(case)}),
        "cases.reopen": stage("decided"),
        "cases.assign": stage("opened"),
        "cases.add_claim": stage("triaged"),
        "cases.add_evidence": (at["triaged"].on, {"text": "Kata lain."}),
        "cases.add_file": (
            at["triaged"].on,
            {"file": proof, "title": "Bukti", "source": "Dinas"},
        ),
        "cases.evidence_file": (world["evidence-file"], {}),
        "cases.grade": (
            {**at["triaged"].on, "evidence_id": at["triaged"].evidence.pk},
            at["triaged"].version,
        ),
        "cases.add_note": (at["opened"].on, {}),
        "claims.link_claim": (at["triaged"].on, {"claim": known.pk}),
        "judgements.list_judgements": (at["judged"].on, {}),
        "judgements.assess_gate": stage("triaged"),
        "judgements.judge_impact": stage("verified"),
        "judgements.confirm_override": stage("judged"),
        "judgements.decide": stage("judged"),
        "verdicts.list_verdicts": (at["drafted"].on, {}),
        "verdicts.draft": (
            at["verifying"].on,
            {
                **at["verifying"].version,
                "claim": at["verifying"].claim.pk,
                "evidence": [at["verifying"].evidence.pk],
            },
        ),
        "verdicts.revise": (
            of_verdict("drafted")[0],
            {**of_verdict("drafted")[1], "evidence": [at["drafted"].evidence.pk]},
        ),
        "verdicts.submit": of_verdict("drafted"),
        "verdicts.send_back": of_verdict("reviewing"),
        "verdicts.approve": of_verdict("reviewing"),
        "verdicts.correct": of_published_verdict(),
        "verdicts.withdraw": of_published_verdict(),
        "assessments.assess_first": stage("triaged"),
        "assessments.assess_abcde": stage("triaged"),
        "assessments.rate_intent": (
            {**at["triaged"].on, "claim_id": at["triaged"].claim.pk},
            at["triaged"].version,
        ),
        "assessments.record_technique": stage("triaged"),
        "assessments.get_look": (looks["offered"][0], {}),
        "assessments.take_look": looks["offered"],
        "assessments.waive": looks["offered"],
        "assessments.give_look_back": looks["taken"],
        "assessments.judge_again": looks["taken"],
        "assessments.reconcile": looks["judged"],
        # work on a case
        "case_work.list_spreads": (at["opened"].on, {}),
        "case_work.add_spread": (at["opened"].on, {}),
        "case_work.draw_in": (at["opened"].on, {}),
        "case_work.remove_spread": (world["spread-remove"], {}),
        "case_work.list_captures": (at["opened"].on, {}),
        "case_work.ask_capture": (at["opened"].on, {}),
        "case_work.retry_capture": (world["capture-retry"], {}),
        "case_work.watch": (at["opened"].on, {}),
        "case_work.pause": (at["opened"].on, {**at["opened"].version, "until": soon}),
        "case_work.resume": (paused.on, paused.version),
        "inbox.acknowledge": (world["deadline-acknowledge"], {}),
        # messages
        "messages.get_message": message("draft"),
        "messages.draft": (
            at["decided"].on,
            {"parts": {"headline": "Harga tetap"}},
        ),
        "messages.write_version": message("draft"),
        "messages.submit": message("draft"),
        "messages.confirm_facts": message("checking"),
        "messages.ask_legal": message("owner"),
        "messages.clear": message("legal"),
        "messages.send_back": message("checking"),
        "messages.approve": message("owner"),
        "messages.publish": message("approved"),
        "messages.schedule": message("approved"),
        "messages.unschedule": ({"message_id": later.pk}, {"version": later.version}),
        "messages.withdraw": ({"message_id": published.pk}, {"version": published.version}),
        "messages.correct": ({"message_id": published.pk}, {"version": published.version}),
        # claims and questions
        "claims.get_claim": (on_claim, {}),
        "claims.withdraw_claim": (on_claim, {}),
        "claims.judge": ({"suggestion_id": suggested.pk}, {}),
        "claims.judge_many": ({}, {"suggestions": [{"id": suggested.pk, "seen": 0}]}),
        "matcher.keep_media": (on_claim, {"file": picture}),
        "matcher.remove_media": ({**on_claim, "media_id": media.pk}, {}),
        "matcher.set_bank": ({"bank_id": MediaBank.objects.first().pk}, {}),
        "questions.get_question": ({"receipt": world["question"]["receipt"]}, {}),
        "questions.answer": (
            {"receipt": world["question"]["receipt"]},
            {"clarification": published.clarification_slug},
        ),
        "questions.close": ({"receipt": world["question"]["receipt"]}, {}),
        # narratives
        "narratives.narrative": (on_narrative, {}),
        **{
            f"narrative_acts.{act}": (
                on_narrative,
                {"version": narrative.version},
            )
            for act in (
                *("rename", "describe", "pin", "unpin", "archive"),
                *("merge", "keep_apart", "split"),
            )
        },
        **{
            f"narrative_acts.{act}": (on_narrative, {})
            for act in ("get_standing", "list_flags", "set_flag", "measure")
        },
        "narrative_acts.reactivate": (
            {"narrative_id": archived.pk},
            {"version": archived.version},
        ),
        "narrative_acts.undo": (world["narrative-undo"], {}),
        "narrative_acts.withdraw_flag": (world["narrative-unflag"], {}),
        # watching
        **{
            f"watch.{act}": (on_plan, {})
            for act in ("get_plan", "list_indicators", "write_indicator")
        },
        "watch.revise_plan": (on_plan, {"version": plan.version}),
        "watch.get_indicator": (on_indicator, {}),
        "watch.mute_indicator": (on_indicator, {}),
        **{
            f"watch.{act}": (on_indicator, {"version": indicator.version})
            for act in ("revise_indicator", "switch", "set_threshold")
        },
        "watch.end_mute": ({"mute_id": Mute.objects.first().pk}, {}),
        # insight
        **{f"insight.{act}": (world["void-mark"], {}) for act in ("void_case", "void_mark")},
        "insight.void_take_back": ({"question_id": decided.pk}, {}),
        **{
            f"insight.{act}": (world["mood"], {})
            for act in ("get_mood", "read_mood", "unread_mood")
        },
        # reports
        "reports.create_series": ({}, {"organisation": office, "name": "Malam"}),
        "reports.get_series": on_series,
        "reports.change_series": (on_series[0], {**on_series[1], "name": "Siang"}),
        "reports.draft": (on_series[0], {}),
        "reports.get_report": on_report,
        **{f"reports.{act}": on_report for act in ("write_words", "check", "discard")},
        **{
            f"reports.{act}": ({"edition_id": checked.pk}, {"version": checked.version})
            for act in ("send_back", "sign")
        },
        "reports.withdraw": ({"edition_id": signed.pk}, {"version": signed.version}),
        "reports.correct": ({"edition_id": signed.pk}, {}),
        "reports.report_file": ({**on_report[0], "form": "txt"}, {}),
        # coordination
        "coordination.get_run": (world["coordination-run"], {}),
        "coordination.get_community": (world["coordination-community"], {}),
        "coordination.end_allowed": (world["coordination-allowed-end"], {}),
        # alerts
        "alerts.make_rule": ({}, {"destination": place.pk, "name": "Lain"}),
        "alerts.get_rule": on_rule,
        "alerts.change_rule": on_rule,
        "alerts.end_rule": on_rule,
        "alerts.make_destination": ({}, {"organisation": office}),
        "alerts.change_destination": on_place,
        "alerts.set_access": on_place,
        "alerts.send_test": on_place,
        # intake
        "intake.get_run": (world["intake-run"], {}),
        "intake.give_file": ({}, {"file": table}),
        "intake.give_address": ({}, {"address": "http://127.0.0.1/feed.xml"}),
        "intake.start": (world["intake-run"], {}),
        "intake.get_row": ({"row_id": "none"}, {}),
        "intake.retry": ({"row_id": "none"}, {}),
        # accounts
        **{
            f"administration.{act}": (world["person"], {})
            for act in ("get_person", "change_access")
        },
        "administration.give_role": (world["person"], {"scope": office}),
        "administration.end_role": (world["person-role-end"], {}),
        "administration.revoke_token": (world["api-token-revoke"], {}),
    }


def fresh_version(case: Case) -> int:
    return Case.objects.get(pk=case.pk).version
