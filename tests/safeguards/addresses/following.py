"""Who opens which page of following: the public's own by its links, figures for few."""

from tangkal.desk.following import commands, links
from tangkal.desk.following.models import Wish
from tangkal.desk.questions import contacts
from tests.safeguards.answers import ADMIN, AUDITOR, NO, PUBLIC, WRITING, everybody, roles

TABLE = {
    "follow": (everybody(), everybody(400)),
    "follow-sent": PUBLIC,
    # With the link from the mail; the button is pressed with an empty form.
    "follow-confirm": (everybody(), everybody(302)),
    "follow-change": (everybody(), everybody(400)),  # how often is missing
    "follow-stop": (everybody(), everybody()),
    "followers": (roles(WRITING | ADMIN | AUDITOR), NO),
}


def arguments(case, people) -> dict[str, dict[str, object]]:
    contact = contacts.reach("email", "ibu.siti@contoh.id", language="id")
    wish = Wish.objects.create(contact=contact, choices=[["kesehatan", ""]], rhythm="daily")
    other = contacts.reach("email", "pak.budi@contoh.id", language="id")
    follower = {"token": links.token_of(commands.follow(other, "kesehatan"))}
    return {
        "follow-confirm": {"token": links.confirm_address(wish).rstrip("/").rpartition("/")[2]},
        "follow-change": follower,
        "follow-stop": follower,
    }
