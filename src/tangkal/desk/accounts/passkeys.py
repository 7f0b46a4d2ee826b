"""Passkeys (WebAuthn): a key that never leaves its device and works on no other site's page.

fido2 does the cryptography; it is loaded when somebody uses one, not when the desk starts.
"""

import base64
import json
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tangkal.desk.accounts import second_factor
from tangkal.desk.accounts.factor_models import Authenticator
from tangkal.desk.accounts.models import User

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData

CREATING, ASKING = "passkey_creating", "passkey_asking"


def host_of(request: HttpRequest) -> str:
    """The name in the address, without a port."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def are_possible(request: HttpRequest) -> bool:
    """Passkeys belong to a name; at a bare address (127.0.0.1) browsers make none."""
    host = host_of(request)
    try:
        ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def server(request: HttpRequest) -> "Fido2Server":
    from fido2.server import Fido2Server  # noqa: PLC0415 - 120 ms that few requests need
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415

    return Fido2Server(PublicKeyCredentialRpEntity(id=host_of(request), name="Tangkal"))


def credentials(user: User) -> "list[AttestedCredentialData]":
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415

    found = user.authenticators.filter(kind=Authenticator.Kind.PASSKEY)
    return [AttestedCredentialData(base64.b64decode(each.secret)) for each in found]


def begin_creating(request: HttpRequest, user: User) -> str:
    """What the browser needs to make a passkey, as JSON; the challenge stays in the session."""
    from fido2.webauthn import (  # noqa: PLC0415
        PublicKeyCredentialUserEntity,
        UserVerificationRequirement,
    )

    options, state = server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=str(user.pk).encode(), name=user.username, display_name=user.display_name
        ),
        credentials(user),
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    request.session[CREATING] = state
    return json.dumps(dict(options.public_key))


def finish_creating(request: HttpRequest, user: User, answer: str, name: str) -> Authenticator:
    """Keep the passkey that the browser made.

    Raises:
        ValidationError: the answer belongs to another challenge, site or nothing at all.
    """
    state = request.session.pop(CREATING, None)
    try:
        made = server(request).register_complete(state, as_mapping(answer)).credential_data
    except (ValueError, KeyError, TypeError) as error:
        raise ValidationError(_("The browser's answer does not fit; try once more.")) from error
    if made is None or state is None:
        raise ValidationError(_("The browser's answer does not fit; try once more."))
    return second_factor.add(
        user,
        kind=Authenticator.Kind.PASSKEY,
        name=name,
        secret=base64.b64encode(made).decode("ascii"),
        credential_id=base64.urlsafe_b64encode(made.credential_id).decode("ascii"),
    )


def begin_asking(request: HttpRequest, user: User) -> str:
    """What the browser needs to use one of a person's passkeys, as JSON; empty: they have none."""
    known = credentials(user) if are_possible(request) else []
    if not known:
        return ""
    options, state = server(request).authenticate_begin(known)
    request.session[ASKING] = state
    return json.dumps(dict(options.public_key))


def take_passkey(request: HttpRequest, user: User, answer: str) -> bool:
    """Whether the browser's answer proves one of the person's passkeys.

    Raises:
        ActionDenied: too many wrong answers lately.
    """
    state = request.session.pop(ASKING, None)
    return second_factor.take(user, lambda: is_right(request, user, state, answer))


def is_right(request: HttpRequest, user: User, state: Any, answer: str) -> bool:
    from fido2.webauthn import AuthenticationResponse  # noqa: PLC0415

    try:
        response = AuthenticationResponse.from_dict(as_mapping(answer))
        proved = server(request).authenticate_complete(state, credentials(user), response)
    except (ValueError, KeyError, TypeError):
        return False
    credential_id = base64.urlsafe_b64encode(proved.credential_id).decode("ascii")
    authenticator = user.authenticators.get(credential_id=credential_id)
    counter = response.response.authenticator_data.counter
    # A counter that does not grow means that the key was copied. Synchronised passkeys keep it 0.
    if counter and counter <= authenticator.counter:
        return False
    second_factor.used(authenticator, counter)
    return True


def as_mapping(answer: str) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
