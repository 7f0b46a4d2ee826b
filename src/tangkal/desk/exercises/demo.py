"""Fill a demonstration's home: people, an archive, a fictional week, and cases on their way.

Everything goes the way real work goes: the week through intake, bus and worker, the cases
through the desk's own commands. Each step may be repeated, so that an interrupted start is
simply done again.
"""

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tangkal.desk.accounts.commands import assign_role
from tangkal.desk.accounts.models import Organisation, User
from tangkal.desk.accounts.roles import Role
from tangkal.desk.audit.commands import record
from tangkal.desk.cases import items
from tangkal.desk.exercises import evaluating, last_quarter, planning, reporting, walks
from tangkal.desk.jobs import coordination, worker
from tangkal.desk.questions.asking import ask
from tangkal.desk.recognise.commands import store_claims
from tangkal.exercises import staff
from tangkal.exercises.archive import known_claims
from tangkal.exercises.week import iter_rows
from tangkal.exercises.writing import write_week
from tangkal.kernel.durable import write_durably
from tangkal.pipeline.home import write_once
from tangkal.pipeline.intake import ingest
from tangkal.pipeline.options import IntakeOptions
from tangkal.pipeline.stores import open_stores

CENTRE = staff.ORGANISATIONS[0].code
REGIONAL = {"provinsi", "kabkota", "opd"}
WEEK = timedelta(days=7)
JAKARTA = ZoneInfo("Asia/Jakarta")
# By the day of the week on which the week begins, Monday first: weeks of 2,000 items whose
# planted stories the narrative stage, as it is now, keeps apart from the chatter.
SEEDS = (25, 43, 39, 29, 8, 8, 1)
# In words that no planted story uses, so that each question stays a signal of its own.
QUESTIONS = (
    "Apa benar pemilik kucing wajib membayar retribusi Rp75.000 per ekor mulai bulan depan?",
    "Apa betul perpustakaan keliling memungut denda kalau buku dongeng telat sehari?",
    "Benarkah kartu pelajar lama tidak berlaku lagi untuk naik bus sekolah mulai Senin?",
    "Ada pesan harga BBM naik tengah malam ini, apa betul?",
    walks.MEANWHILE,
)


def load(*, items: int, seed: int | None, say: Callable[[str], None]) -> None:
    """Make the demonstration, or finish one that was interrupted.

    Args:
        items: size of the fictional week.
        seed: which week; the same seed and day of the week give the same one. None: SEEDS.
        say: told in a few words what happens next.
    """
    plan = remember_plan(items, seed)
    start = datetime.fromisoformat(str(plan["start"]))
    say("hiring fictional officers, importing an archive of fact-checks")
    people = hire()
    store_claims(known_claims(start), by=None)
    say("working through last quarter, and reporting it in public")
    last_quarter.report_last_quarter(people)
    planning.plan_watch(people)
    say(f"writing and reading a week of {plan['items']} posts")
    stories = bring_week(int(str(plan["items"])), int(str(plan["seed"])), start)
    ask_questions()
    say("measuring them; the first time, kernels are compiled")
    worker.run(once=True)
    say("taking a few cases through the desk")
    walks.walk(stories, people)
    say("measuring what an answer changed")
    evaluating.evaluate(people, start)
    say("looking for accounts that share together")
    look_for_coordination()
    say("drafting a situation report")
    reporting.report_on(people)


def accounts() -> list[tuple[str, str, str]]:
    """User name, password and role of each demonstration account, in the order of the work."""
    password = demo_password()
    return [(member.username, password, str(Role(member.role).label)) for member in staff.STAFF]


def demo_password() -> str:
    """One password for all demonstration accounts, made for this home alone."""
    path = settings.HOME.secret_path("demo_password")
    write_once(path, f"latihan-{secrets.token_hex(4)}")
    return path.read_text(encoding="ascii").strip()


def look_for_coordination() -> None:
    """The daily run, now: the demonstration shows what it finds from its first page on."""
    now = datetime.now(UTC)
    coordination.ask_daily(items.lake(), now=now)
    coordination.work(items.lake(), now=now)


def ask_questions() -> None:
    """What a few citizens asked on the portal: some of it nobody has checked yet."""
    for question in QUESTIONS:
        ask(text=question, token=str(uuid5(NAMESPACE_URL, question)), language="id")


def remember_plan(items: int, seed: int | None) -> dict[str, object]:
    """What this home's week is; once begun it stays, so that a second start finishes the same."""
    path = settings.HOME.state / "demo-week.json"
    if not path.exists():
        # From midnight to midnight in Jakarta: the same day of the week gives the same week.
        today = datetime.now(JAKARTA).replace(hour=0, minute=0, second=0, microsecond=0)
        start = today - WEEK
        chosen = SEEDS[start.weekday()] if seed is None else seed
        plan = {"items": items, "seed": chosen, "start": start.isoformat()}
        write_durably(path, json.dumps(plan).encode())
    return dict(json.loads(path.read_text(encoding="utf-8")))


@transaction.atomic
def hire() -> dict[str, User]:
    """The fictional organisations and people, by user name."""
    organisations: dict[str, Organisation] = {}
    for each in staff.ORGANISATIONS:
        organisations[each.code], made = Organisation.objects.get_or_create(
            name=each.name,
            defaults={
                "name_en": each.name_en,
                "type": each.kind,
                "region_id": each.region_code,
                "parent": organisations.get(each.parent or ""),
            },
        )
        if made:
            record("organisation.founded", organisations[each.code], by=None)
    password, encoded = demo_password(), ""
    people: dict[str, User] = {}
    for member in staff.STAFF:
        organisation = organisations[member.organisation]
        person = User.objects.filter(username=member.username).first()
        if person is None:
            person = User(username=member.username, display_name=member.name)
            person.organisation = organisation
        if not person.password or not check_password(password, person.password):
            encoded = encoded or make_password(password)  # hashing is slow: once for all
            person.password = encoded
        person.save()
        is_regional = organisation.type in REGIONAL
        scope = organisation if is_regional else organisations[CENTRE]
        if not person.assignments.filter(role=member.role, scope=scope).exists():
            assign_role(person, Role(member.role), scope, by=None)
        people[member.username] = person
    return people


def bring_week(items: int, seed: int, start: datetime) -> walks.Stories:
    """Write the week as a file, ingest it, and keep which items tell which story.

    Only this demonstration knows the answer; nothing of it reaches the desk's database.
    """
    folder = settings.HOME.root / "demo-week"
    if not (folder / "items.jsonl").exists():
        write_week(folder, items, seed=seed, start=start)
    options = IntakeOptions(kind="items", is_exercise=True, source="pekan-latihan")
    with open_stores(settings.TANGKAL) as stores:
        ingest(folder / "items.jsonl", stores, options)
    stories = walks.Stories()
    for row, truth in iter_rows(items, seed=seed, start=start):
        stories.add(truth.narrative or truth.story, str(row["platform"]), truth.native_id)
    return stories
