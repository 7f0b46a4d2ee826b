"""Tokens for programs, and the one address under which programs ask."""

from tangkal.desk.api import tokens
from tests.safeguards.answers import (
    ADMIN,
    AUDITOR,
    EVERY_ROLE,
    NO,
    PUBLIC,
    Who,
    everybody,
    signed_in,
)

TABLE = {
    "api-tokens": (signed_in(), signed_in(422)),
    # "auditor" owns this one, administrators above may end it; to others there is none.
    "api-token-revoke": (
        NO,
        Who(
            ours=ADMIN | AUDITOR,
            answer=302,
            hidden=EVERY_ROLE,
            hidden_from_ours=(EVERY_ROLE - ADMIN - AUDITOR) | {"nobody"},
        ),
    ),
    "api-reference": (signed_in(), NO),
    "api-schema": PUBLIC,
    "api": (everybody(405), everybody(401)),  # a session is no token; see ../operations
    "api-nothing": (everybody(404), everybody(404)),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    token, _text = tokens.make(people["auditor"], name="program", scopes=["match:read"], days=1)
    return {
        "api-token-revoke": {"token_id": token.pk},
        "api": {"rest": "match"},
        "api-nothing": {"rest": "nowhere"},
    }
