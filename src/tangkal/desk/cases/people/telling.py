"""Who hears of what happens on a case: watchers, who is assigned, who is named in a note."""

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tangkal.desk.accounts.models import User
from tangkal.desk.cases import rules
from tangkal.desk.cases.models import Case, CaseNote, Mention, Watch
from tangkal.desk.inbox.commands import tell
from tangkal.desk.inbox.models import NoticeKind

MOST_MENTIONS = 20
NAME = re.compile(r"(?<![\w@.])@([\w.+-]*\w)")

# What watchers hear of, and how the notice says it. No words of posts: they may be anything.
TOLD: Mapping[str, object] = {
    "triaged": gettext_lazy("%(number)s: triage began"),
    "sent_to_verification": gettext_lazy("%(number)s: sent to verification"),
    "signal_linked": gettext_lazy("%(number)s: a signal was linked"),
    "evidence_added": gettext_lazy("%(number)s: new evidence"),
    "verdict_submitted": gettext_lazy("%(number)s: a verdict waits for a second verifier"),
    "verdict_approved": gettext_lazy("%(number)s: a verdict was approved"),
    "verdict_withdrawn": gettext_lazy("%(number)s: a verdict was withdrawn"),
    "verdict_corrected": gettext_lazy("%(number)s: a verdict is being corrected"),
    "impact_judged": gettext_lazy("%(number)s: the impact was judged"),
    "override_confirmed": gettext_lazy("%(number)s: a changed priority was confirmed"),
    "decided": gettext_lazy("%(number)s: a decision was taken"),
    "response_begun": gettext_lazy("%(number)s: the response began"),
    "published": gettext_lazy("%(number)s: the response was published"),
    "evaluation_begun": gettext_lazy("%(number)s: the evaluation began"),
    "closed": gettext_lazy("%(number)s: closed"),
    "reopened": gettext_lazy("%(number)s: opened again"),
    "merged_into": gettext_lazy("%(number)s: merged into another case"),
    "merge_received": gettext_lazy("%(number)s: took in another case"),
    "merge_undone": gettext_lazy("%(number)s: a merge was taken back"),
}
KINDS = {"reopened": NoticeKind.REOPENED}


def tell_watchers(case: Case, event: str, *, by: User | None) -> int:
    """Tell whoever watches a case, if this event is one they hear of; answers how many."""
    words = TOLD.get(event)
    if words is None:
        return 0
    return tell(
        watchers(case),
        kind=KINDS.get(event, NoticeKind.WATCHED),
        subject_url=address_of(case),
        title=lambda: str(words) % {"number": case.number},
        case=case,
        by=by,
    )


def watchers(case: Case) -> list[User]:
    """The people who watch a case and may still read it."""
    found = Watch.objects.filter(case=case, user__is_active=True).select_related("user")
    return [watch.user for watch in found if rules.can_read(watch.user, case)]


def tell_assigned(case: Case, to: User, *, by: User) -> None:
    tell(
        [to],
        kind=NoticeKind.ASSIGNED,
        subject_url=address_of(case),
        title=lambda: _("%(number)s is yours now") % {"number": case.number},
        case=case,
        by=by,
    )


def mention(note: CaseNote) -> list[str]:
    """Tell whoever a note names by an @; answers the names of whom it could not tell.

    Only people who read the case are told: a name in a note opens no case to anybody.
    """
    names = list(dict.fromkeys(NAME.findall(note.text)))[:MOST_MENTIONS]
    found = {user.username: user for user in User.objects.filter(username__in=names)}
    told = [u for u in found.values() if u.is_active and rules.can_read(u, note.case)]
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in told])
    number = note.case.number
    tell(
        told,
        kind=NoticeKind.MENTIONED,
        subject_url=f"{address_of(note.case)}#notes",
        title=lambda: (
            _("%(name)s names you in a note of %(number)s")
            % {"name": note.by.display_name, "number": number}
        ),
        case=note.case,
        by=note.by,
    )
    reached = {user.username for user in told}
    return [name for name in names if name not in reached]


def address_of(case: Case) -> str:
    return reverse("case", args=[case.number])
