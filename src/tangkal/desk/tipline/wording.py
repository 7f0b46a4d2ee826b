"""What the tipline says, in the language that is active. Short: it is read on a small screen."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tangkal.desk.portal.models import PublicReport
from tangkal.desk.questions import contacts, telling
from tangkal.desk.tipline.answering import Choice
from tangkal.desk.tipline.words import COMMANDS

SHOWN = 160  # characters of a claim in a list


def known(choice: Choice) -> str:
    """One answer: verdict in plain words, headline, link."""
    if choice.page is None:
        return by_others(choice)
    if choice.page.doubted_at:
        address = settings.TANGKAL.site_url + reverse("clarification", args=[choice.page.slug])
        words = _("We have answered this, and are checking our own answer again: better wait.")
        return f"{words}\n{address}"
    return telling.of_answer(choice.page)


def by_others(choice: Choice) -> str:
    """What another fact checker found, under that one's name."""
    claim = choice.claim
    assert claim is not None
    who = claim.publisher or _("another fact checker")
    words = _("This was checked by %(who)s: “%(title)s”") % {"who": who, "title": claim.title}
    return "\n".join(part for part in (words, claim.verdict, claim.url) if part)


def perhaps(choices: Sequence[Choice]) -> str:
    """The one clarifying question."""
    lines = [f"{n}. {shortened(each.title)}" for n, each in enumerate(choices, 1)]
    lines.append("0. " + pgettext("tipline", "None of these"))
    ask = _("We may know this. Which one do you mean? Answer with a number:")
    return "\n".join([ask, *lines])


def which_number(count: int) -> str:
    return _("Answer with a number from 0 to %(n)d, or send the whole message once more.") % {
        "n": count
    }


def shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rsplit(" ", 1)[0] + "…"


def nobody_yet(report: PublicReport) -> str:
    """The honest answer, and the receipt."""
    page = settings.TANGKAL.site_url + reverse("report-status", args=[report.receipt])
    return "\n".join(
        [
            _("Nobody here has checked this yet, so we cannot say whether it is true."),
            _("We have taken your question; as soon as there is an answer we write to you here."),
            _("Receipt %(receipt)s: %(address)s") % {"receipt": report.receipt, "address": page},
            _("Until then, better not pass it on."),
        ]
    )


def help_text() -> str:
    lines = [
        _(
            "Forward a message or a picture, or write what you heard, and we say whether it was"
            " checked."
        )
    ]
    lines += [f"• {word}: {each.help}" for word, each in sorted(COMMANDS.items()) if each.help]
    lines.append(
        _(
            "We keep your number sealed, show it to nobody, and delete it %(days)d days after the"
            " last message."
        )
        % {"days": contacts.KEPT_DAYS}
    )
    return "\n".join(lines)


def welcome() -> str:
    return _("You are welcome.")


def only_words_and_pictures() -> str:
    return _("We can read words and pictures alone. Write in a sentence what it says.")


def what_is_said() -> str:
    """A picture without words that nobody knows."""
    return _(
        "We do not know this picture. Write in a sentence what is said about it; then we take your"
        " question."
    )


def picture_unread() -> str:
    return _("The picture could not be opened here. Write in a sentence what it shows and says.")


def too_many() -> str:
    return _(
        "That was a lot in one hour. We go on with yours in an hour; what is on our site you can"
        " read at once: %(address)s"
    ) % {"address": settings.TANGKAL.site_url}


def a_person_comes() -> str:
    return _(
        "Somebody from our office will write to you here, in office hours. What you write now, we"
        " read; meanwhile the machine goes on answering."
    )


def forgotten() -> str:
    return _("Done: your number and what you wrote here are deleted, and nothing more will come.")


def signed(text: str, sender: str) -> str:
    """Every word carries who speaks."""
    return f"{text}\n— {sender}"


def joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
