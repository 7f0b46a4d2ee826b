"""Send what the tipline says, by each service's own rules.

Neither service knows a key against doubles: an attempt without an answer is not made again by
the machine (see questions.outgoing).
"""

import logging

from django.conf import settings
from django.utils import timezone

from tangkal.desk.alerts.sending.base import never, scrub
from tangkal.desk.alerts.sending.telegram import LONGEST
from tangkal.desk.channels.sending import telegram, whatsapp
from tangkal.desk.channels.sending.base import PERMANENT, Result, result_of
from tangkal.desk.questions.models import Channel, Outgoing
from tangkal.desk.tipline import wording
from tangkal.desk.tipline.lines import Known, here
from tangkal.desk.tipline.models import WINDOW

log = logging.getLogger(__name__)

TEMPLATE_TEXT = 900  # characters of a template's variable; WhatsApp allows 1,024 in all
FAREWELL_S = 5.0


def by_telegram(address: str, text: str, key: str) -> Result:
    """Hand one message to the Bot API."""
    return by(Channel.TELEGRAM, address, text, key)


def by_whatsapp(address: str, text: str, key: str) -> Result:
    """Hand one message to the Cloud API: freely within a day, as a template later."""
    return by(Channel.WHATSAPP, address, text, key)


def by(channel: Channel, address: str, text: str, key: str, seconds: float = 20.0) -> Result:
    line = here.by(channel)
    if line is None:
        return result_of(never(f"no open line for {channel.label} with its secrets is set up"))
    token = line.secrets.get("token", "")
    whole = cut(wording.signed(text, line.sender_name))
    inside = settings.TANGKAL.alert_hosts
    if channel == Channel.TELEGRAM:
        server = settings.TANGKAL.telegram_url
        found = telegram.publish(
            whole, address, token, server=server, inside=inside, seconds=seconds
        )
    else:
        found = to_whatsapp(line, address, text, whole, key, token, seconds)
    return Result(
        kind=found.kind,
        reason=scrub(found.reason, [*line.secrets.values(), address]),
        receipt=found.receipt,
        retry_after_s=found.retry_after_s,
    )


def to_whatsapp(
    line: Known, address: str, text: str, whole: str, key: str, token: str, seconds: float
) -> Result:
    account = whatsapp.Account(
        number_id=line.address,
        token=token,
        template=line.template,
        language=line.template_language,
    )
    server, inside = settings.TANGKAL.whatsapp_url, settings.TANGKAL.alert_hosts
    if not key or is_in_window(key):
        return whatsapp.say(
            whole, address, key, account, server=server, inside=inside, seconds=seconds
        )
    if not line.template:
        return Result(
            kind=PERMANENT,
            reason="more than 24 hours after the person's last word, and no template is set up",
        )
    flat = " ".join(text.split())  # a template's variable holds no line ends
    short = flat if len(flat) <= TEMPLATE_TEXT else flat[: TEMPLATE_TEXT - 1] + "…"
    return whatsapp.publish(
        line.sender_name,
        short,
        address,
        key,
        account,
        server=server,
        inside=inside,
        seconds=seconds,
    )


def is_in_window(key: str) -> bool:
    """Whether whom a message goes to has written within the last day."""
    rows = Outgoing.objects.filter(key=key)
    last = rows.values_list("contact__conversation__last_in_at", flat=True).first()
    return last is not None and timezone.now() < last + WINDOW


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def farewell(channel: str, address: str, text: str) -> None:
    """The last word to somebody who has just been forgotten: tried once, kept nowhere."""
    found = by(Channel(channel), address, text, "", seconds=FAREWELL_S)
    if found.kind != "sent":
        log.info("a farewell by %s came to nothing: %s", channel, found.reason)
