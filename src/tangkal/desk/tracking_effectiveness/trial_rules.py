"""What a test of wordings may be: the same facts, nobody targeted, two people before it starts."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import Region, User
from tangkal.desk.approvals.rules import check_second_person
from tangkal.desk.portal import wordings
from tangkal.desk.portal.models import Clarification
from tangkal.desk.portal.words import PARTS
from tangkal.desk.tracking_effectiveness.trial_models import Trial
from tangkal.desk.tracking_effectiveness.trial_states import PROPOSERS, TRIAL
from tangkal.desk.workflow import ActionDenied
from tangkal.tracking_effectiveness import locked_facts
from tangkal.tracking_effectiveness.locked_facts import Difference

# What the proposer vouches for, each by a tick of its own; all are needed.
VOUCHES = {
    "true": gettext_lazy("Both versions are true; neither leaves out what a reader needs."),
    "verdict": gettext_lazy("The verdict, the claim and the sources stand on both, unchanged."),
    "nobody": gettext_lazy(
        "Nobody is targeted: every reader draws by the same coin, and no group of people in need "
        "is compared with another."
    ),
    "harmless": gettext_lazy(
        "Whoever reads the weaker version is not put at risk by it: it is no warning that people "
        "need at once."
    ),
    "stop": gettext_lazy("Anybody who sees harm in it may stop it at once, without a reason."),
}
REWORDED = ("fact", "explanation", "fact_again", "action")  # never the claim that is answered


def visible_trials(reader: User) -> QuerySet[Trial]:
    """The tests of the organisations this person reads."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(organisation__path__startswith=path)
    rows = Trial.objects.filter(within)
    return rows.select_related("clarification", "organisation", "author", "approved_by")


def testable(reader: User) -> QuerySet[Clarification]:
    """Published answers of the own organisations that nobody doubts."""
    within = Q(pk__in=[])
    for each in reader.active_assignments:
        if each.role in PROPOSERS:
            within |= Q(issuer__path__startswith=each.scope.path)
    return Clarification.objects.filter(
        within, state=Clarification.State.PUBLISHED, doubted_at=None
    )


def readable_answers(reader: User) -> QuerySet[Clarification]:
    """Answers of the organisations this person reads, in whatever state."""
    within = Q(pk__in=[])
    for path in reader.content_scopes():
        within |= Q(issuer__path__startswith=path)
    return Clarification.objects.filter(within)


def can_propose(reader: User) -> bool:
    return reader.has_role(*PROPOSERS)


def parts_of(clarification: Clarification) -> list[tuple[str, str]]:
    """The parts that a version may word otherwise: (key, its name)."""
    return [
        (part["key"], str(PARTS.get(part["key"], part["key"])))
        for part in clarification.parts
        if part["key"] in REWORDED and part["text"].strip()
    ]


def fact_differences(trial: Trial) -> list[Difference]:
    """Facts that stand in one version only."""
    places = Region.objects.values_list("name", flat=True)
    version_a, version_b = wordings_of(trial)
    # Of 90,000 names only those that one of the two holds are looked for.
    both = f"{version_a} {version_b}".casefold()
    near = [name for name in places.iterator() if name.casefold() in both]
    return locked_facts.differences(version_a, version_b, near)


def wordings_of(trial: Trial) -> tuple[str, str]:
    answer = trial.clarification
    if not trial.part_key:
        return answer.headline, trial.headline
    return f"{answer.headline}\n{trial.part_a}", f"{trial.headline}\n{trial.part_text}"


def denies_differently(trial: Trial) -> bool:
    return locked_facts.negation_differs(*wordings_of(trial))


def faults(trial: Trial) -> list[str]:
    """Why this test may not be submitted, approved or started; empty where it may."""
    found = []
    answer = trial.clarification
    if answer.state != Clarification.State.PUBLISHED or answer.doubted_at:
        found.append(_("The answer is withdrawn or in doubt: there is nothing to test."))
    elif answer.edition != trial.edition:
        found.append(
            _("The answer was changed since this was drafted; look at both versions again.")
        )
    version_a, version_b = wordings_of(trial)
    if version_a == version_b:
        found.append(_("Both versions say it in the same words."))
    found += [said(each) for each in fact_differences(trial)]
    missing = [str(text) for key, text in VOUCHES.items() if key not in trial.vouched]
    if missing:
        found.append(_("Not vouched for: %(what)s") % {"what": " ".join(missing)})
    return found


def said(each: Difference) -> str:
    kinds = {
        "figure": _("the figure"),
        "date or number word": _("the date or number word"),
        "name or place": _("the name or place"),
    }
    return _("Facts are locked: %(kind)s “%(what)s” stands in version %(arm)s only.") % {
        "kind": kinds[each.kind],
        "what": each.what,
        "arm": each.only_in,
    }


def check_step(trial: Trial, action: str, by: User) -> str:
    """The state a step leads to.

    Raises:
        ActionDenied: state or role does not allow it, or the person wrote it.
    """
    target = TRIAL.check(trial.state, action, by.roles_at(trial.organisation))
    if action in {"approve", "send_back"}:
        check_second_person(by, [trial.author_id, *trial.writers])
    return target


def actions_of(trial: Trial, reader: User) -> list[str]:
    """What this person may do with it now."""
    held = reader.roles_at(trial.organisation)
    is_writer = reader.pk in {trial.author_id, *trial.writers}
    return [
        each
        for each in TRIAL.actions(trial.state, held)
        if not (is_writer and each in {"approve", "send_back"})
    ]


def held(trial: Trial) -> str:
    """Why it may not start just now though nothing is wrong with it: a freeze."""
    if trial.code or not (found := wordings.hold_on(trial.clarification)):
        return ""
    return _("Publishing of %(office)s stands still (%(why)s): the test starts once that ends.") % {
        "office": found.office,
        "why": found.why,
    }


def check_not_held(trial: Trial) -> None:
    if why := held(trial):
        raise ActionDenied(why)


def check_faultless(trial: Trial) -> None:
    if found := faults(trial):
        raise ActionDenied(" ".join(found))
