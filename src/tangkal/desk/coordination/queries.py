"""Read runs and communities, and what was shared, for the pages."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.cases.items import current_ids
from tangkal.desk.cases.models import Signal
from tangkal.desk.cases.states import SignalState
from tangkal.desk.coordination import rules
from tangkal.desk.coordination.models import AllowedEntry, Community, Run, Sighting

LATEST_RUNS = 10


def visible_communities(user: User, *, is_exercise: bool) -> list[Community]:
    """What this person may read, latest first; merged ones stand in what took them up."""
    found = (
        Community.objects.filter(is_exercise=is_exercise, merged_into=None)
        .select_related("signal")
        .defer("volume")
    )
    return [community for community in found if rules.can_read(user, community)]


def latest_runs(*, is_exercise: bool) -> QuerySet[Run]:
    return (
        Run.objects.filter(is_exercise=is_exercise)
        .select_related("asked_by")
        .annotate(found=Count("sightings"))[:LATEST_RUNS]
    )


def runs_under_way() -> bool:
    return Run.objects.filter(state__in=[Run.State.WAITING, Run.State.RUNNING]).exists()


def sightings_of(run: Run, user: User) -> list[Sighting]:
    """The communities of a run that this person may read, largest first."""
    found = run.sightings.select_related("community").defer("drawing").order_by("number")
    return [sighting for sighting in found if rules.can_read(user, sighting.community)]


def region_names(communities: Iterable[Community]) -> dict[str, str]:
    codes = {code for community in communities for code, _items in community.regions}
    return dict(Region.objects.filter(pk__in=codes).values_list("code", "name"))


def narrative_titles(communities: Iterable[Community]) -> dict[str, str]:
    """Titles of narratives that have a signal; the others go by their identifier."""
    ids = {name for community in communities for name, _items in community.narratives}
    now = current_ids(ids)
    told = Signal.objects.filter(narrative_id__in=set(now.values()))
    told = told.exclude(state=SignalState.DUPLICATE)
    titles = dict(told.values_list("narrative_id", "title"))
    return {name: titles[now[name]] for name in ids if now[name] in titles}


def in_force(now: datetime) -> QuerySet[AllowedEntry]:
    """Entries that a run leaves out now."""
    return AllowedEntry.objects.filter(
        ended_at=None, until__gte=timezone.localdate(now)
    ).select_related("added_by")


def allowed_entries() -> QuerySet[AllowedEntry]:
    return AllowedEntry.objects.select_related("added_by", "ended_by")
