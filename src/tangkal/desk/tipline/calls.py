"""What the command line asks of the tipline; see `tangkal tipline`."""

import json
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tangkal.desk.alerts.sending.base import scrub
from tangkal.desk.alerts.sending.telegram import TOKEN
from tangkal.desk.alerts.sending.web import Answer, post
from tangkal.desk.audit.commands import record
from tangkal.desk.channels.sending.whatsapp import VERSION
from tangkal.desk.questions.models import Channel
from tangkal.desk.tipline import fetching, queries, receiving
from tangkal.desk.tipline.fetching import Unfetched
from tangkal.desk.tipline.lines import Known, known, opened
from tangkal.desk.tipline.models import Inbound, Line
from tangkal.kernel import InvalidInput
from tangkal.sources.telegram.webhook import ALLOWED

MOST_CONNECTIONS = 40  # at once, from Telegram


def listed() -> list[dict[str, object]]:
    """The lines with the addresses of their webhooks, and how much waits in each."""
    return [
        {
            "channel": line.channel,
            "address": line.address,
            "webhook": address_of(line),
            "is_open": line.is_active,
            "oldest_waits_s": round(queries.oldest_waits_s(line), 1),
            **queries.numbers_of(line),
        }
        for line in Line.objects.all()
    ]


def address_of(line: Line) -> str:
    """The webhook's public address, for the service."""
    return settings.TANGKAL.site_url + reverse("tipline-hook", args=[line.slug])


def line_of(channel: str) -> Line:
    found = Line.objects.filter(channel=channel).first()
    if found is None:
        raise InvalidInput(f"no line for {channel} is set up: enter one at the desk under 'Lines'")
    return found


def set_webhook() -> str:
    """Tell Telegram where to call, and the secret it is to send along; answers the address.

    Raises:
        InvalidInput: no line, an address that Telegram cannot call, or Telegram refused.
    """
    line = line_of(Channel.TELEGRAM)
    address = address_of(line)
    if not address.startswith("https://"):
        raise InvalidInput(
            f"Telegram calls https:// alone, and the site is {settings.TANGKAL.site_url}:"
            " set TANGKAL_SITE_URL to its public address"
        )
    body = {
        "url": address,
        "secret_token": opened(line)["secret_token"],
        "allowed_updates": list(ALLOWED),
        "max_connections": MOST_CONNECTIONS,
    }
    bot_api(line, "setWebhook", body)
    with transaction.atomic():
        record("line.webhook_set", line, by=None, address=address)
    return address


def check(channel: str) -> list[tuple[bool, str]]:
    """What the service itself says of a line, each with whether it is well.

    Raises:
        InvalidInput: no such line.
    """
    line = line_of(channel)
    try:
        if channel == Channel.TELEGRAM:
            return check_telegram(line)
        return check_whatsapp(line)
    except InvalidInput as problem:
        return [(False, str(problem))]


def check_telegram(line: Line) -> list[tuple[bool, str]]:
    me = bot_api(line, "getMe", {})
    hook = bot_api(line, "getWebhookInfo", {})
    name, url = str(me.get("username", "")), str(hook.get("url", ""))
    found = [
        (
            name.lower() == line.address.lower(),
            f"the token is @{name}'s; the line says @{line.address}",
        ),
        (
            url == address_of(line),
            f"Telegram calls {url or 'nobody'}; 'tangkal tipline set-webhook' sets it",
        ),
        (True, f"{hook.get('pending_update_count', 0)} messages wait at Telegram"),
    ]
    if error := hook.get("last_error_message"):
        found.append((False, f"its last call failed: {error}"))
    if me.get("can_join_groups") and me.get("can_read_all_group_messages"):
        found.append((False, "the bot reads all of its groups: turn privacy on at BotFather"))
    return found


def check_whatsapp(line: Line) -> list[tuple[bool, str]]:
    token = opened(line).get("token", "")
    root = settings.TANGKAL.whatsapp_url.rstrip("/")
    url = f"{root}/{VERSION}/{line.address}?fields=display_phone_number,quality_rating"
    try:
        told = fetching.asked(url, {"Authorization": f"Bearer {token}"})
    except Unfetched as error:
        raise InvalidInput(f"the Cloud API answered: {scrub(error.reason, [token])}") from None
    return [
        (True, f"the token opens {told.get('display_phone_number', 'the number')}"),
        (
            told.get("quality_rating") != "RED",
            f"people's rating of its messages: {told.get('quality_rating', 'unknown')}",
        ),
        (bool(line.template), "a template for answers after a day is set up"),
        (True, f"callback address for Meta: {address_of(line)}"),
    ]


def bot_api(line: Line, method: str, body: Mapping[str, object]) -> Mapping[str, object]:
    """The result of one method of the Bot API.

    Raises:
        InvalidInput: with what Telegram said.
    """
    token = opened(line).get("token", "")
    if not TOKEN.fullmatch(token):
        raise InvalidInput("the bot's token is not of the form 123456:ABC…")
    answer = post(
        f"{settings.TANGKAL.telegram_url.rstrip('/')}/bot{token}/{method}",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
        inside=settings.TANGKAL.alert_hosts,
    )
    if not isinstance(answer, Answer):
        raise InvalidInput(f"Telegram could not be asked: {scrub(answer.reason, [token])}")
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = {}
    if not isinstance(told, dict) or told.get("ok") is not True:
        words = told.get("description") if isinstance(told, dict) else ""
        raise InvalidInput(f"Telegram answered {answer.status}: {scrub(str(words or ''), [token])}")
    result = told.get("result")
    return result if isinstance(result, dict) else {}


def quarantine() -> list[dict[str, object]]:
    """What was set aside and why, the oldest first; never what was written."""
    rows = Inbound.objects.filter(state=Inbound.State.SET_ASIDE).select_related("line")
    return [
        {
            "id": row.pk,
            "channel": row.line.channel,
            "received_at": row.received_at.isoformat(timespec="seconds"),
            "reason": row.reason,
        }
        for row in rows.order_by("pk")
    ]


def replay() -> tuple[int, int]:
    """Let what was set aside be read again; answers how many wait now, and how many do not."""
    rows = list(Inbound.objects.filter(state=Inbound.State.SET_ASIDE).select_related("line"))
    again = sum(replay_one(row) for row in rows)
    return again, len(rows) - again


@transaction.atomic
def replay_one(row: Inbound) -> bool:
    """Whether it can be worked on now; one that still cannot be read stays where it is."""
    told = receiving.unsealed(row)
    if "raw" not in told:  # it was read, and working on it failed
        row.state, row.attempts, row.reason = Inbound.State.NEW, 0, ""
        row.next_at = row.received_at
        row.save(update_fields=["state", "attempts", "reason", "next_at"])
        record("inbound.replayed", row, by=None)
        return True
    line = known(row.line)
    if line is None or not (rows := read_again(line, told["raw"])):
        return False
    Inbound.objects.bulk_create(rows, ignore_conflicts=True)
    row.state, row.sealed, row.came_of_it = Inbound.State.DONE, "", "replayed"
    row.save(update_fields=["state", "sealed", "came_of_it"])
    record("inbound.replayed", row, by=None, messages=len(rows))
    return True


def read_again(line: Known, raw: object) -> list[Inbound]:
    """The rows that a part now gives; [] where this version reads it no better."""
    body = raw if isinstance(raw, str) else as_call(raw)
    call = receiving.read(line, body.encode())
    if call.unreadable:
        return []
    return list(receiving.rows_of(line, call))


def as_call(message: object) -> str:
    """One message of WhatsApp, in a call of its own as it would have come alone."""
    value = {"messages": [message]}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]})
