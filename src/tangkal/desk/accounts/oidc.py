"""OpenID Connect with the office's sign-in service: the code flow, with PKCE and a nonce.

What comes back is believed only after every check below; what the service says about a person's
roles is never asked. The protocol is short, and django-allauth's client sends no nonce, so it
stands here; PyJWT checks signatures and dates.
"""

import base64
import hashlib
import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

LOG = logging.getLogger(__name__)
SECRET = "oidc_client_secret"  # noqa: S105 - the name of a file in the home's secrets
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never a shared secret
TIMEOUT_S = 10.0
LEEWAY_S = 30
KEPT_S = 600.0
FRESH_S = 300


class SignInRefused(Exception):
    """The service's answer is not believed; the message says why, to whoever signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What one sign-in remembers while the person is at the service."""

    state: str
    nonce: str
    verifier: str
    onward: str
    is_proof: bool  # of somebody who is signed in already

    @classmethod
    def begin(cls, onward: str, *, is_proof: bool) -> "Attempt":
        state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
        return cls(state=state, nonce=nonce, verifier=verifier, onward=onward, is_proof=is_proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the service says this is."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool
    methods: frozenset[str]  # amr and acr: how they were proved there
    proved_at: float | None


def is_configured() -> bool:
    return bool(settings.TANGKAL.oidc_issuer)


def return_address() -> str:
    return f"{settings.TANGKAL.site_url.rstrip('/')}/desk/sign-in/sso/back/"


def address(attempt: Attempt) -> str:
    """Where the person proves who they are."""
    hashed = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.TANGKAL.oidc_client_id,
        "redirect_uri": return_address(),
        "scope": "openid email",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(hashed).rstrip(b"=").decode("ascii"),
        "code_challenge_method": "S256",
    }
    if attempt.is_proof:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{endpoint('authorization_endpoint')}?{urlencode(asked)}"


def identity_from(attempt: Attempt, answer: Mapping[str, str]) -> Identity:
    """Turn the service's answer into who it is.

    Raises:
        SignInRefused: any check that fails.
    """
    if not constant_time_compare(answer.get("state", ""), attempt.state):
        raise SignInRefused(_("This answer belongs to another sign-in; begin again."))
    if "error" in answer or not answer.get("code"):
        raise SignInRefused(_("The sign-in service did not sign you in."))
    tokens = exchange(answer["code"], attempt.verifier)
    claims = checked_claims(str(tokens.get("id_token", "")), attempt.nonce)
    if "email" not in claims:
        claims |= user_info(str(tokens.get("access_token", "")), str(claims["sub"]))
    methods = {str(each) for each in claims.get("amr") or []} | {str(claims.get("acr") or "")}
    return Identity(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        email=str(claims.get("email") or ""),
        is_email_verified=claims.get("email_verified") is True,
        methods=frozenset(methods - {""}),
        proved_at=claims.get("auth_time"),
    )


def exchange(code: str, verifier: str) -> dict[str, Any]:
    """Trade the code for tokens, as the client that the service knows by its secret."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_address(),
        "code_verifier": verifier,
    }
    client = (settings.TANGKAL.oidc_client_id, settings.HOME.secret(SECRET))
    return ask("POST", endpoint("token_endpoint"), data=form, auth=client)


def checked_claims(token: str, nonce: str) -> dict[str, Any]:
    """The token's claims, if it is from this service, for us, of now, and for this sign-in."""
    import jwt  # noqa: PLC0415 - 120 ms that only this sign-in needs

    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key=signing_key(token),
            algorithms=ALGORITHMS,
            audience=settings.TANGKAL.oidc_client_id,
            issuer=settings.TANGKAL.oidc_issuer,
            leeway=LEEWAY_S,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError as error:
        raise refusal(_("The sign-in service's answer has expired; begin again."), error) from error
    except jwt.InvalidIssuerError as error:
        raise refusal(_("The answer is from another sign-in service."), error) from error
    except jwt.InvalidAudienceError as error:
        raise refusal(_("The answer was meant for another program."), error) from error
    except jwt.PyJWTError as error:
        raise refusal(_("The sign-in service's answer cannot be trusted."), error) from error
    if claims.get("azp", settings.TANGKAL.oidc_client_id) != settings.TANGKAL.oidc_client_id:
        raise SignInRefused(_("The answer was meant for another program."))
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise SignInRefused(_("This answer belongs to another sign-in; begin again."))
    return claims


def refusal(sentence: str, error: Exception) -> SignInRefused:
    LOG.warning("single sign-on refused: %s", error)
    return SignInRefused(sentence)


def signing_key(token: str) -> Any:
    """The service's key that signed a token; fetched anew once if it is not among those kept."""
    import jwt  # noqa: PLC0415

    name = jwt.get_unverified_header(token).get("kid")
    for is_retry in (False, True):
        keys = jwt.PyJWKSet.from_dict(kept(endpoint("jwks_uri"), renew=is_retry)).keys
        fitting = [key for key in keys if name is None or key.key_id == name]
        if fitting:
            return fitting[0].key
    raise jwt.InvalidKeyError(f"no key {name!r} at the service")


def user_info(token: str, subject: str) -> dict[str, Any]:
    """The e-mail, where the token holds none; only if it is about the same subject."""
    found = ask("GET", endpoint("userinfo_endpoint"), headers={"Authorization": f"Bearer {token}"})
    if found.get("sub") != subject:
        raise SignInRefused(_("The sign-in service's answer cannot be trusted."))
    return {name: found[name] for name in ("email", "email_verified") if name in found}


_KEPT: dict[str, tuple[float, dict[str, Any]]] = {}


def kept(url: str, *, renew: bool = False) -> dict[str, Any]:
    """A document of the service, asked again after some minutes."""
    at, document = _KEPT.get(url, (0.0, {}))
    if renew or time.monotonic() - at > KEPT_S or not document:
        document = ask("GET", url)
        _KEPT[url] = (time.monotonic(), document)
    return document


def endpoint(name: str) -> str:
    """An address from the service's own description.

    Raises:
        SignInRefused: the description is another service's, or lacks the address.
    """
    issuer = settings.TANGKAL.oidc_issuer
    description = kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    found = str(description.get(name, ""))
    if description.get("issuer") != issuer:
        raise SignInRefused(_("The answer is from another sign-in service."))
    if urlsplit(found).scheme != urlsplit(issuer).scheme:
        raise SignInRefused(_("The sign-in service's description is incomplete."))
    return found


def ask(method: str, url: str, **request: Any) -> dict[str, Any]:
    """Ask the service; it follows nobody elsewhere and waits for nobody long."""
    import httpx  # noqa: PLC0415 - 150 ms that only this sign-in needs

    try:
        reply = httpx.request(method, url, timeout=TIMEOUT_S, follow_redirects=False, **request)
        found = reply.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise refusal(_("The sign-in service does not answer; try again later."), error) from error
    if not isinstance(found, dict):
        raise SignInRefused(_("The sign-in service's answer cannot be trusted."))
    return found
