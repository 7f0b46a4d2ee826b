"""Take local texts in, confirm what was measured, and settle contradictions."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.alignment import rules, telling
from tangkal.desk.alignment.comparing import compare
from tangkal.desk.alignment.models import (
    AlignmentCheck,
    Confirmation,
    LocalFeed,
    LocalText,
    Resolution,
    Value,
)
from tangkal.desk.audit.commands import record
from tangkal.desk.directives import commands as directives
from tangkal.desk.directives.models import LocalPublication
from tangkal.desk.directives.states import ANSWER
from tangkal.desk.portal.cleaning import without_controls
from tangkal.desk.strategic_communication import house_queries
from tangkal.desk.strategic_communication.house_models import MessageHouse, MessageHouseVersion
from tangkal.desk.workflow import ActionDenied

MOST = 20_000  # characters of a pasted text
MOST_WORDS = 4000  # characters of a reason
WAITING_AT_ONCE = 50  # links of one house


@transaction.atomic
def take_text(
    house: MessageHouse, office: Organisation, *, text: str = "", url: str = "", by: User
) -> LocalText:
    """Take in what an office said; a pasted text is compared at once, a page by the worker.

    Raises:
        ActionDenied: role, conflict of interest, or no version is in force.
        ValidationError: nothing given, too long, no address of the web, or too many at once.
    """
    rules.check_takes(by, house)
    if house_queries.in_force(house) is None:
        raise ActionDenied(_("No version of “%(house)s” is in force.") % {"house": house})
    text, url = without_controls(text).strip(), url.strip()
    if not text and not url:
        raise ValidationError(_("Paste the text, or give the address of its page."))
    if len(text) > MOST:
        raise ValidationError(
            _("%(n)d characters; at most %(most)d are taken.") % {"n": len(text), "most": MOST}
        )
    if url:
        URLValidator(schemes=["http", "https"])(url)
    waiting = house.local_texts.filter(state__in=WAITING, text="").count()
    if not text and waiting >= WAITING_AT_ONCE:
        raise ValidationError(
            _("%(n)d pages of this house wait already; let them come first.") % {"n": waiting}
        )
    kind = LocalText.Kind.PASTED if text else LocalText.Kind.LINK
    found = LocalText.objects.create(
        house=house, organisation=office, kind=kind, text=text, url=url, taken_by=by
    )
    record(
        "alignment.taken", found, by=by, house=house.pk, office=office.pk, kind=kind,
        characters=len(text),
    )  # fmt: skip
    if text:
        compare(found, timezone.now())
    return found


@transaction.atomic
def add_feed(house: MessageHouse, office: Organisation, *, url: str, by: User) -> LocalFeed:
    """Read a regional site's feed from now on, for every house of the same issuer.

    Raises:
        ActionDenied: role, or a conflict of interest.
        ValidationError: no address of the web, or one that is read already.
    """
    rules.check_takes(by, house)
    url = url.strip()
    URLValidator(schemes=["http", "https"])(url)
    keeper = house.organisation
    if LocalFeed.objects.filter(keeper=keeper, url=url, ended_at=None).exists():
        raise ValidationError(_("%(url)s is read already.") % {"url": url})
    found = LocalFeed.objects.create(keeper=keeper, organisation=office, url=url, added_by=by)
    record("alignment.feed_added", found, by=by, office=office.pk, url=url)
    return found


@transaction.atomic
def end_feed(feed: LocalFeed, *, by: User) -> LocalFeed:
    """Stop reading a feed; what was taken from it stays.

    Raises:
        ActionDenied: not one of those who compare texts for its keeper.
    """
    feed = LocalFeed.objects.select_for_update(of=("self",)).get(pk=feed.pk)
    rules.check_keeps(by, feed)
    if feed.ended_at is None:
        feed.ended_at = timezone.now()
        feed.save(update_fields=["ended_at"])
        record("alignment.feed_ended", feed, by=by, url=feed.url)
    return feed


WAITING = (LocalText.State.WAITING, LocalText.State.READING)


def take_publication(publication: LocalPublication) -> None:
    """What an office reported for a directive waits for the worker to compare it."""
    recipient = publication.recipient
    found = LocalText.objects.create(
        house=publication.house_version.house,
        organisation=recipient.organisation,
        kind=LocalText.Kind.DIRECTIVE,
        publication=publication,
        text=publication.text,
        url=publication.url,
        taken_by=publication.reported_by,
    )
    record(
        "alignment.taken", found, by=publication.reported_by, house=found.house_id,
        office=found.organisation_id, kind=found.kind, characters=len(found.text),
    )  # fmt: skip


def compare_again(
    old: MessageHouseVersion | None, new: MessageHouseVersion, by: User | None
) -> None:
    """A new version comes into force: what is public is compared with it."""
    LocalText.objects.filter(house=new.house, state=LocalText.State.COMPARED).update(
        state=LocalText.State.WAITING, attempts=0
    )


@transaction.atomic
def confirm(made: AlignmentCheck, value: str, *, by: User, reason: str = "") -> Confirmation:
    """A person says what the text makes of a message; the measurement stays as it was.

    A contradiction goes to the office through its directive, where the text came by one.

    Raises:
        ActionDenied: role, conflict of interest, the own office's text, or an older version.
        ValidationError: a value off the scale, or no reason where it differs.
    """
    made = locked(made)
    rules.check_confirms(by, made)
    rules.check_version(made, house_queries.in_force(made.local_text.house))
    reason = shortened(reason)
    rules.check_reason_for(made, value, reason)
    if Resolution.objects.filter(check_made=made).exists():
        raise ActionDenied(_("This contradiction is settled already."))
    found = Confirmation.objects.create(check_made=made, value=value, reason=reason, by=by)
    record(
        "alignment.confirmed", made.local_text, by=by, message=made.message_id,
        measured=made.value, value=value, reason=reason,
    )  # fmt: skip
    if value == Value.CONTRADICTS:
        tell_directive(made, "mark_contradiction", by=by, why=reason or passages(made))
    elif all_carried(made.local_text, made.house_version_id):
        tell_directive(made, "mark_aligned", by=by, why=reason)
    return found


@transaction.atomic
def resolve(made: AlignmentCheck, favour: str, *, by: User, reason: str) -> Resolution:
    """Somebody with no part in it says who was right; it may well be the region.

    Raises:
        ActionDenied: role, a part in either text, nothing confirmed, or settled already.
        ValidationError: neither side named, or no reason.
    """
    made = locked(made)
    rules.check_resolves(by, made)
    reason = shortened(reason)
    if favour not in Resolution.Favour.values:
        raise ValidationError(_("Say which of the two texts is right."))
    if not reason:
        raise ValidationError(_("Say why that text is right."))
    found = Resolution.objects.create(check_made=made, favour=favour, reason=reason, by=by)
    record(
        "alignment.resolved", made.local_text, by=by, message=made.message_id, favour=favour,
        reason=reason,
    )  # fmt: skip
    if favour == Resolution.Favour.REGION:
        telling.tell_wrong_message(made, by=by)
    if not open_contradictions(made.local_text):
        why = f"{found.get_favour_display()}: {reason}"
        tell_directive(made, "resolve", by=by, why=why)
    return found


def locked(made: AlignmentCheck) -> AlignmentCheck:
    """The measurement, its text locked: two people's words come one after the other."""
    text = LocalText.objects.select_for_update(of=("self",)).get(pk=made.local_text_id)
    found = AlignmentCheck.objects.select_related(
        "house_version", "local_text__house__case", "local_text__house__organisation",
        "local_text__organisation", "local_text__publication",
    ).get(pk=made.pk)  # fmt: skip
    assert found.local_text_id == text.pk
    return found


def shortened(words: str) -> str:
    words = without_controls(words).strip()
    if len(words) > MOST_WORDS:
        raise ValidationError(
            _("%(n)d characters; at most %(most)d are taken.")
            % {"n": len(words), "most": MOST_WORDS}
        )
    return words


def passages(made: AlignmentCheck) -> str:
    """The surest contradiction as words, for the office that is asked about it."""
    if not made.contradictions:
        return made.message
    surest = max(made.contradictions, key=lambda each: each["confidence"])
    return f"{surest['central']['text']} ↔ {surest['local']['text']}"


def all_carried(text: LocalText, version_id: int) -> bool:
    """Whether people have looked at every message and found none contradicted or missing."""
    checks = AlignmentCheck.objects.filter(local_text=text, house_version=version_id)
    newest = [made.confirmations.first() for made in checks.prefetch_related("confirmations")]
    good = {Value.PRESENT.value, Value.PARTLY.value}
    return bool(newest) and all(each is not None and each.value in good for each in newest)


def open_contradictions(text: LocalText) -> list[AlignmentCheck]:
    """Those that people confirmed and nobody has settled yet."""
    checks = text.checks.filter(resolution=None).prefetch_related("confirmations")
    return [
        made
        for made in checks
        if (newest := made.confirmations.first()) and newest.value == Value.CONTRADICTS
    ]


def tell_directive(made: AlignmentCheck, action: str, *, by: User, why: str) -> None:
    """Carry a person's word over to the directive, where its own rules let this person."""
    publication = made.local_text.publication
    if publication is None:
        return
    recipient = publication.recipient
    newest = recipient.publications.first()
    roles = by.roles_at(recipient.directive.organisation)
    if newest != publication or action not in ANSWER.actions(recipient.state, roles):
        return
    command = {
        "mark_aligned": directives.mark_aligned,
        "mark_contradiction": directives.mark_contradiction,
        "resolve": directives.resolve,
    }[action]
    command(publication, by=by, why=why)
