"""Every address, asked by every role of the own and of a foreign organisation, and by nobody.

The table says what each gets; an address that is missing from it fails the suite, so that no
page is ever added without somebody deciding who may open it.
"""

from collections.abc import Iterator
from copy import deepcopy
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tangkal.desk.accounts.roles import Role
from tangkal.desk.cases import items
from tests.desk.lakes import item, lake_of
from tests.safeguards import addresses as tables
from tests.safeguards import world
from tests.safeguards.answers import (
    ACCOUNTS,
    ADMIN,
    ANSWERING,
    AUDITOR,
    BRINGING,
    CONTROLLING,
    GRADING,
    LOOK,
    NO,
    NONE,
    PLANNING,
    PROMOTING,
    PROVING,
    PUBLIC,
    READING,
    SCREENING,
    SHUT,
    SIGN_IN,
    STRANGER,
    WORKING,
    Who,
    everybody,
    own,
    roles,
    signed_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("refusals_unlogged")]
A_SITTING = 50  # addresses asked on one sign-in: it stays fresh, and does not cost more than they

# Address → (what GET answers, what an empty POST answers). 409: the form carries no version.
TABLE = tables.whole_table(
    {
        "sign-in": (
            Who(anybody=True, answer=302, strangers=200),
            Who(anybody=True, answer=302, strangers=200),
        ),
        "sign-out": (NO, everybody(302)),
        "account": (signed_in(), signed_in()),
        "account-language": (NO, signed_in(302)),
        "account-password": (signed_in(), signed_in()),
        "people": (roles(ADMIN | AUDITOR), NO),
        "person-new": (roles(ADMIN), roles(ADMIN)),
        "person": (own(ADMIN | AUDITOR, hidden=NONE), NO),
        "person-role": (NO, own(ADMIN, 302, hidden=NONE)),
        "person-role-end": (NO, own(ADMIN, 302, hidden=NONE)),
        "person-access": (NO, own(ADMIN, 302, hidden=NONE)),
        "audit": (roles(AUDITOR), NO),
        "audit-verify": (NO, roles(AUDITOR, 302)),
        "audit-csv": (roles(AUDITOR), roles(AUDITOR, 302)),  # with names only for a reason
        "queue": LOOK,
        "queue-rows": LOOK,
        "queue-view-save": (NO, roles(READING, 302)),
        # A saved view is its owner's alone; "analis" owns this one.
        "queue-view-delete": (
            NO,
            Who(ours=frozenset({"analis"}), answer=302, hidden=READING, hidden_from_ours=READING),
        ),
        "signals-act": (NO, roles(READING, 302)),
        "signals-undo": (NO, roles(READING, 302)),
        "early-warning": LOOK,
        "watch-plans": LOOK,
        "watch-plan-new": (roles(PLANNING), roles(PLANNING)),
        "watch-plan": LOOK,
        "watch-plan-edit": (Who(ours=PLANNING), Who(ours=PLANNING)),
        "indicator-new": (Who(ours=PLANNING), Who(ours=PLANNING)),
        "indicator": LOOK,
        "indicator-edit": (Who(ours=PLANNING), Who(ours=PLANNING)),
        "indicator-switch": (NO, Who(ours=PLANNING, answer=409)),
        "indicator-mute": (NO, Who(ours=PLANNING, answer=302)),
        "indicator-threshold": (NO, Who(ours=PLANNING, answer=409)),
        "mutes": LOOK,
        "mute-end": (NO, roles(SCREENING, 302)),
        "signal-mute": (NO, roles(SCREENING, 302)),
        "signal-useful": (NO, roles(SCREENING | PLANNING | {Role.VERIFIER.value}, 302)),
        "usefulness": LOOK,
        "signal": LOOK,
        "signal-dismissal": LOOK,
        "signal-act": (NO, roles(READING, 409)),
        "alerts": LOOK,  # filtered by office
        "alert-rules": LOOK,
        "alert-rule-new": (roles(READING), roles(READING, 422)),
        # A rule is its owner's alone; "analis" owns this one.
        "alert-rule": (
            Who(ours=frozenset({"analis"}), hidden=READING, hidden_from_ours=READING),
            Who(ours=frozenset({"analis"}), answer=422, hidden=READING, hidden_from_ours=READING),
        ),
        "alert-rule-end": (
            NO,
            Who(ours=frozenset({"analis"}), answer=302, hidden=READING, hidden_from_ours=READING),
        ),
        "alert-destinations": (roles(ADMIN | AUDITOR), NO),
        "alert-destination-new": (roles(ADMIN), roles(ADMIN, 422)),
        "alert-destination": (
            own(ADMIN | AUDITOR, hidden=ADMIN | AUDITOR),
            own(ADMIN, 422, hidden=ADMIN | AUDITOR),
        ),
        "alert-destination-test": (NO, own(ADMIN, 302, hidden=ADMIN | AUDITOR)),
        # An empty form carries no version.
        "alert-destination-access": (NO, own(ADMIN, 409, hidden=ADMIN | AUDITOR)),
        "alert-exercise": (roles(CONTROLLING), roles(CONTROLLING, 302)),
        "situation-reports": LOOK,  # filtered by office
        "situation-series-new": (roles(WORKING), roles(WORKING, 422)),
        "situation-series": (own(READING), NO),
        "situation-series-edit": (own(WORKING), own(WORKING, 422)),
        "situation-report-draft": (NO, own(WORKING, 302)),  # an empty form drafts nothing
        "situation-report": (own(READING), NO),
        "situation-report-print": (own(READING), NO),
        "situation-report-figures": (own(READING), NO),
        "situation-report-compare": (own(READING), NO),
        "situation-report-file": (own(READING), NO),
        "situation-report-edit": (own(WORKING), own(WORKING, 422)),
        "situation-report-correct": (NO, own(NONE)),  # without a reason, for nobody
        "situation-report-step": (NO, own(READING, 409)),
        "coordination": LOOK,  # filtered by region
        "coordination-start": (NO, roles(WORKING, 302)),  # an empty form starts nothing
        "coordination-run": LOOK,
        "coordination-download": (roles(WORKING), NO),
        "coordination-community": LOOK,  # filtered by region
        "coordination-allowed": (roles(READING), roles(WORKING, 422)),
        "coordination-allowed-end": (NO, roles(WORKING, 302)),  # without a reason, for nobody
        "narratives": LOOK,
        "explorer": LOOK,
        "explorer-csv": LOOK,
        "explorer-file": LOOK,
        "narrative-rows": LOOK,
        "narrative": LOOK,
        "narrative-items": LOOK,
        "narrative-families": LOOK,
        "narrative-history": LOOK,
        "narrative-compare": (roles(READING, 302), NO),  # to the form that asks for the other
        "narratives-compare": LOOK,
        "voids": LOOK,
        "void-case": (NO, roles(SCREENING, 302)),
        "void-mark": (NO, roles(SCREENING, 302)),
        "void-take-back": (NO, roles(SCREENING, 302)),
        "trends": LOOK,
        "moods": (roles(READING), roles(WORKING)),
        "mood": LOOK,
        "mood-read": (roles(GRADING), NO),
        "mood-answer": (NO, roles(GRADING, 404)),  # an empty form names no text
        "narrative-join": (roles(WORKING), NO),
        "narrative-merge": (NO, roles(WORKING, 302)),  # without a reason, for nobody
        "narrative-split": (NO, roles(WORKING, 302)),
        "narrative-act": (NO, roles(WORKING, 409)),  # an empty form carries no version
        "narrative-undo": (NO, roles(WORKING, 302)),
        "narrative-spread": LOOK,
        "narrative-flag": (roles(GRADING), roles(GRADING, 422)),
        "narrative-measure": (NO, roles(GRADING, 302)),
        "narrative-unflag": (NO, roles(GRADING, 302)),  # without a reason, for nobody
        "cases": LOOK,  # filtered by scope
        "case-open": (roles(SCREENING), roles(SCREENING)),
        "case": (own(READING), NO),
        "case-step": (NO, own(READING, 409)),
        "case-note": (NO, own(READING, 302)),
        "case-take": (NO, own(READING, 409)),
        "case-claim": (SHUT, SHUT),
        "case-evidence": (own(PROVING), own(PROVING, 422)),
        "evidence-file": (own(READING), NO),
        "evidence-grade": (own(GRADING), own(GRADING, 422)),
        "case-verdict": (SHUT, SHUT),
        "verdict-revise": (SHUT, SHUT),
        "verdict-step": (NO, own(READING, 302)),
        "case-decide": (SHUT, SHUT),
        "case-gate": (SHUT, SHUT),
        "case-impact": (SHUT, SHUT),
        "case-override": (SHUT, SHUT),
        "known-claims": LOOK,
        "match": (roles(READING), roles(READING)),
        "known-claim": LOOK,
        "known-claim-withdraw": (NO, roles(NONE)),  # without a reason, for nobody
        "known-media-add": (roles(GRADING), roles(GRADING, 422)),
        "known-media-remove": (NO, roles(GRADING, 302)),  # without a reason nothing is removed
        "media-banks": (roles(READING), roles(frozenset({Role.VERIFIER.value}), 422)),
        "media-bank": (
            roles(frozenset({Role.VERIFIER.value})),
            roles(frozenset({Role.VERIFIER.value}), 422),
        ),
        "suggestions": LOOK,
        "match-judge": (NO, roles(READING, 302)),  # an empty form judges nothing
        "matches-judge": (NO, roles(READING, 302)),
        "matches-undo": (NO, roles(READING, 302)),
        "match-link": (NO, roles(READING, 404)),  # no case is named
        "matcher": (roles(READING | ADMIN), NO),
        "matcher-promote": (NO, roles(PROMOTING, 302)),
        "matcher-roll-back": (NO, roles(PROMOTING, 302)),
        "messages": LOOK,  # filtered by scope
        "message-new": (own(READING), own(READING)),
        "message": (own(READING), NO),
        "message-edit": (own(READING), own(READING)),
        "message-publish": (NO, own(READING, 302)),
        "message-withdraw": (NO, own(READING, 302)),
        "message-correct": (NO, SHUT),  # without a reason, for nobody
        "message-step": (NO, own(READING, 302)),
        "intake": (roles(BRINGING), roles(BRINGING, 422)),
        "intake-run": (own(BRINGING, hidden=BRINGING),) * 2,
        "intake-progress": (own(BRINGING, hidden=BRINGING), NO),
        "quarantine": (roles(BRINGING), NO),
        "quarantine-discard": (NO, roles(BRINGING, 302)),
        "quarantine-row": (roles(BRINGING, 404),) * 2,  # there is no such row
        "tracking": LOOK,
        "desk": (signed_in(302), NO),
        "jump": (signed_in(302), NO),
        "theme": (NO, everybody(302)),
        "style-guide": (signed_in(404), signed_in(404)),  # for developers only
        "portal": PUBLIC,
        "portal-search": PUBLIC,
        "clarification": PUBLIC,
        "ask": (everybody(302), everybody(302)),  # nothing was asked
        "report": (NO, everybody(400)),
        "report-find": PUBLIC,
        "report-status": PUBLIC,
        "clarification-json": PUBLIC,
        "clarification-card": PUBLIC,
        "portal-regions": PUBLIC,
        "portal-region": PUBLIC,
        "open-data": PUBLIC,
        "data-json": PUBLIC,
        "data-csv": PUBLIC,
        "widget": PUBLIC,
        "offline": PUBLIC,
        "service-worker": PUBLIC,
        "web-manifest": PUBLIC,
        "oembed": (everybody(404), NO),  # of no address of ours
        "open-search": PUBLIC,
        "corrections": PUBLIC,
        "about": PUBLIC,
        "rss": PUBLIC,
        "atom": PUBLIC,
        "claim-reviews": PUBLIC,
        "site-map": PUBLIC,
        "robots": PUBLIC,
        "questions": LOOK,
        "question": LOOK,
        "question-answer": (NO, roles(ANSWERING, 302)),
        "question-close": (NO, roles(ANSWERING, 302)),
    }
)


def names(patterns) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name


def test_every_address_stands_in_the_table_and_nothing_else_does():
    found = list(names(get_resolver().url_patterns))
    assert None not in found, "an address without a name cannot stand in the table"
    assert sorted(found) == sorted(TABLE)


@pytest.fixture
def addresses(case, people, parts, tmp_path, monkeypatch) -> dict[str, str]:
    found = lake_of(tmp_path / "lake", item("a"), item("b"))
    monkeypatch.setattr(items, "open_lake", lambda _place: found)
    arguments = world.build(case, people, parts) | tables.all_arguments(case, people)
    return {name: reverse(name, kwargs=arguments.get(name)) for name in TABLE}


def test_every_address_answers_each_role_as_the_table_says(addresses, people):
    """One desk for them all: whatever a request does is undone before the next."""
    wrong = [
        f"{who}: {fault}"
        for who in (STRANGER, *ACCOUNTS)
        for fault in wrong_answers(addresses, people, who)
    ]
    assert not wrong, "\n".join(wrong)


def wrong_answers(addresses, people, who: str) -> Iterator[str]:
    client, cookies = Client(raise_request_exception=False), SimpleCookie()
    for number, (name, address) in enumerate(addresses.items()):
        if number % A_SITTING == 0 and who != STRANGER:
            client.cookies = SimpleCookie()
            client.force_login(people[who], backend="django.contrib.auth.backends.ModelBackend")
            cookies = client.cookies
        for method, expected in zip(("get", "post"), TABLE[name], strict=True):
            if expected is NO and who != STRANGER:
                continue  # refused before anybody asks who it is: one caller proves it
            client.cookies = deepcopy(cookies)
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            is_sign_in = answer.status_code == SIGN_IN and "/desk/sign-in/" in answer.url
            if answer.status_code != expected.expected(who) or (
                is_sign_in and who != STRANGER and name != "sign-out"
            ):
                yield f"{method} {name}: {answer.status_code}, not {expected.expected(who)}"
