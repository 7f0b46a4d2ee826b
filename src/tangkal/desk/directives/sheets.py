"""A sheet for partners as one page: what is true, what to say, what to do, whom to ask."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tangkal.desk.directives.briefing_models import Briefing
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_filling import OPEN, left_open
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.papers import pdf
from tangkal.desk.ui.papers.document import EXERCISE, Block, Report, Section

MOST_PILLARS, MOST_QUESTIONS = 3, 3  # what one page holds


def sheet(briefing: Briefing) -> Report:
    """The sheet in the language of its house."""
    version = briefing.house_version
    language = version.house.language if version.house.language in {"id", "en"} else "id"
    with translation.override(language):
        return Report(
            title=briefing.title,
            reference=f"B{briefing.pk}",
            language=language,
            zone=briefing.author.time_zone,
            series=version.house.title,
            office=str(briefing.organisation),
            marks=tuple(marks(briefing)),
            facts=(
                (_("Given out by"), str(briefing.organisation)),
                (_("True as of"), in_words(version.truth_as_of)),
                (_("Whom to ask"), briefing.contact),
            ),
            classification="",
            period="",
            as_of=in_words(version.truth_as_of),
            # Who is given it has no account at the desk: the paper leads to the public answers.
            address=f"{settings.TANGKAL.site_url}{reverse('portal')}",
            read=_("Checked answers, and a place to ask:"),
            is_secret=False,
            top_line="",
            sections=tuple(
                Section(key=f"part{n}", number=n, heading=heading, blocks=blocks)
                for n, (heading, blocks) in enumerate(parts(briefing), start=1)
            ),
        )


def marks(briefing: Briefing) -> list[str]:
    """What stands on every sheet that must not be taken for one to hand out."""
    found = [EXERCISE] if briefing.is_exercise else []
    if briefing.recalled_at:
        found.append(_("Withdrawn: its facts changed"))
    elif briefing.state == Briefing.State.DRAFT:
        found.append(_("Draft"))
    return found


def parts(briefing: Briefing) -> list[tuple[str, tuple[Block, ...]]]:
    content = briefing.house_version.content
    house = house_queries.read(briefing.house_version)
    pillars = sorted(content.get("pillars", ()), key=lambda each: -each.get("importance", 1))
    found: list[tuple[str, tuple[Block, ...]]] = [
        (_("In one sentence"), (said(left_open(house.umbrella, house), "lead"),)),
        (
            _("What is true"),
            tuple(said(f"• {left_open(each['text'], house)}") for each in pillars[:MOST_PILLARS]),
        ),
        (_("What we ask of you"), (said(briefing.request),)),
    ]
    if questions := content.get("questions", ())[:MOST_QUESTIONS]:
        blocks = tuple(said(f"{each['question']} — {each['answer']}") for each in questions)
        found.append((_("What people ask"), blocks))
    return [(heading, blocks) for heading, blocks in found if blocks]


def has_open_places(report: Report) -> bool:
    """Whether words of the place are still to be written on it by hand."""
    return any(OPEN in block.text for part in report.sections for block in part.blocks)


def said(text: str, kind: str = "say") -> Block:
    return Block(kind=kind, runs=[[text, None]])


def as_pdf(briefing: Briefing) -> bytes:
    return pdf.written(sheet(briefing), at=timezone.now())
