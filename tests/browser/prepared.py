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


def appeal_on(desk: Desk, slug: str) -> str:
    """Somebody contests a published answer: the appeal's address at the desk."""
    return desk.python(
        f"""
from uuid import uuid4
from tangkal.desk.portal.appeals import contested_page, take_appeal
from tangkal.desk.portal.models import Clarification
appeal = take_appeal(
    contested_page(Clarification.objects.get(slug="{slug}")), part="fact", token=str(uuid4()),
    why="Perda yang lama masih menyebut retribusi ini; tolong diperiksa lagi.", language="id",
)
print(f"/desk/appeals/{{appeal.receipt}}/")"""
    )


def judged_twice(desk: Desk) -> str:
    """The number of the demonstration's case that two analysts judged."""
    return desk.python(
        "from tangkal.desk.impact_analysis.models import SecondLook\n"
        "print(SecondLook.objects.exclude(in_at=None).get().case.number)"
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


def legal_officer(desk: Desk, username: str, name: str = "Intan Hukum") -> None:
    """A legal officer of the centre, whose word can end a request to a platform."""
    desk.python(
        f"""{PEOPLE}
from tangkal.desk.accounts.commands import make_person
from tangkal.desk.accounts.roles import Role
scope = people["penyetuju"].active_assignments[0].scope
make_person(
    "{username}", "{name}", scope, [Role.LEGAL], by=None, password="{desk.password}"
)"""
    )


def case_with_spread(desk: Desk, title: str) -> str:
    """A case found false and harmful to people's money, seen at one address: its number."""
    return desk.python(
        f"""{PEOPLE}
from tangkal.desk.cases import commands
from tangkal.desk.cases.spreads import commands as spreads
from tangkal.desk.cases.spreads.commands import Seen
walk.open_case = lambda people, **fields: commands.open_case(
    [], title="{title}", by=people["analis"], items=[walk.item()], **fields
)
walk.MILD["severities"] = {{"finances": 3}}
case = walk.case_at("DIPUTUSKAN", people)
spreads.add_spread(case, Seen(url="https://x.com/i/status/77", platform="x"), by=people["analis"])
print(case.number)"""
    )


def request_acted_on(desk: Desk, number: str, lawyer: str) -> str:
    """A request on that case which a platform acted on: the number of the person affected."""
    return desk.python(
        f"""{PEOPLE}
from tests.desk.platform_requests.walk import begin, weigh
from tangkal.desk.platform_requests import commands
from tangkal.desk.platform_requests.commands.base import fingerprint
people["hukum"] = User.objects.get(username="{lawyer}")
case = Case.objects.select_related("lead_organisation").get(number="{number}")
made = begin(case, people, spreads=list(case.spreads.all()))
assert not made.refused_rule, made.refused_rule
made = commands.start_test(made, by=people["analis"])
commands.edit(made, what=made.what, statement="Klaim diperiksa dan terbukti salah.",
    provision="", has_personal_data=False, by=people["analis"])
weigh(made, people)
made = commands.submit(made, by=people["analis"])
made = commands.clear(made, why="Unsur terpenuhi.", by=people["hukum"])
for who in ("penyetuju", "second_penyetuju"):
    made = commands.sign(made, by=people[who], sha256_seen=fingerprint(made))
made = commands.send(made, reference="SAMAN-1", told_how="lewat platform", by=people["penyetuju"])
for each in made.items.order_by("pk"):
    made = commands.answer(each, state="acted", text="Diturunkan", by=people["analis"])
print(made.public_number)"""
    )


def house_to_check(desk: Desk, number: str) -> str:
    """A message house on a case, handed in by its writer: the address where it waits."""
    return desk.python(
        f"""{PEOPLE}
from tangkal.desk.strategic_communication import house_commands
from tests.desk.directives.conftest import CONTENT
case = Case.objects.get(number="{number}")
house = house_commands.draft_house(
    case, title="Harga Pertalite", content=CONTENT, by=people["penyusun"]
)
house_commands.take_house_step(
    house, "submit", by=people["penyusun"], expected_version=house.version
)
print(f"/desk/messages/houses/{{house.pk}}/")"""
    )


def district_officer(desk: Desk, username: str) -> str:
    """An officer of the demonstration's district: the key of the district's government."""
    return desk.python(
        f"""
from tangkal.desk.accounts.commands import make_person
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
district = Organisation.objects.get(region_id="32.04", type="kabkota")
if not User.objects.filter(username="{username}").exists():
    make_person(
        "{username}", "Ujang Contoh", district, [Role.REGIONAL_ADMIN], by=None,
        password="{desk.password}",
    )
print(district.pk)"""
    )


def link_of(desk: Desk, directive: str, office: str) -> str:
    """The address that an office without an account was sent."""
    return desk.python(
        f"""
from tangkal.desk.directives.commands.linking import token_of
from tangkal.desk.directives.models import Link
link = Link.objects.get(directive={directive}, organisation={office}, revoked_at=None)
print(f"/arahan/{{token_of(link)}}/")"""
    )


def directive_answered(desk: Desk, number: str, officer: str, text: str) -> tuple[str, str]:
    """A directive that the province carries out, while a district publishes this text instead.

    Answers the keys of the directive and of the district's text, which the worker has compared.
    """
    directive, _space, local = desk.python(
        f"""{PEOPLE}
import time
from django.utils import timezone
from tangkal.desk.alignment import fetching
from tangkal.desk.directives import commands
from tangkal.desk.directives.addressing import audience_of
from tangkal.desk.directives.commands.publishing import Published
from tangkal.desk.strategic_communication import house_commands, house_queries
house = Case.objects.get(number="{number}").houses.get()
for step, who in (("confirm_facts", "second_verifikator"), ("approve", "penyetuju")):
    house = house_commands.take_house_step(
        house, step, by=people[who], expected_version=house.version
    )
draft = commands.draft_directive(
    house_queries.in_force(house), title="Harga Pertalite tetap", instruction="Muat.",
    publication="Pesan utama.", audience=audience_of(trees=["32"]), by=people["penyusun"],
)
handed = commands.take_step(
    draft, "submit", by=people["penyusun"], expected_version=draft.version
)
sent = commands.take_step(
    handed, "send", by=people["penyetuju"], expected_version=handed.version
)
answers = (("admin_daerah", "Harga Pertalite tetap Rp10.000 per liter."), ("{officer}", "{text}"))
for who, words in answers:
    person = User.objects.get(username=who)
    row = sent.recipients.get(organisation=person.active_assignments[0].scope)
    found = commands.publish(row, Published(text=words), by=person).local_text
while found.state != "compared":  # the worker beside may have it in hand
    fetching.round(timezone.now())
    time.sleep(0.2)
    found.refresh_from_db()
print(sent.pk, found.pk)"""
    ).partition(" ")
    return directive, local
