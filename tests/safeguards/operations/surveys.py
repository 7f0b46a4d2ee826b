"""Polls and tests of wordings: who brings, proposes, approves and stops them."""

from typing import Any

from tests.safeguards.answers import APPROVING, MEASURING, READING, own, roles

PROPOSING = frozenset({"evaluator", "penyusun"})
JUDGING = frozenset({"evaluator"})
# A token's owner without the permission is refused before anybody looks whose object it is.
STOPPING = frozenset(
    {
        "analis",
        "evaluator",
        "hukum",
        "juru_bicara",
        "pejabat_pdp",
        "penyetuju",
        "penyusun",
        "verifikator",
    }
)
ACTING = APPROVING | JUDGING

TABLE = {
    "surveys.list_surveys": roles(READING),
    "surveys.get_survey": own(READING),
    "surveys.open_survey": roles(MEASURING, 201),
    "surveys.bring_round": own(MEASURING, 201, hidden=MEASURING),
    "surveys.get_round": own(READING),
    "surveys.read_round": own(MEASURING, hidden=MEASURING),
    "surveys.withdraw_round": own(MEASURING, hidden=MEASURING),
    "surveys.dismiss_row": own(MEASURING, hidden=MEASURING),
    "surveys.link_case": own(MEASURING, hidden=MEASURING),
    "surveys.unlink_case": own(MEASURING, hidden=MEASURING),
    "surveys.case_outcomes": own(READING),
    "surveys.outcomes": roles(READING),
    "trials.list_trials": roles(READING),
    "trials.get_trial": own(READING),
    "trials.propose": own(PROPOSING, 201, hidden=STOPPING),
    "trials.revise": own(PROPOSING, hidden=STOPPING),
    "trials.submit": own(PROPOSING, hidden=STOPPING),
    "trials.approve": own(APPROVING, hidden=ACTING),
    "trials.send_back": own(APPROVING, hidden=ACTING),
    "trials.drop": own(PROPOSING | APPROVING, hidden=STOPPING),
    "trials.start": own(ACTING, hidden=ACTING),
    "trials.stop": own(STOPPING, hidden=STOPPING),
    "trials.conclude": own(JUDGING, hidden=STOPPING),
    "trials.helpful": roles(READING),
}


def places(world: dict[str, Any], case: Any, people: dict[str, Any]) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tangkal.desk.portal.models import Clarification
    from tangkal.desk.tracking_effectiveness import trial_commands as trials
    from tangkal.desk.tracking_effectiveness.models import SurveyWave
    from tests.safeguards.addresses.surveys import stored_trial

    by, second = people["evaluator"], people["penyetuju"]
    wave = SurveyWave.objects.get(pk=world["survey-wave"]["wave_id"])
    answer = Clarification.objects.get(slug=world["helpful"]["slug"])
    at: dict[str, Any] = {"revise": stored_trial(answer, by), "drop": stored_trial(answer, by)}
    at["submit"] = stored_trial(answer, by)
    for name in ("approve", "send_back", "start", "stop", "conclude"):
        page = Clarification.objects.get(pk=answer.pk)
        page.pk, page.slug = None, f"diuji-{name.replace('_', '-')}"
        page.save()
        at[name] = trials.submit(stored_trial(page, by), by=by)
    for name in ("start", "stop", "conclude"):
        at[name] = trials.approve(at[name], by=second)
    for name in ("stop", "conclude"):
        at[name] = trials.start(at[name], by=by)
    at["conclude"] = trials.stop(at["conclude"], by=by)
    on_survey = {"survey_id": wave.survey_id}
    on_round = {"round_id": wave.pk}
    version = {"version": wave.version}
    file = SimpleUploadedFile("b.csv", b"question,outcome,percent,n\nq,belief,41,900\n")
    return {
        "surveys.get_survey": (on_survey, {}),
        "surveys.bring_round": (
            on_survey,
            {"file": file, "label": "Sesudah", "since": "2026-02-01", "until": "2026-02-02"},
        ),
        "surveys.get_round": (on_round, {}),
        "surveys.read_round": (on_round, version),
        "surveys.withdraw_round": (on_round, version),
        "surveys.dismiss_row": (world["survey-row"], {}),
        "surveys.link_case": (on_survey, {"case": case.number}),
        "surveys.unlink_case": (on_survey, {"case": case.number}),
        "surveys.case_outcomes": ({"number": case.number}, {}),
        "trials.get_trial": ({"trial_id": at["revise"].pk}, {}),
        "trials.propose": ({"slug": answer.slug}, {}),
        **{
            f"trials.{name}": (
                {"trial_id": trial.pk},
                {} if name == "stop" else {"version": trial.version},
            )
            for name, trial in at.items()
        },
    }
