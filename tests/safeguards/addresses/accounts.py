"""Who may open the addresses about a person's own account and about organisations."""

from tests.safeguards.answers import ADMIN, AUDITOR, NO, NONE, everybody, own, roles, signed_in

TABLE = {
    "sign-in-sso": (everybody(404), NO),  # no sign-in service is set
    "sign-in-sso-back": (everybody(404), NO),
    # Nobody's password was right a moment ago: back to the first step, and on from there.
    "sign-in-second": (everybody(302), everybody(302)),
    # Every test account signs in fresh: nothing waits, so nothing is shown or dropped.
    "account-prove": (signed_in(), signed_in()),
    "account-resume": (signed_in(302), NO),
    "account-drop": (NO, signed_in(302)),
    "account-security": (signed_in(), NO),
    "account-app-add": (signed_in(), signed_in()),
    "account-passkey-add": (signed_in(302), signed_in(302)),  # not without https
    "account-recovery-codes": (NO, signed_in(403)),  # there is nothing that they stand in for
    # Nobody's but the owner's, and the table's accounts own none.
    "account-authenticator-rename": (NO, signed_in(404)),
    "account-authenticator-remove": (NO, signed_in(404)),
    "account-session-end": (NO, signed_in(404)),
    "account-sessions-end-others": (NO, signed_in(302)),
    "roles-overview": (roles(ADMIN | AUDITOR), NO),  # filtered by scope
    "person-training": (NO, own(ADMIN, 302, hidden=NONE)),
    "organisations": (roles(ADMIN | AUDITOR), NO),  # filtered by scope
    "organisation-new": (roles(ADMIN), roles(ADMIN, 422)),
    "organisation": (
        own(ADMIN | AUDITOR, hidden=ADMIN | AUDITOR),
        own(ADMIN, 422, hidden=ADMIN | AUDITOR),
    ),
    "organisation-move": (NO, own(ADMIN, 302, hidden=ADMIN | AUDITOR)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    return {
        "account-authenticator-rename": {"authenticator_id": 1},
        "account-authenticator-remove": {"authenticator_id": 1},
        "person-training": {"person_id": people["analis"].pk},
        "organisation": {"organisation_id": case.lead_organisation_id},
        "organisation-move": {"organisation_id": case.lead_organisation_id},
        "account-session-end": {"mark": "0123456789abcdef"},
    }
