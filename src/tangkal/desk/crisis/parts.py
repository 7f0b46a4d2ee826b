"""The pieces of a room: each has a topic, a template, and what that template is told."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tangkal.desk.accounts.models import User
from tangkal.desk.crisis import queries, rules
from tangkal.desk.crisis.models import Crisis, LogEntry, Topic

TEMPLATES = {topic: f"crisis/parts/{topic}.html" for topic in Topic}
MAIN = (Topic.CHECKLIST, Topic.LOG)
SIDE = (Topic.UPDATE, Topic.TEAM, Topic.ANSWERS, Topic.REGIONS)


def context_of(crisis: Crisis, topic: str, reader: User) -> Mapping[str, Any]:
    """What one piece shows to one reader."""
    shared = {"crisis": crisis, "may_work": rules.may_work(reader, crisis)}
    return {**shared, **READS[Topic(topic)](crisis)}


def head(crisis: Crisis) -> dict[str, Any]:
    return {"proposals": crisis.proposals.filter(state="waiting").select_related("by")}


def checklist(crisis: Crisis) -> dict[str, Any]:
    rows = queries.checklist(crisis)
    return {"checklist": rows, "done": sum(row.mark is not None for row in rows)}


def log(crisis: Crisis) -> dict[str, Any]:
    return {"entries_drawn": entries_drawn(crisis), "kinds": LogEntry.Kind.choices}


# The newest entries as they were last drawn, by what they were drawn from and for whom.
_drawn: OrderedDict[tuple[object, ...], SafeString] = OrderedDict()
MOST_DRAWN = 32


def entries_drawn(crisis: Crisis) -> SafeString:
    """The newest entries as HTML: the same for everybody in the room, who all ask at once.

    Entries are only ever added, so the newest one tells whether anything is new. Read before
    the others: what is drawn may then be newer than its name, and never older.
    """
    newest = crisis.log.values_list("pk", "entered_at", "text").first()
    place = (get_language(), timezone.get_current_timezone_name(), timezone.localdate())
    name = (crisis.pk, newest, *place)
    found = _drawn.get(name)
    if found is None:
        rows = queries.log_of(crisis, newest=queries.LOG_SHOWN)
        found = render_to_string("crisis/entries.html", {"entries": rows, "crisis": crisis})
        _drawn[name] = found
        while len(_drawn) > MOST_DRAWN:
            _drawn.popitem(last=False)
    return found


def team(crisis: Crisis) -> dict[str, Any]:
    return {"team": queries.team(crisis), "present": queries.in_the_room(crisis)}


def answers(crisis: Crisis) -> dict[str, Any]:
    return {"questions": queries.questions_of(crisis)}


def update(crisis: Crisis) -> dict[str, Any]:
    return {"briefing": crisis.briefings.select_related("by").first()}


def regions(crisis: Crisis) -> dict[str, Any]:
    return {"alerts": queries.alerts_of(crisis)}


READS = {
    Topic.HEAD: head,
    Topic.CHECKLIST: checklist,
    Topic.LOG: log,
    Topic.TEAM: team,
    Topic.ANSWERS: answers,
    Topic.UPDATE: update,
    Topic.REGIONS: regions,
}
