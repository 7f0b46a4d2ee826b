"""The press release as PDF or DOCX, through the desk's own papers."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tangkal.desk.accounts.models import Organisation
from tangkal.desk.channels import press_contacts, texts
from tangkal.desk.channels.models import PressContact
from tangkal.desk.portal.words import PARTS as PUBLIC
from tangkal.desk.strategic_communication import validity
from tangkal.desk.strategic_communication.labels import PARTS
from tangkal.desk.strategic_communication.models import MessageVersion
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers import pdf, word
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section

# A journalist reads these as running text; the others get the heading that the portal gives them,
# never the writer's own ("named once").
UNNAMED = frozenset({"fact", "confirmed", "quote"})


def written(version: MessageVersion, form: str) -> bytes:
    report = release(version)
    return pdf.written(report, at=timezone.now()) if form == "pdf" else word.written(report)


def release(version: MessageVersion) -> Report:
    """An approved version as a press release, in its own language."""
    message = version.message
    office = str(message.case.lead_organisation)
    with override(message.language):
        now = timezone.now()
        issued_at = message.published_at or now
        page = texts.page_of(version)
        return Report(
            title=texts.headline_of(version),
            reference=f"{message.case.number}/{version.number}",
            language=message.language,
            zone=str(timezone.get_current_timezone()),
            series=_("Press release"),
            office=office,
            marks=(EXERCISE,) if message.case.is_exercise else (),
            facts=(
                (_("Issued by"), office),
                (_("Date"), in_words(issued_at)),
                *held(version),
                (_("Text"), f"SHA-256 {version.sha256[:12]}"),
            ),
            classification="",
            period="",
            as_of=in_words(now),
            address=page or f"{settings.TANGKAL.site_url}{reverse('portal')}",
            read=_("This text with its sources, and whatever is corrected later:"),
            is_secret=False,
            top_line="",
            sections=(
                Section(
                    key="text", number=0, heading=_("Press release"), blocks=tuple(blocks(version))
                ),
                *contact(message.case.lead_organisation),
            ),
        )


def held(version: MessageVersion) -> list[tuple[str, str]]:
    """For which moment its facts were true and until when they are confirmed, where that is set."""
    found = validity.of_message(version.message, version)
    lines = [
        (_("Facts confirmed as of"), found.confirmed_at),
        (_("Valid until"), found.valid_until),
    ]
    return [(label, in_words(moment)) for label, moment in lines if moment is not None]


def contact(office: Organisation) -> list[Section]:
    """Whom newsrooms ask, as the last part; none where the office entered nobody."""
    found = press_contacts.contact_for(office)
    if found is None:
        return []
    said = [Block(kind="say", runs=[[line, None]]) for line in lines_of(found)]
    return [Section(key="contact", number=0, heading=_("Press contact"), blocks=tuple(said))]


def lines_of(found: PressContact) -> list[str]:
    """A line for who it is, one for each way, one for the hours."""
    who = ", ".join(filter(None, (found.name, found.role)))
    phone = _("Telephone: %(number)s") % {"number": found.phone} if found.phone else ""
    email = _("E-mail: %(address)s") % {"address": found.email} if found.email else ""
    return [line for line in (who, phone, email, found.hours) if line]


def blocks(version: MessageVersion) -> list[Block]:
    found = []
    for part, text in version.parts.items():
        if part == "headline" or not str(text).strip():
            continue
        if part not in UNNAMED:
            heading = PUBLIC.get(part) or PARTS.get(part, part)
            found.append(Block(kind="lead", runs=[[str(heading), None]]))
        found += [
            Block(kind="say", runs=[[paragraph.strip(), None]])
            for paragraph in str(text).split("\n\n")
            if paragraph.strip()
        ]
    return found
