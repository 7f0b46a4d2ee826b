"""A form's own random name, signed: proof that a form of ours was filled in, without a cookie.

The public forms need no CSRF cookie: sending one carries no right of the sender's, and the
name makes sending twice count once. A name that is a day old is refused, and another given.
"""

import uuid

from django.core.signing import BadSignature, TimestampSigner

GOOD_FOR_S = 24 * 3600

_signer = TimestampSigner(salt="tangkal.portal.form")


def new_token() -> str:
    return _signer.sign(str(uuid.uuid4()))


def read_token(signed: str) -> str | None:
    """The name that was signed; None for one that is stale or not ours."""
    try:
        return _signer.unsign(signed, max_age=GOOD_FOR_S)
    except BadSignature:
        return None
