"""An approved text as each channel takes it. Nothing is cut: what does not fit is refused."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from tangkal.desk.channels import held
from tangkal.desk.channels.models import Dispatch, Kind, Outlet
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.models import Message, MessageVersion
from tangkal.desk.strategic_communication.states import MessageState
from tangkal.desk.strategic_communication.validity import Validity
from tangkal.desk.ui.papers.document import EXERCISE
from tangkal.strategic_communication.writing.channels import fit_of

SHORT_PARTS = ("headline", "fact", "confirmed", "action")  # of a message, where little fits
# One variable of a WhatsApp template may hold neither line ends nor tabs.
LIMITED = {Kind.TELEGRAM: "telegram", Kind.WHATSAPP: "whatsapp"}


def headline_of(source: MessageVersion | MessageHouseVersion) -> str:
    if isinstance(source, MessageVersion):
        return " ".join(source.headline.split())
    return " ".join(source.umbrella.split())


def paragraphs_of(source: MessageVersion | MessageHouseVersion) -> list[str]:
    """What follows the headline, in reading order."""
    if isinstance(source, MessageVersion):
        found = [str(text) for part, text in source.parts.items() if part != "headline"]
    else:
        found = [str(pillar.get("text", "")) for pillar in source.content.get("pillars", [])]
    return [text.strip() for text in found if text.strip()]


def language_of(source: MessageVersion | MessageHouseVersion) -> str:
    if isinstance(source, MessageVersion):
        return source.message.language
    return source.house.language


def page_of(source: MessageVersion | MessageHouseVersion) -> str:
    """Its page on the portal; "" while it has none."""
    return portal_page(source.message) if isinstance(source, MessageVersion) else ""


def portal_page(message: Message) -> str:
    if not message.clarification_slug or message.state != MessageState.PUBLISHED:
        return ""
    return page_at(message.clarification_slug)


def page_at(slug: str) -> str:
    return f"{settings.TANGKAL.site_url}{reverse('clarification', args=[slug])}" if slug else ""


def body_for(
    outlet: Outlet,
    source: MessageVersion | MessageHouseVersion,
    confirmed: Validity | None = None,
) -> str:
    """The words as this outlet's readers get them, until when they are confirmed, and who speaks.

    Args:
        confirmed: what the text's house says of it, where the caller knows; else it is asked.

    Raises:
        ValidationError: longer than the service takes; it names both figures.
    """
    note = ""
    if outlet.kind != Kind.WEBSITE:  # its list is read anew each time, and says what holds then
        confirmed = held.of_source(source) if confirmed is None else confirmed
        note = held.note_for(outlet, confirmed, language_of(source))
    if outlet.kind == Kind.WHATSAPP:
        return fitting(outlet, one_line(outlet, [*short_parts(source), note], page_of(source)))
    parts = [*paragraphs_of(source), note]
    if outlet.kind == Kind.TELEGRAM:
        parts.insert(0, headline_of(source))
    with translation.override(language_of(source)):
        body = signed(outlet, parts, page_of(source))
    return fitting(outlet, body)  # a refusal is in the sender's language


def short_parts(source: MessageVersion | MessageHouseVersion) -> list[str]:
    if isinstance(source, MessageVersion):
        return [str(source.parts.get(part, "")) for part in SHORT_PARTS]
    return [headline_of(source)]


def notice_for(dispatch: Dispatch, why: str, instead: str) -> str:
    """What its receivers are told when a dispatch is recalled: which text, why, what holds now.

    A reason that is too long for the service is left out: no length may keep a recall back.
    """
    try:
        return notice(dispatch, why, instead)
    except ValidationError:
        return notice(dispatch, "", instead)


def notice(dispatch: Dispatch, why: str, instead: str) -> str:
    with translation.override(dispatch_language(dispatch)):
        parts = [
            _("We withdraw what we sent: “%(headline)s”.") % {"headline": dispatch.subject},
            _("Reason: %(reason)s") % {"reason": why} if why else "",
            _("Please do not pass it on.")
            if instead
            else _("Please do not pass it on. A corrected text follows."),
        ]
        if dispatch.outlet.kind == Kind.WHATSAPP:
            return fitting(dispatch.outlet, one_line(dispatch.outlet, parts, instead))
        return fitting(dispatch.outlet, signed(dispatch.outlet, parts, instead))


def recall_subject(dispatch: Dispatch) -> str:
    with translation.override(dispatch_language(dispatch)):
        return (_("Withdrawn: %(headline)s") % {"headline": dispatch.subject})[:250]


def dispatch_language(dispatch: Dispatch) -> str:
    source = dispatch.message_version or dispatch.house_version
    assert source is not None
    return language_of(source)


def signed(outlet: Outlet, parts: Iterable[str], link: str) -> str:
    """Paragraphs, the way to the page, and who speaks."""
    lines = [*(part for part in parts if part.strip())]
    if link:
        lines.append(_("Read more: %(address)s") % {"address": link})
    lines.append(f"— {outlet.sender_name}")
    if outlet.is_exercise:
        lines.insert(0, EXERCISE)
    return "\n\n".join(lines)


def one_line(outlet: Outlet, parts: Iterable[str], link: str) -> str:
    mark = f"{EXERCISE} —" if outlet.is_exercise else ""
    words = " ".join(part for part in (mark, *parts, link) if part.strip())
    return " ".join(words.split())


def fitting(outlet: Outlet, text: str) -> str:
    if outlet.kind not in LIMITED:
        return text
    # WhatsApp counts its template with the variables filled in; the sender is one of them.
    counted = f"{outlet.sender_name} {text}" if outlet.kind == Kind.WHATSAPP else text
    fit = fit_of(LIMITED[Kind(outlet.kind)], counted)
    if not fit.fits:
        raise ValidationError(
            _("“%(outlet)s” takes %(most)d characters; this text has %(found)d. Shorten it.")
            % {"outlet": outlet.name, "most": fit.most, "found": fit.found}
        )
    return text
