"""What a report does not know: said in the report, so that silence never reads as calm."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tangkal.desk.situation_reports.document import Block, Ledger, say, warn
from tangkal.desk.situation_reports.gathering import Gathered
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import clock, in_words
from tangkal.pipeline.situation import HOUR
from tangkal.situational_insight.report import silent_hours

SOURCES = 5  # silent ones that are named
ENOUGH_DAYS = 7  # of which a usual range says something about weekdays too


def told(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    """Gaps first, then what was assumed."""
    yield from unseen(found, ledger)
    yield from unread(found, ledger)
    yield from thin(found)
    yield from assumed(found)


def unseen(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    """No data at all, or none since some hour."""
    facts = found.facts
    if not facts.is_known:
        yield warn(_("The items could not be read: %(fault)s") % {"fault": facts.fault})
    elif facts.is_empty:
        yield warn(
            _("No item was received from %(since)s to %(until)s: nothing can be concluded from it.")
            % {"since": in_words(facts.since), "until": in_words(facts.until)}
        )
    elif facts.newest_hour is not None and (hours := silent_hours(facts)):
        yield warn(
            ngettext(
                "No data from any source in the last %(n)s hour, since %(at)s.",
                "No data from any source in the last %(n)s hours, since %(at)s.",
                hours,
            )
            % {"n": hours, "at": clock(facts.newest_hour + HOUR)}
        )
    for each in facts.silent[:SOURCES]:
        yield warn(
            _("No data from %(source)s since %(at)s; it is usually heard every %(hours)s hours.")
            % {
                "source": each.source,
                "at": in_words(each.last_seen),
                "hours": number(max(1, round(each.usual_gap_hours))),
            }
        )
    if len(facts.silent) > SOURCES:
        yield warn(_("%(n)s more sources are silent.") % {"n": number(len(facts.silent) - SOURCES)})
    if found.missed:
        yield warn(
            ngettext(
                "%(n)s report of the series was due since the last one and was not made: %(when)s.",
                "%(n)s reports of the series were due since the last one and were not made: "
                "%(when)s.",
                len(found.missed),
            )
            % {
                "n": len(found.missed),
                "when": ", ".join(in_words(at) for at in found.missed[:5])
                + (", …" if len(found.missed) > 5 else ""),
            }
        )


def unread(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    if found.quarantined:
        yield say(
            ngettext(
                "%(n)s row could not be read and waits in quarantine; it is in no figure.",
                "%(n)s rows could not be read and wait in quarantine; they are in no figure.",
                found.quarantined,
            )
            % {
                "n": ledger.cite(
                    "quarantine", found.quarantined, _("Rows in quarantine"), reverse("quarantine")
                )
            }
        )
    elif found.quarantined is None:
        yield say(_("How many rows wait in quarantine is not known."))


def thin(found: Gathered) -> Iterator[Block]:
    """What the usual ranges rest on."""
    facts = found.facts
    if not facts.is_known:
        return
    if facts.unjudged_sources:
        yield say(
            ngettext(
                "%(n)s source is heard too seldom to tell whether it fell silent.",
                "%(n)s sources are heard too seldom to tell whether they fell silent.",
                facts.unjudged_sources,
            )
            % {"n": number(facts.unjudged_sources)}
        )
    if facts.beginning is not None:
        yield say(
            _("The earliest item known is of %(when)s; what was before is not known.")
            % {"when": in_words(facts.beginning)}
        )
    if len(facts.earlier) < ENOUGH_DAYS:
        yield say(
            _(
                "Only %(n)s earlier days had enough items to compare with, so the usual ranges say "
                "little about the day of the week."
            )
            % {"n": len(facts.earlier)}
        )


def assumed(found: Gathered) -> Iterator[Block]:
    facts = found.facts
    if found.period.region is not None:
        yield say(
            _(
                "Only items that carry the region %(region)s are counted; most items carry no "
                "region."
            )
            % {"region": found.series.region}
        )
    if facts.items_of_other_reality:
        yield say(
            _("%(n)s items of the same hours belong to the world and are not counted.")
            % {"n": number(facts.items_of_other_reality)}
            if found.series.is_exercise
            else _("%(n)s items of the same hours belong to an exercise and are not counted.")
            % {"n": number(facts.items_of_other_reality)}
        )
    yield say(
        _("Items count by when they were published, or else first seen; late ones change a figure.")
    )
    matcher = (
        _("version %(n)s") % {"n": found.matcher} if found.matcher else _("the version that ships")
    )
    yield say(
        (
            _("Known claims were matched by %(matcher)s of the matcher, with a sentence encoder.")
            if found.has_encoder
            else _("Known claims were matched by %(matcher)s of the matcher, by words alone.")
        )
        % {"matcher": matcher}
    )
