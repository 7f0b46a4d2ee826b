"""A draft's material as sentences, tables and charts, in the language that is active.

Measurements only: what they mean is written by a person. No sentence rates anybody, and none
calls a quiet hour calm where nothing was received.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tangkal.desk.cases.models import Case, Verdict
from tangkal.desk.coordination.words import BEHAVIOURS
from tangkal.desk.situation_reports import gaps
from tangkal.desk.situation_reports.document import Block, Ledger, chart, say, table, warn
from tangkal.desk.situation_reports.gathering import Asked, Gathered, items_of, narratives_of
from tangkal.desk.ui import vocabulary
from tangkal.desk.ui.charts import number
from tangkal.desk.ui.moments import in_words
from tangkal.desk.ui.timezones import local
from tangkal.impact_analysis.breakout import spread_level
from tangkal.situational_insight.report import Carried, Part, silent_hours
from tangkal.situational_insight.report.changes import Change

HOUR = timedelta(hours=1)
HOURS_A_DAY = 24
SHOWN = 5  # changes of each kind
PLATFORMS = 3
ONE_TEXT = 0.3  # of all items, from which copies of one text are worth a sentence
UNKNOWN = "–"


def sections(found: Gathered, ledger: Ledger) -> dict[str, list[Block]]:
    """The measured blocks of each part."""
    return {
        Part.CHANGES.value: list(changes(found, ledger)),
        Part.THEMES.value: list(themes(found, ledger)),
        Part.FALSE_ITEMS.value: list(false_items(found, ledger)),
        Part.COMMUNITIES.value: list(communities(found, ledger)),
        Part.QUESTIONS.value: list(questions(found, ledger)),
        Part.GAPS.value: list(gaps.told(found, ledger)),
    }


# -- addresses -----------------------------------------------------------------------------


def explorer(found: Gathered, **more: str) -> str:
    """The explorer with this report's period and place; its days are whole ones."""
    last = local(found.period.until - timedelta(seconds=1)).date()
    asked = {
        "first": local(found.period.since).date().isoformat(),
        "last": last.isoformat(),
        **({"region": found.period.region} if found.period.region else {}),
        **more,
    }
    return f"{reverse('explorer')}?{urlencode(asked)}"


def title(found: Gathered, narrative_id: str) -> str:
    return _("“%(title)s”") % {"title": found.titles.get(narrative_id, narrative_id)}


def cited_items(
    found: Gathered, ledger: Ledger, narrative_id: str, items: int, *, key: str = "items"
) -> str:
    return ledger.cite(
        f"narrative:{narrative_id}:{key}",
        items,
        _("Items of the narrative %(title)s in the period") % {"title": title(found, narrative_id)},
        explorer(found, narrative=narrative_id),
    )


# -- what changed --------------------------------------------------------------------------


def changes(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    if found.last is None:
        yield say(_("This is the first report of its series; there is none to compare it with."))
    elif found.changes is None:
        yield warn(_("The narratives cannot be compared: the items could not be read."))
    elif found.facts.is_empty:
        yield warn(_("The narratives cannot be compared: no item was received."))
    else:
        yield say(
            _("Compared with number %(n)s, %(since)s to %(until)s.")
            % {
                "n": found.last.number,
                "since": in_words(found.last.since),
                "until": in_words(found.last.until),
            }
        )
        yield from moved(found, ledger)
    yield from judged(found, ledger)
    yield from published(found, ledger)
    if found.voids and found.voids.new:
        yield say(
            ngettext(
                "%(n)s question that nothing answers is new; see part 6.",
                "%(n)s questions that nothing answers are new; see part 6.",
                found.voids.new,
            )
            % {"n": number(found.voids.new)}
        )


def moved(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    """New, grown, faded and joined narratives."""
    assert found.changes is not None
    kinds = (
        (pgettext("narrative", "new"), found.changes.new),
        (pgettext("narrative", "grew"), found.changes.grown),
        (pgettext("narrative", "faded"), found.changes.faded),
    )
    rows = [row for word, kind in kinds for row in moved_rows(found, ledger, word, kind)]
    if rows:
        yield table(
            _("Narratives that changed more than counting alone explains"),
            (
                pgettext("report", "Change"),
                _("Narrative"),
                _("Items now"),
                _("Items in the last report"),
            ),
            rows,
        )
    else:
        yield say(_("No narrative is new, grew or faded more than counting alone explains."))
    left = sum(max(0, len(kind) - SHOWN) for _word, kind in kinds)
    if left:
        yield say(
            ngettext(
                "%(n)s more narrative changed and is not listed.",
                "%(n)s more narratives changed and are not listed.",
                left,
            )
            % {"n": ledger.cite("changes:more", left, _("Changed, not listed"), explorer(found))}
        )
    yield from joined(found)


def joined(found: Gathered) -> Iterator[Block]:
    """Narratives that are one now: those that have a name by name, the others as a number."""
    assert found.changes is not None
    named = [pair for pair in found.changes.merged if found.titles.keys() >= {*pair}][:SHOWN]
    for merged in named:
        yield say(
            _("%(gone)s is counted with %(kept)s now: they turned out to be one narrative.")
            % {"gone": title(found, merged.gone_id), "kept": title(found, merged.narrative_id)}
        )
    if rest := len(found.changes.merged) - len(named):
        yield say(
            ngettext(
                "%(n)s other small narrative was joined with a larger one.",
                "%(n)s other small narratives were joined with larger ones.",
                rest,
            )
            % {"n": number(rest)}
        )


def moved_rows(
    found: Gathered, ledger: Ledger, word: str, kind: Sequence[Change]
) -> Iterator[tuple[str, ...]]:
    for change in kind[:SHOWN]:
        yield (
            word,
            title(found, change.narrative_id),
            cited_items(found, ledger, change.narrative_id, change.items),
            number(change.before),
        )


def judged(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    n = len(found.verdicts)
    if not n:
        yield say(
            _("No verdict was approved since %(when)s.") % {"when": in_words(found.since_last)}
        )
        return
    cited = ledger.cite(
        "verdicts", n, _("Verdicts approved since the last report"), reverse("cases")
    )
    yield table(
        ngettext("%(n)s new verdict", "%(n)s new verdicts", n) % {"n": n},
        (_("Case"), _("Claim"), _("Verdict")),
        [
            (verdict.case.number, shortened(verdict.claim.text), verdict_word(verdict))
            for verdict in found.verdicts
        ],
    )
    yield say(
        ngettext(
            "%(n)s verdict was approved since %(when)s.",
            "%(n)s verdicts were approved since %(when)s.",
            n,
        )
        % {"n": cited, "when": in_words(found.since_last)}
    )


def published(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    n = len(found.publications)
    if not n:
        yield say(
            _("No clarification was published since %(when)s.")
            % {"when": in_words(found.since_last)}
        )
        return
    cited = ledger.cite(
        "publications", n, _("Clarifications published since the last report"), reverse("portal")
    )
    yield say(
        ngettext(
            "%(n)s clarification was published: %(titles)s.",
            "%(n)s clarifications were published: %(titles)s.",
            n,
        )
        % {
            "n": cited,
            "titles": "; ".join(shortened(each.headline) for each in found.publications[:SHOWN])
            + ("; …" if n > SHOWN else ""),
        }
    )


# -- themes and volume ---------------------------------------------------------------------


def themes(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    facts = found.facts
    if not facts.is_known:
        yield warn(
            _("The items could not be read, so nothing can be said about volume: %(fault)s")
            % {"fault": facts.fault}
        )
        return
    if facts.is_empty:
        yield warn(
            _("No item was received for this period. That is a gap in what we see, not calm.")
        )
        return
    yield say(total(found, ledger))
    if hours := silent_hours(facts):
        yield warn(
            _(
                "Nothing was received in the last %(n)s hours: a count within or below its usual "
                "range may be a gap."
            )
            % {"n": hours}
        )
    yield say(by_platform(found, ledger))
    yield from copied(found, ledger)
    yield table(
        _("The largest narratives, each against its own usual range"),
        (
            _("Narrative"),
            _("Items"),
            _("Usual range"),
            _("Now"),
            _("Platforms"),
            _("Different texts"),
        ),
        [theme_row(found, ledger, each) for each in facts.leading],
    )
    yield from charts(found)


def total(found: Gathered, ledger: Ledger) -> str:
    facts = found.facts
    items = ledger.cite("items", facts.items, _("Items in the period"), explorer(found))
    narratives = ledger.cite(
        "narratives", facts.narratives, _("Narratives of two or more items"), reverse("narratives")
    )
    if facts.usual is None:
        return _(
            "%(items)s items in %(hours)s hours, in %(narratives)s narratives. There is no usual "
            "range to compare with yet: only %(n)s earlier days are known."
        ) % {
            "items": items,
            "hours": found.period.hours,
            "narratives": narratives,
            "n": len(facts.earlier),
        }
    return _(
        "%(items)s items in %(hours)s hours, in %(narratives)s narratives: %(place)s the usual "
        "range of %(low)s to %(high)s, which rests on the same hours of %(n)s earlier days."
    ) % {
        "items": items,
        "hours": found.period.hours,
        "narratives": narratives,
        "place": place_words()[facts.usual.place_of(facts.items)],
        "low": number(facts.usual.low),
        "high": number(facts.usual.high),
        "n": facts.usual.stretches,
    }


def place_words() -> dict[str, str]:
    return {
        "above": pgettext("usual range", "above"),
        "within": pgettext("usual range", "within"),
        "below": pgettext("usual range", "below"),
    }


def by_platform(found: Gathered, ledger: Ledger) -> str:
    facts = found.facts
    parts = [
        _("%(platform)s %(items)s (%(share)s%%)")
        % {
            "platform": name,
            "items": ledger.cite(
                f"platform:{name}",
                items,
                _("Items on %(platform)s in the period") % {"platform": name},
                explorer(found, platform=name),
            ),
            "share": round(100 * items / facts.items),
        }
        for name, items in list(facts.platforms.items())[:PLATFORMS]
    ]
    return _("Most came from: %(platforms)s.") % {"platforms": ", ".join(parts)}


def copied(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    """A flood of one text is volume, and says little about how many people care."""
    for each in found.facts.leading:
        share = each.families.largest / found.facts.items
        if share >= ONE_TEXT:
            yield warn(
                _("Copies of one text, of %(title)s, are %(share)s of all items: %(items)s.")
                % {
                    "title": title(found, each.narrative_id),
                    "share": f"{round(100 * share)}%",
                    "items": ledger.cite(
                        f"narrative:{each.narrative_id}:largest_text",
                        each.families.largest,
                        _("Items that copy one text of the narrative %(title)s")
                        % {"title": title(found, each.narrative_id)},
                        explorer(found, narrative=each.narrative_id),
                    ),
                }
            )


def theme_row(found: Gathered, ledger: Ledger, each: Carried) -> tuple[str, ...]:
    usual = each.usual
    return (
        title(found, each.narrative_id),
        cited_items(found, ledger, each.narrative_id, each.items),
        _("%(low)s to %(high)s") % {"low": number(usual.low), "high": number(usual.high)}
        if usual
        else _("not known yet"),
        place_words()[usual.place_of(each.items)] if usual else UNKNOWN,
        ", ".join(list(each.platforms)[:PLATFORMS]),
        ledger.cite(
            f"narrative:{each.narrative_id}:texts",
            each.families.texts,
            _("Different texts of the narrative %(title)s")
            % {"title": title(found, each.narrative_id)},
            explorer(found, narrative=each.narrative_id),
        ),
    )


def charts(found: Gathered) -> Iterator[Block]:
    facts = found.facts
    if facts.earlier:
        yield chart(
            "volume",
            _("Items in the same hours of each day")
            if found.period.hours <= HOURS_A_DAY
            else _("Items in earlier stretches of the same length"),
            [*facts.earlier, (facts.since, facts.items)],
            usual=facts.usual,
            suggestion=volume_says(found),
            address=explorer(found),
        )
    if found.period.hours > 1:
        yield chart(
            "hours",
            _("Items an hour in the period"),
            hourly(facts.since, facts.hours),
            usual=None,
            suggestion=peak_says(facts.since, facts.hours),
            address=explorer(found),
        )
        for each in facts.leading[:1]:
            yield chart(
                "leading",
                _("Items an hour of the largest narrative, %(title)s")
                % {"title": title(found, each.narrative_id)},
                hourly(facts.since, each.hours),
                usual=None,
                suggestion=peak_says(facts.since, each.hours),
                address=reverse("narrative", args=[each.narrative_id]),
            )


def hourly(since: datetime, counts: Sequence[int]) -> list[tuple[datetime, int]]:
    return [(since + place * HOUR, count) for place, count in enumerate(counts)]


def volume_says(found: Gathered) -> str:
    facts = found.facts
    if facts.usual is None:
        return ""
    return _("The volume is %(place)s its usual range.") % {
        "place": place_words()[facts.usual.place_of(facts.items)]
    }


def peak_says(since: datetime, counts: Sequence[int]) -> str:
    top = max(counts)
    return _("The most in one hour were %(top)s, in the hour from %(at)s.") % {
        "top": number(top),
        "at": in_words(since + counts.index(top) * HOUR),
    }


# -- false or misleading items -------------------------------------------------------------


def false_items(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    if found.cases:
        yield table(
            _("Cases about a claim, the widest spread in the period first"),
            (
                _("Claim"),
                _("Origin"),
                _("Spread in the period"),
                pgettext("scale", "Breakout"),
                _("Verdict"),
                _("Confidence"),
            ),
            [case_row(found, ledger, case) for case in found.cases],
        )
    else:
        yield say(_("No case about a claim is open, and none was judged in the period."))
    if found.facts.leading:
        yield say(without_case(found))


def case_row(found: Gathered, ledger: Ledger, case: Case) -> tuple[str, ...]:
    claim = max(case.claims.all(), key=lambda each: each.pk)
    assessment = next(iter(case.assessments.all()), None)
    items = items_of(case, found.facts, found.moved)
    return (
        f"{case.number}: {shortened(claim.text)}",
        origin(case),
        ledger.cite(
            f"case:{case.number}:items",
            items,
            _("Items of the narratives of case %(number)s") % {"number": case.number},
            reverse("case", args=[case.number]),
        )
        if found.facts.is_known
        else _("not known"),
        breakout(found, case),
        verdict_of(case),
        confidence_words().get(assessment.confidence, assessment.confidence)
        if assessment
        else _("not judged yet"),
    )


def confidence_words() -> dict[str, str]:
    return {
        "low": pgettext("confidence", "low"),
        "moderate": pgettext("confidence", "moderate"),
        "high": pgettext("confidence", "high"),
    }


def origin(case: Case) -> str:
    """Where and when it was first seen: a platform, never an account."""
    signals = list(case.signals.all())
    if not signals:
        return _("not known")
    first = min(signals, key=lambda each: each.first_seen_at)
    platform = max(first.platforms, key=lambda name: first.platforms[name], default="")
    when = in_words(first.first_seen_at)
    return f"{platform}, {when}" if platform else when


def breakout(found: Gathered, case: Case) -> str:
    """The level an analyst judged; else what evidence or counts show, the least it can be."""
    assessment = next(iter(case.assessments.all()), None)
    if assessment:
        return pgettext("breakout", "%(level)s (judged)") % {"level": assessment.breakout}
    names = narratives_of([case], found.moved)
    level = max((found.levels[name] for name in names if name in found.levels), default=None)
    if level is not None and level.is_flagged:
        return pgettext("breakout", "%(level)s (by evidence)") % {"level": level.level}
    platforms: dict[str, int] = {}
    for each in found.facts.leading:
        if each.narrative_id in names:
            for name, items in each.platforms.items():
                platforms[name] = platforms.get(name, 0) + items
    if level is None and not platforms:
        return _("not known")
    counted = spread_level(platforms).level if platforms else 0
    return pgettext("breakout", "at least %(level)s (counted)") % {
        "level": max(counted, level.level if level else 0)
    }


def verdict_word(verdict: Verdict) -> str:
    return str(vocabulary.find(vocabulary.VERDICTS, verdict.value).label)


def verdict_of(case: Case) -> str:
    """The newest verdict with its state: one that is not approved is no verdict yet."""
    verdict = next(iter(case.verdicts.all()), None)
    if verdict is None:
        return _("none yet")
    if verdict.state in {"DISETUJUI", "TERBIT"}:
        return f"{verdict_word(verdict)} ({verdict.get_state_display()})"
    return str(verdict.get_state_display())


def without_case(found: Gathered) -> str:
    names = narratives_of(found.cases, found.moved)
    without = sum(each.narrative_id not in names for each in found.facts.leading)
    return _(
        "%(without)s of the %(n)s largest narratives belong to no case listed here; whether what "
        "they say is true was not judged."
    ) % {"without": without, "n": len(found.facts.leading)}


# -- communities, questions ----------------------------------------------------------------


def communities(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    if found.communities:
        yield table(
            _("Communities of accounts that shared together"),
            (_("Mostly shared"), _("Accounts"), _("How"), _("Narratives")),
            [
                (
                    shortened(each.label),
                    ledger.cite(
                        f"community:{each.pk}",
                        len(each.accounts),
                        _("Accounts of community %(n)s") % {"n": each.pk},
                        reverse("coordination-community", args=[each.pk]),
                    ),
                    ", ".join(str(BEHAVIOURS.get(kind, kind)) for kind in each.behaviours),
                    ", ".join(title(found, name) for name, _n in each.narratives[:2]) or UNKNOWN,
                )
                for each in found.communities
            ],
        )
    else:
        yield say(_("No community of five or more accounts shared together in the period."))
    if found.small_groups:
        yield say(
            ngettext(
                "%(n)s smaller group is not described: it would point at persons.",
                "%(n)s smaller groups are not described: they would point at persons.",
                found.small_groups,
            )
            % {"n": found.small_groups}
        )
    yield say(
        _(
            "Shared together means more often than chance explains. It says nothing of who is "
            "behind an account, or why."
        )
    )


def questions(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    if found.asked is not None:
        yield from at_the_portal(found.asked, ledger)
    else:
        yield say(
            _(
                "Citizens' questions at the portal carry no region and belong to no exercise; they "
                "are not counted here."
            )
        )
    yield from unanswered(found, ledger)


def at_the_portal(asked: Asked, ledger: Ledger) -> Iterator[Block]:
    address = reverse("questions")
    yield say(
        _("%(new)s questions reached the portal in the period; %(waiting)s wait for an answer.")
        % {
            "new": ledger.cite("questions:new", asked.new, _("Questions at the portal"), address),
            "waiting": ledger.cite(
                "questions:waiting",
                asked.waiting,
                _("Questions that wait for an answer"),
                address,
            ),
        }
    )
    if asked.most:
        yield table(
            _("Asked most at the portal"),
            (_("Question"), _("Times"), pgettext("report", "Answered")),
            [
                (shortened(text), number(times), _("yes") if answered else _("no"))
                for text, times, answered in asked.most
            ],
        )


def unanswered(found: Gathered, ledger: Ledger) -> Iterator[Block]:
    """Voids: asked in public, and nothing of ours answers it."""
    voids = found.voids
    if voids is None:
        yield say(_("Questions in public posts were not measured for this period."))
        return
    if voids.is_stale:
        yield warn(
            _("Questions in public posts were last measured %(when)s, which is not this period.")
            % {"when": in_words(voids.measured_at)}
        )
    address = reverse("voids")
    yield say(
        _("%(n)s questions asked in public have no answer; %(new)s of them are new.")
        % {
            "n": ledger.cite(
                "voids", voids.total, _("Questions in public without an answer"), address
            ),
            "new": ledger.cite(
                "voids:new", voids.new, _("Of those, first asked since the last report"), address
            ),
        }
    )
    if voids.largest:
        yield table(
            _("Asked in public and not answered, by most people first"),
            (_("Question"), _("People"), _("First asked")),
            [
                (shortened(each.question), number(each.people), in_words(each.first_at))
                for each in voids.largest
            ],
        )


def shortened(text: str, most: int = 140) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def top_line(found: Gathered) -> str:
    """A beginning for the person who writes the top line; the brackets must be filled."""
    facts = found.facts
    if not facts.is_known or facts.is_empty:
        return _("[What we do not see, and why] [What this means for today's decisions]")
    first = title(found, facts.leading[0].narrative_id) if facts.leading else ""
    place = (
        _("%(place)s the usual range") % {"place": place_words()[facts.usual.place_of(facts.items)]}
        if facts.usual
        else _("without a usual range to compare with")
    )
    return _("[What matters most] %(items)s items, %(place)s; largest: %(title)s. [So what]") % {
        "items": number(facts.items),
        "place": place,
        "title": first or UNKNOWN,
    }
