"""Addresses of judgement, of the way of a message, and of first statements."""

from datetime import timedelta

from django.utils import timezone

from tests.safeguards.answers import (
    LOOK,
    NO,
    NONE,
    PUBLIC,
    READING,
    own,
    roles,
)

WRITER, APPROVER = frozenset({"penyusun"}), frozenset({"penyetuju"})
ANALYST = frozenset({"analis"})
RATING = frozenset({"analis", "verifikator"})
FILLING = frozenset({"penyusun", "penyetuju", "juru_bicara"})

TABLE = {
    "statements": PUBLIC,
    "statement": PUBLIC,
    # judgement
    "case-first": (own(ANALYST), own(ANALYST, 422)),
    "case-abcde": (own(ANALYST), own(ANALYST, 422)),
    "case-intent": (own(RATING), own(RATING, 422)),
    "case-technique": (own(ANALYST), own(ANALYST, 422)),
    "case-second-look": (own(READING), own(NONE)),  # both are not in yet
    "case-second-look-act": (NO, own(READING, 409)),  # an empty form carries no version
    "agreement": LOOK,  # filtered by scope
    # the way of a message
    "message-schedule": (NO, own(READING, 302)),  # no day, no schedule
    "message-unschedule": (NO, own(READING, 409)),
    "message-cosign": (NO, own(READING, 409)),
    "message-freeze": (NO, own(NONE)),  # without a reason, for nobody
    "elections": (roles(READING), roles(APPROVER, 422)),
    "election-end": (NO, own(NONE)),
    "election-flag": (NO, own(NONE)),
    "holdings": LOOK,  # filtered by scope
    "holding-new": (own(FILLING), own(FILLING, 422)),
    "holding": (own(READING), NO),
    "holding-edit": (own(FILLING), own(FILLING, 422)),
    "holding-act": (NO, own(READING, 409)),
    "holding-template-new": (roles(WRITER), roles(WRITER, 422)),
    "holding-template": (own(READING), NO),
    "holding-template-edit": (own(WRITER), own(WRITER, 422)),
    "holding-template-act": (NO, own(READING, 409)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    """One of everything that these addresses lead to."""
    from tangkal.desk.impact_analysis.models import SecondLook
    from tangkal.desk.portal.statements import StatementText, publish_statement
    from tangkal.desk.strategic_communication import elections, holding, holding_templates

    text = StatementText(
        headline="Pernyataan awal",
        parts=(("confirmed", "Air naik."),),
        language="id",
        reference=case.number,
    )
    shown = publish_statement(text, issuer=case.lead_organisation, by=people["penyetuju"])
    today = timezone.localdate()
    template = holding_templates.draft_template(
        case.lead_organisation,
        title="Bencana",
        parts=holding_templates.first_words("id"),
        valid_until=today + timedelta(days=30),
        by=people["penyusun"],
    )
    for who in ("penyetuju", "second_penyetuju"):
        template.refresh_from_db()
        holding_templates.approve_template(
            template, by=people[who], expected_version=template.version
        )
    draft = holding.draft_holding(case, {}, people["penyusun"])
    period = elections.begin_period(
        case.lead_organisation,
        name="Pilkada",
        starts_on=today + timedelta(days=100),
        ends_on=today + timedelta(days=120),
        lead=people["penyetuju"],
        by=people["penyetuju"],
    )
    SecondLook.objects.create(
        case=case,
        first=case.assessments.first(),
        why="drawn",
        draw=0.01,
        share_percent=10,
        framework_edition="RESIST 2",
    )
    message = case.messages.first()
    on_case, on_message = {"number": case.number}, {"message_id": message.pk}
    on_holding, on_template = {"statement_id": draft.pk}, {"template_id": template.pk}
    return {
        "statement": {"slug": shown.slug},
        "case-first": on_case,
        "case-abcde": on_case,
        "case-intent": on_case | {"claim_id": case.claims.first().pk},
        "case-technique": on_case | {"technique": "what_if"},
        "case-second-look": on_case,
        "case-second-look-act": on_case | {"action": "take"},
        "message-schedule": on_message,
        "message-unschedule": on_message,
        "message-cosign": on_message,
        "message-freeze": on_message,
        "election-end": {"period_id": period.pk},
        "election-flag": on_case,
        "holding-new": on_case,
        "holding": on_holding,
        "holding-edit": on_holding,
        "holding-act": on_holding | {"action": "publish"},
        "holding-template": on_template,
        "holding-template-edit": on_template,
        "holding-template-act": on_template | {"action": "approve"},
    }
