"""A request in words: what strangers read, what the person affected reads, what a pack holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tangkal.desk.platform_requests import grounds
from tangkal.desk.platform_requests.kinds import Kind
from tangkal.desk.platform_requests.models import PlatformRequest
from tangkal.desk.portal.words import REQUEST_FIELDS
from tangkal.desk.ui.platforms import platform_label


def public_words(request: PlatformRequest) -> dict[str, object]:
    """What the public page says of a request, and what an objection binds to."""
    # Codes, not names: an objection made in one language is reviewed in another.
    return {
        "kind": request.kind,
        "law": request.law,
        "provision": request.provision,
        "what": request.what,
        "statement": request.statement,
        "items": "\n".join(f"{item.platform}: {item.url}" for item in request.items.all()),
    }


def in_names(words: Mapping[str, Any]) -> list[tuple[object, str]]:
    """What :func:`public_words` kept, label by label, with names for its codes."""
    found = {key: str(words.get(key, "")) for key in REQUEST_FIELDS}
    if found["kind"] in Kind.values:
        found["kind"] = str(Kind(found["kind"]).label)
    items = [line.partition(": ") for line in found["items"].splitlines()]
    found["items"] = "\n".join(f"{platform_label(code)}: {url}" for code, _colon, url in items)
    return [(REQUEST_FIELDS[key], text) for key, text in found.items() if text]


def ground_name(request: PlatformRequest) -> str:
    """The ground's name; its key where the file no longer holds it."""
    found = grounds.current().get(request.ground)
    return str(found) if found else request.ground


def first_statement(request: PlatformRequest) -> str:
    """A draft of the statement of reasons, for a person to complete."""
    items = "\n".join(
        f"- {platform_label(item.platform)}: {item.url}" for item in request.items.all()
    )
    return _(
        "%(office)s asked the platform for the following: %(kind)s.\n\nItems:\n%(items)s\n\n"
        "Reason: the claim was checked and found false; see case %(case)s.\n\n"
        "Legal basis: %(law)s.\n\nYou can object. An officer who had no part in this decides "
        "anew, and you read the reasons."
    ) % {
        "office": request.organisation,
        "kind": request.get_kind_display(),
        "items": items,
        "case": request.case.number,
        "law": request.law,
    }


def letter_draft(request: PlatformRequest, number: int) -> str:
    """A draft of a reminder, for a person to complete and to send."""
    return _(
        "Reminder %(number)d of 3\n\nRequest %(reference)s of %(sent)s (%(kind)s) has no full "
        "answer. Legal basis: %(law)s.\n\nPlease tell us for each item what was done, or why "
        "not. This letter states no penalty and is no order."
    ) % {
        "number": number,
        "reference": request.reference,
        "sent": f"{request.sent_at:%Y-%m-%d}" if request.sent_at else "",
        "kind": request.get_kind_display(),
        "law": request.law,
    }
