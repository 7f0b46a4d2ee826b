"""Ask to follow, confirm, change, stop. Each is one transaction; no trail says who it was."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tangkal.desk.accounts.models import Region
from tangkal.desk.audit.commands import record
from tangkal.desk.following import links, texts
from tangkal.desk.following.models import Choice, Follower, Rhythm, Wish
from tangkal.desk.portal.words import CATEGORIES
from tangkal.desk.questions import contacts
from tangkal.desk.questions.models import Channel, Contact
from tangkal.desk.questions.outgoing import State, say

GOOD_FOR = timedelta(hours=72)  # of a wish that nobody confirms
MOST_MAILS_A_DAY = 3  # to confirm, to one address: nobody's mailbox is flooded through us
MOST_CHOICES = 40  # of one follower

Pair = tuple[str, str]  # topic, region code; "" is all


def checked(choices: Iterable[Pair]) -> list[Pair]:
    """The choices without doubles; everything swallows whatever stands beside it.

    Raises:
        ValidationError: none, too many, or a topic or region that there is not.
    """
    found = sorted(set(choices))
    topics, regions = {topic for topic, _r in found}, {region for _t, region in found}
    if strange := sorted(topics - {"", *CATEGORIES}):
        raise ValidationError(
            _("There is no topic “%(topic)s”; choose one of: %(all)s.")
            % {"topic": strange[0], "all": ", ".join(CATEGORIES)}
        )
    known = set(Region.objects.filter(code__in=regions).values_list("code", flat=True))
    if strange := sorted(regions - {"", *known}):
        raise ValidationError(
            _("There is no region with the code “%(code)s”.") % {"code": strange[0]}
        )
    if not 1 <= len(found) <= MOST_CHOICES:
        raise ValidationError(
            _("Choose 1 to %(most)d; you chose %(number)d.")
            % {"most": MOST_CHOICES, "number": len(found)}
        )
    return [("", "")] if ("", "") in found else found


@transaction.atomic
def ask(
    address: str,
    choices: Iterable[Pair],
    rhythm: str,
    *,
    language: str,
    with_province: bool = False,
) -> Wish | None:
    """Take a wish by e-mail, and write to the address so that its owner can confirm it.

    Whoever asks learns nothing of the address: whether it follows already, or has been written
    to often enough today (None), the page says the same.

    Raises:
        ValidationError: no address, or choices that there are not.
    """
    wanted = checked(choices)
    contact = contacts.reach(Channel.EMAIL, address, language=language)
    since = timezone.now() - timedelta(days=1)
    if contact.wishes.filter(asked_at__gt=since).count() >= MOST_MAILS_A_DAY:
        return None
    wish = Wish.objects.create(
        contact=contact, choices=wanted, rhythm=Rhythm(rhythm), with_province=with_province
    )
    say(contact, texts.to_confirm(wish), key=f"follow-wish-{wish.pk}")
    record("follow.asked", None, by=None)
    return wish


def open_wish(name: str, now: datetime) -> Wish | None:
    """A wish that can still be confirmed."""
    rows = Wish.objects.select_related("contact").filter(name=name, confirmed_at=None)
    return rows.filter(asked_at__gt=now - GOOD_FOR, contact__ended_at=None).first()


@transaction.atomic
def confirm(wish: Wish) -> Follower:
    """The address's owner pressed the button: from now on what they chose holds."""
    wish = Wish.objects.select_for_update(of=("self",)).select_related("contact").get(pk=wish.pk)
    found, is_new = Follower.objects.get_or_create(contact=wish.contact)
    if wish.confirmed_at is None:
        wish.confirmed_at = timezone.now()
        wish.save(update_fields=["confirmed_at"])
        wanted = [(topic, region) for topic, region in wish.choices]
        set_choices(found, wanted, wish.rhythm, with_province=wish.with_province)
        record("follow.began" if is_new else "follow.changed", None, by=None)
    return found


@transaction.atomic
def change(
    follower: Follower, choices: Iterable[Pair], rhythm: str, *, with_province: bool = False
) -> Follower:
    """Other topics, regions or another rhythm.

    Args:
        with_province: who follows a district is told of what concerns its province too.

    Raises:
        ValidationError: choices that there are not.
    """
    wanted = checked(choices)
    follower = Follower.objects.select_for_update().get(pk=follower.pk)
    set_choices(follower, wanted, rhythm, with_province=with_province)
    record("follow.changed", None, by=None)
    return follower


def set_choices(
    follower: Follower, wanted: Collection[Pair], rhythm: str, *, with_province: bool
) -> None:
    follower.rhythm, follower.with_province = Rhythm(rhythm), with_province
    follower.save(update_fields=["rhythm", "with_province"])
    follower.choices.all().delete()
    Choice.objects.bulk_create(
        Choice(follower=follower, topic=topic, region=region) for topic, region in wanted
    )


@transaction.atomic
def follow(
    contact: Contact,
    topic: str = "",
    region: str = "",
    *,
    rhythm: str | None = None,
    with_province: bool = False,
) -> Follower:
    """Add one choice for somebody who asks from their own chat: that it is theirs is proved.

    Args:
        topic: a category of the portal; "" for all.
        region: a code; "" for all.
        rhythm: another one from now on; None leaves it, which begins as daily.
        with_province: from now on also what concerns the province of a district; once said, it
            stays.

    Raises:
        ValidationError: a topic or region that there is not, or too many.
    """
    found, is_new = Follower.objects.select_for_update().get_or_create(contact=contact)
    present = [] if is_new else list(found.choices.values_list("topic", "region"))
    set_choices(
        found,
        checked([*present, (topic, region)]),
        rhythm or found.rhythm,
        with_province=with_province or found.with_province,
    )
    record("follow.began" if is_new else "follow.changed", None, by=None)
    return found


@transaction.atomic
def unfollow(contact: Contact) -> bool:
    """Stop, and keep nothing of it; False for who followed nothing."""
    followed = bool(Follower.objects.filter(contact=contact).delete()[0])
    if followed:
        record("follow.ended", None, by=None)
    contact.wishes.all().delete()
    contact.outgoing.filter(
        key__startswith=links.MESSAGES, state__in=(State.CREATED, State.TEMPORARY)
    ).update(state=State.PERMANENT, reason="stopped", settled_at=timezone.now())
    forget_if_idle(contact)
    return followed


def forget_if_idle(contact: Contact) -> None:
    """An address that was left for this alone goes at once; a question's has its own time."""
    idle = Contact.objects.filter(pk=contact.pk, ended_at=None, asked=None)
    for keeper in contacts.keepers:
        idle = idle.exclude(pk__in=keeper())
    for each in idle:
        contacts.forget(each)
