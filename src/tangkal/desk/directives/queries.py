"""Read directives, their offices and an office's answers, each for whom it is there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, Region, User
from tangkal.desk.directives import rules
from tangkal.desk.directives.addressing import addressed, governments
from tangkal.desk.directives.models import Act, Directive, LocalPublication, Recipient
from tangkal.desk.directives.states import AnswerState
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.strategic_communication.house_queries import houses_for
from tangkal.desk.ui.charts.provinces import province_of

SHOWS = (
    "all",
    "addressed",
    "unaddressed",
    "late",
    "unconfirmed",
    "unpublished",
    "published",
    "asking",
    "contradicting",
)


def directives_of(reader: User) -> QuerySet[Directive]:
    """Directives of the offices that this person reads."""
    found = Directive.objects.filter(rules.issued(reader))
    return found.select_related("organisation", "house_version__house")


def to_be_updated(directive: Directive, office: Organisation) -> list[LocalPublication]:
    """What an office published that no longer holds, and that is public still as far as we know."""
    found = LocalPublication.objects.filter(
        recipient__directive=directive,
        recipient__organisation=office,
        recall_asked_at__isnull=False,
        taken_down_at=None,
    )
    return list(found.order_by("-reported_at", "-pk"))


def received_by(reader: User) -> QuerySet[Recipient]:
    """Present rows of the offices that this person reads, wherever the directive comes from."""
    found = Recipient.objects.filter(rules.received(reader), round=F("directive__round"))
    return found.select_related(
        "organisation__region", "directive__organisation", "directive__house_version__house__case",
        "directive__author", "directive__changed_by", "directive__approved_by",
    )  # fmt: skip


def own_offices(reader: User) -> list[int]:
    """Offices for which this person answers."""
    found: set[int] = set()
    for each in reader.active_assignments:
        found.add(each.scope_id)
        if each.scope.type == Organisation.Type.UNIT and each.scope.parent_id:
            found.add(each.scope.parent_id)
    return sorted(found)


def to_answer(reader: User, *, is_exercise: bool) -> QuerySet[Recipient]:
    """What came to the person's own offices, the most pressing first."""
    rows = received_by(reader).filter(
        organisation__in=own_offices(reader), directive__is_exercise=is_exercise
    )
    return rows.order_by(F("next_call_at").asc(nulls_last=True), "-sent_at", "pk")


def readable_versions(reader: User) -> QuerySet[MessageHouseVersion]:
    """Versions of the houses that this person reads, in force or not."""
    found = MessageHouseVersion.objects.filter(house__in=houses_for(reader))
    return found.select_related("house__organisation", "house__case")


def reach(directive: Directive) -> int:
    """How many offices a directive that has not gone out would go to."""
    return len(addressed(directive.organisation, directive.audience))


def versions_for(writer: User) -> list[MessageHouseVersion]:
    """Versions in force of the houses on which this person may write directives."""
    standing = MessageHouseVersion.objects.filter(
        house__in=houses_for(writer),
        approved_at__isnull=False,
        superseded_at=None,
        withdrawn_at=None,
    ).select_related("house__organisation", "house__case")
    return [
        each
        for each in standing.order_by("-approved_at")[:200]
        if each.is_in_force and writer.has_role("penyusun", at=each.house.organisation)
    ]


# -- the offices ----------------------------------------------------------------------------


class Row(NamedTuple):
    """One office as the centre's page shows it; values and no model, since there are 546."""

    pk: int
    organisation_id: int
    name: str
    region: str | None
    state: str
    ack_due_at: datetime | None
    publish_due_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_name: str
    published_at: datetime | None
    dissented_at: datetime | None
    waiting_since: datetime | None

    @property
    def province(self) -> str:
        return province_of(self.region) or ""

    @property
    def next_due(self) -> datetime | None:
        if self.acknowledged_at is None:
            return self.ack_due_at
        return None if self.published_at or self.dissented_at else self.publish_due_at

    @property
    def is_addressed(self) -> bool:
        return bool(self.state)

    @property
    def state_label(self) -> str:
        return str(LABELS[self.state]) if self.state else _("Not addressed")


LABELS = dict(AnswerState.choices)
FIELDS = (
    "pk", "organisation_id", "organisation__name", "organisation__region_id", "state",
    "ack_due_at", "publish_due_at", "acknowledged_at", "acknowledged_name", "published_at",
    "dissented_at", "waiting_since",
)  # fmt: skip


IS_CONFIRMED = Q(acknowledged_at__isnull=False)
IS_PUBLISHED = Q(published_at__isnull=False)
IS_ASKING = Q(waiting_since__isnull=False)
IS_CONTRADICTING = Q(state=AnswerState.CONTRADICTS)


def is_late(now: datetime) -> Q:
    """Rows of which a step is past its deadline and still open; `timing.is_late` as a question."""
    return Q(acknowledged_at=None, ack_due_at__lte=now) | Q(
        published_at=None, dissented_at=None, publish_due_at__lte=now
    )


def offices_of(directive: Directive, within: Q | None = None) -> QuerySet[Recipient]:
    """Every office of the present round, or those within a scope."""
    return Recipient.objects.filter(within or Q(), directive=directive, round=directive.round)


def rows_of(found: QuerySet[Recipient]) -> QuerySet[Recipient, Any]:
    """Offices as the values of a `Row`, by their place in the tree."""
    return found.order_by("organisation__path").values_list(*FIELDS)


def unaddressed(directive: Directive) -> QuerySet[Organisation]:
    """Governments of the registry that a directive did not go to."""
    asked = Recipient.objects.filter(
        directive=directive, round=directive.round, organisation=OuterRef("pk")
    )
    return governments().exclude(Exists(asked))


def rows_of_unaddressed(found: QuerySet[Organisation]) -> QuerySet[Organisation, Any]:
    """Governments as the values of a `Row` of which nothing is asked."""
    nothing = {
        name: Value(None, DateTimeField())
        for name in ("ack", "publish", "acked", "out", "against", "since")
    }
    found = found.annotate(no_row=Value(0), no_state=Value(""), nobody=Value(""), **nothing)
    return found.order_by("path").values_list(
        "no_row", "pk", "name", "region_id", "no_state", "ack", "publish", "acked", "nobody",
        "out", "against", "since",
    )  # fmt: skip


class Joined(Sequence[Any]):
    """Rows of one list after those of another, fetched only as far as a page shows them."""

    def __init__(self, *parts: tuple[QuerySet[Any, Any], int]) -> None:
        self.parts = parts  # each with its length, counted already

    def __len__(self) -> int:
        return sum(size for _rows, size in self.parts)

    def __getitem__(self, at: Any) -> Any:
        start, stop, _step = at.indices(len(self))
        found: list[Any] = []
        before = 0
        for rows, size in self.parts:
            first, last = max(start - before, 0), min(stop - before, size)
            if first < last:
                found += rows[first:last]
            before += size
        return found


def province_names() -> dict[str, str]:
    return dict(Region.objects.filter(parent=None).order_by("code").values_list("code", "name"))


def filtered(
    found: QuerySet[Recipient], show: str, province: str, words: str, now: datetime
) -> QuerySet[Recipient]:
    """The offices that a list shows; an unknown filter is none."""
    wanted = {
        "unaddressed": Q(pk__in=[]),
        "late": is_late(now),
        "unconfirmed": ~IS_CONFIRMED,
        "unpublished": ~IS_PUBLISHED,
        "published": IS_PUBLISHED,
        "asking": IS_ASKING,
        "contradicting": IS_CONTRADICTING,
    }
    if show in wanted:
        found = found.filter(wanted[show])
    if province:
        found = found.filter(organisation__region__code__startswith=province)
    if words := words.strip():
        found = found.filter(organisation__name__icontains=words)
    return found


def among(found: QuerySet[Organisation], province: str, words: str) -> QuerySet[Organisation]:
    """The governments of a province, or with a word in their name."""
    if province:
        found = found.filter(region__code__startswith=province)
    if words := words.strip():
        found = found.filter(name__icontains=words)
    return found


# -- one office -----------------------------------------------------------------------------


def directive_of_offices(reader: User, directive_id: int) -> QuerySet[Directive]:
    """A directive, for whoever reads at least one of the offices that it went to."""
    rows = Recipient.objects.filter(rules.received(reader), directive=directive_id)
    return Directive.objects.filter(
        pk=directive_id, pk__in=rows.values("directive")
    ).select_related("organisation", "house_version__house")


def office_row(reader: User, directive_id: int, organisation_id: int) -> QuerySet[Recipient]:
    """One office's present row: for the office, for those above it, and for the centre."""
    found = Recipient.objects.filter(
        rules.received(reader) | rules.within(reader, "directive__organisation"),
        directive=directive_id,
        organisation=organisation_id,
        round=F("directive__round"),
    )
    return found.select_related(
        "organisation__region", "directive__organisation", "directive__house_version__house__case",
        "directive__author", "directive__changed_by", "directive__approved_by",
    )  # fmt: skip


def publications_of(recipient: Recipient) -> QuerySet[LocalPublication]:
    """What an office published of a directive, in all its rounds."""
    return LocalPublication.objects.filter(
        recipient__directive=recipient.directive_id,
        recipient__organisation=recipient.organisation_id,
    ).select_related("recipient", "house_version", "reported_by", "act__by")


def acts_of(recipient: Recipient) -> QuerySet[Act]:
    """What happened with an office, over all rounds, oldest first."""
    return Act.objects.filter(
        recipient__directive=recipient.directive_id,
        recipient__organisation=recipient.organisation_id,
    ).select_related("by")


def publications_readable(reader: User) -> QuerySet[LocalPublication]:
    found = rules.within(reader, "recipient__organisation") | rules.within(
        reader, "recipient__directive__organisation"
    )
    return LocalPublication.objects.filter(found & Q(file__gt=""))
