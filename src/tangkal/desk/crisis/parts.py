"""The pieces of a room: each has a topic, a template, and what that template is told."""

from collections.abc import Mapping
from typing import Any

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
    return {
        "entries": queries.log_of(crisis, newest=queries.LOG_SHOWN),
        "kinds": LogEntry.Kind.choices,
    }


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
