"""The message house of a crisis, and the first statement that is filled from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import User
from tangkal.desk.audit.commands import record
from tangkal.desk.cases.models import Case
from tangkal.desk.crisis import rules
from tangkal.desk.crisis.commands.base import at_most, lock, log, touch
from tangkal.desk.crisis.commands.first_hour import tick_if_open
from tangkal.desk.crisis.models import Crisis, House, LogEntry, Topic
from tangkal.desk.strategic_communication import holding, house_queries
from tangkal.desk.strategic_communication.holding_models import HoldingStatement
from tangkal.desk.strategic_communication.holding_templates import newest_ready
from tangkal.desk.strategic_communication.house_models import MessageHouseVersion
from tangkal.desk.workflow import check_version
from tangkal.strategic_communication.holding import asked
from tangkal.strategic_communication.placeholders import NAMED

MOST_UMBRELLA_WORDS = 27
MOST_PILLARS = 3
LINES = {
    "event": 300,
    "affected": 200,
    "process": 300,
    "commitment": 300,
    "protective_action": 300,
    "source": 200,
    "contact": 200,
}
TEXTS = ("confirmed", "unknown", "do_not_say")
MOST_TEXT = 1500
MUST_BE_SAID = 3  # importance of a pillar


@transaction.atomic
def save_house(
    crisis: Crisis,
    fields: Mapping[str, str],
    pillars: Sequence[Mapping[str, str]],
    *,
    by: User,
    expected_version: int,
    truth_as_of: datetime | None = None,
) -> House:
    """Keep roof, pillars, what is confirmed and what is not known.

    Args:
        fields: umbrella, confirmed, unknown … by name; what is not told is empty.
        pillars: at most three, each a sentence with its proof.
        truth_as_of: until when the facts were checked.

    Raises:
        ActionDenied: the person does not work in the room.
        ValidationError: a roof of more than 27 words, or a pillar without proof.
        StaleObject: somebody changed the house meanwhile.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    rows = House.objects.select_for_update(of=("self",)).select_related("changed_by")
    house = rows.get(crisis=crisis)
    check_version(house, expected_version)
    house.umbrella = checked_umbrella(fields.get("umbrella", ""))
    house.pillars = checked_pillars(pillars)
    for name, most in LINES.items():
        setattr(house, name, at_most(fields.get(name, "").strip(), most))
    for name in TEXTS:
        setattr(house, name, at_most(fields.get(name, "").strip(), MOST_TEXT))
    house.truth_as_of = truth_as_of or house.truth_as_of
    house.version += 1
    house.changed_by = by
    house.save()
    record("crisis.house_saved", house, by=by, crisis=crisis.pk, version=house.version)
    if house.confirmed and house.unknown:
        tick_if_open(crisis, "facts", by=by)
    touch(crisis, Topic.HEAD)
    return house


def checked_umbrella(text: str) -> str:
    words = text.split()
    if len(words) > MOST_UMBRELLA_WORDS:
        raise ValidationError(
            _("The roof has %(n)d words; it holds at most %(most)d.")
            % {"n": len(words), "most": MOST_UMBRELLA_WORDS}
        )
    return at_most(" ".join(words), 400)


def checked_pillars(pillars: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The pillars that have a text, each with its proof."""
    found: list[dict[str, str]] = []
    for each in pillars:
        text, proof = each.get("text", "").strip(), each.get("proof", "").strip()
        if proof and not text:
            raise ValidationError(
                _("A proof stands here without its pillar: %(proof)s") % {"proof": proof}
            )
        if text and not proof:
            raise ValidationError(_("A pillar needs its proof: %(text)s") % {"text": text})
        if text:
            found.append({"text": at_most(text, 300), "proof": at_most(proof, 300)})
    if len(found) > MOST_PILLARS:
        raise ValidationError(_("A message house stands on at most three pillars."))
    return found


@transaction.atomic
def draft_statement(
    crisis: Crisis, case: Case, *, by: User, language: str = "id"
) -> HoldingStatement:
    """Fill the newest approved template from the message house: one step to a first statement.

    Where the case has a message house in force, its approved words go first. What neither
    house says stays an open place that the writer fills; the next update is the one announced
    in the room.

    Raises:
        ActionDenied: no approved template, the role, a conflict of interest; a case that is not
            of this crisis.
    """
    crisis = lock(crisis)
    rules.check_may_work(by, crisis)
    if not crisis.cases.filter(pk=case.pk).exists():
        raise ValidationError(
            _("Case %(number)s is not one of this crisis.") % {"number": case.number}
        )
    template = newest_ready(case.lead_organisation, language=language)
    known = values_of(House.objects.get(crisis=crisis), house_queries.in_force_on(case))
    wanted = asked(template.parts)
    statement = holding.draft_holding(
        case,
        {name: words for name, words in known.items() if name in wanted and words},
        by,
        template=template,
        next_update_at=crisis.next_update_at,
    )
    log(crisis, LogEntry.Kind.ACTION, _("Holding statement drafted from the message house."), by=by)
    return statement


def values_of(house: House, version: MessageHouseVersion | None) -> dict[str, str]:
    """What the two houses say, by the names of the places of a statement.

    Args:
        house: the room's own, of which everything that was written down stays.
        version: the case's, in force; None where it has none.
    """
    places = (*LINES, "confirmed", "unknown")
    own = {name: str(getattr(house, name)).rstrip(". ") for name in places}
    if version is None:
        return own
    said = approved_words(version)
    confirmed = [words for words in (said.pop("confirmed"), own["confirmed"]) if words]
    return {
        **own,
        **{name: words for name, words in said.items() if not own[name]},
        "confirmed": ". ".join(confirmed),
    }


def approved_words(version: MessageHouseVersion) -> dict[str, str]:
    """What must be said, what to do and where to read it, as an approver put it in force.

    A pillar with a place for local words is left out: nobody here can fill it.
    """
    content = house_queries.read(version)
    pillars = [
        pillar
        for pillar in content.pillars
        if pillar.importance == MUST_BE_SAID and not NAMED.search(pillar.text)
    ]
    facts = dict.fromkeys([content.umbrella, *(pillar.text for pillar in pillars)])
    actions = next((pillar.actions for pillar in pillars if pillar.actions), "")
    source = next((pillar.source for pillar in pillars if pillar.source), "")
    return {
        "confirmed": ". ".join(fact.rstrip(". ") for fact in facts if fact),
        # It goes on with a sentence of the template: “For now, please …”.
        "protective_action": (actions[:1].lower() + actions[1:]).rstrip(". "),
        "source": source,
    }
