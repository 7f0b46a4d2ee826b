"""Cases on their way, made by the desk's own commands where a journey walks."""

from uuid import uuid4

from tests.servers.desk import Desk

PEOPLE = """
from tangkal.desk.accounts.models import User
from tangkal.desk.cases.models import Case
from tests.desk.cases import walk
NAMES = {
    "analis": "analis", "verifikator": "verifikator1", "second_verifikator": "verifikator2",
    "penyusun": "penyusun", "penyetuju": "penyetuju1", "second_penyetuju": "penyetuju2",
}
people = {key: User.objects.get(username=name) for key, name in NAMES.items()}
"""


def case_at(desk: Desk, state: str, title: str, items: int = 0) -> str:
    """The number of a new case in a state; with a signal behind it where items are told."""
    return desk.python(
        f"""{PEOPLE}
from tangkal.desk.cases import commands
def opened(people, **fields):
    signals = []
    if {items}:
        signals = [walk.make_signal("journey:{uuid4().hex}", title="{title}", items_total={items})]
    return commands.open_case(signals, title="{title}", by=people["analis"], items=[walk.item()])
walk.open_case = opened
print(walk.case_at("{state}", people).number)"""
    )


def message_to_approve(desk: Desk, number: str) -> str:
    """A clarification on a case, its facts checked: the address where it waits for its approver."""
    return desk.python(
        f"""{PEOPLE}
from tangkal.desk.strategic_communication import commands
from tests.desk.strategic_communication.conftest import PARTS
case = Case.objects.get(number="{number}")
message = commands.draft_message(case, "clarification", PARTS, by=people["penyusun"])
for step, who in (("submit", "penyusun"), ("confirm_facts", "second_verifikator")):
    message = commands.take_step(
        message, step, by=people[who], expected_version=message.version
    )
print(f"/desk/messages/{{message.pk}}/")"""
    )


def measure_more(desk: Desk, number: str, items: int) -> None:
    """More is counted of a case's story, and the worker looks at the quiet decisions."""
    desk.python(
        f"""
from django.utils import timezone
from tangkal.desk.cases.models import Case
from tangkal.desk.deadlines import tripwires
Case.objects.get(number="{number}").signals.update(items_total={items})
tripwires.round(timezone.now())"""
    )


def approver_with_an_app(desk: Desk, username: str) -> str:
    """Another approver of the centre, with an authenticator app; answers the app's secret."""
    return desk.python(
        f"""{PEOPLE}
import time
from tangkal.desk.accounts import second_factor, totp
from tangkal.desk.accounts.commands import make_person
from tangkal.desk.accounts.roles import Role
like = people["penyetuju"]
scope = like.active_assignments[0].scope
person = make_person(
    "{username}", "Ratna Penyetuju", scope, [Role.APPROVER], by=None, password="{desk.password}"
)
secret = totp.new_secret()
code = totp.code_at(secret, int(time.time()) // totp.STEP_S - 1)
second_factor.add_totp(person, secret=secret, code=code, name="Telepon")
print(secret)"""
    )


def forget_the_proof(desk: Desk, username: str) -> None:
    """As if the person had signed in an hour ago."""
    desk.python(
        f"""
import time
from tangkal.desk.accounts.sessions import SessionStore
from tangkal.desk.accounts.factor_models import DeskSession
from tangkal.desk.accounts.models import User
key = User.objects.get(username="{username}").pk
for row in DeskSession.objects.filter(user_id=key):
    session = SessionStore(row.session_key)
    session["proved_at"] = time.time() - 3600.0
    session.save()"""
    )


def holding_template(desk: Desk) -> None:
    """A template for first statements that two people approved in quiet times."""
    desk.python(
        f"""{PEOPLE}
from datetime import date
from tangkal.desk.strategic_communication import holding_templates as templates
scope = people["penyusun"].active_assignments[0].scope
made = templates.draft_template(
    scope, title="Pernyataan pertama", parts=templates.first_words("id"),
    valid_until=date(2099, 1, 1), by=people["penyusun"],
)
for who in ("penyetuju", "second_penyetuju"):
    made.refresh_from_db()
    templates.approve_template(made, by=people[who], expected_version=made.version)"""
    )
