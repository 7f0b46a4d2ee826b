"""What the command line may ask of the desk, without knowing Django.

Every function sets Django up on its first call, so that commands which need no desk stay fast.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from tangkal.kernel import InvalidInput, KnownClaim
from tangkal.pipeline.judged_pairs import JudgedPair
from tangkal.pipeline.settings import current


@lru_cache(maxsize=1)
def set_up() -> None:
    """Load Django and the apps, once a process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tangkal.desk.settings")
    import django  # noqa: PLC0415 - loaded only by commands that need the desk

    django.setup()


def prepare(*, demo: bool = False) -> None:
    """Make the home and bring it up to date: messages, tables, regions, static files."""
    from tangkal.desk.ui.messages import compile_messages  # noqa: PLC0415

    current().home.make(demo=demo)  # the secrets must be there before Django's settings load
    compile_messages()  # and the words before Django reads them, which it does once a process
    set_up()
    from tangkal.desk.jobs import preparation  # noqa: PLC0415

    preparation.prepare()


def what_tables_lack(problem: Exception) -> str | None:
    """The sentence for an operator whose home was never migrated, or not by this version.

    None where the problem is another: a fault of ours keeps its traceback.
    """
    from django.db import Error, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    if not isinstance(problem, Error):
        return None
    try:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return None
    except Error:
        return None  # nothing can be asked of this database: its own words say more
    return (
        f"the desk of {current().home.root} has not the tables of this version yet:"
        " run 'tangkal migrate' first"
    )


def found_centre(organisation: str, administrator: str, password: str) -> None:
    """Make the first organisation, the 546 governments below it, and one administrator.

    Raises:
        TangkalError: the home has a centre already, or the password is refused.
    """
    set_up()
    from tangkal.desk.accounts import commands  # noqa: PLC0415

    commands.found_centre(organisation, administrator, password)


def load_demo(
    items: int, seed: int | None = None, say: Callable[[str], None] = lambda step: None
) -> None:
    """Fill a home with the fictional week, or finish what an interrupted start began.

    Args:
        items: size of the week.
        seed: which week; without one, a week that suits today's day of the week.
        say: told in a few words what happens next.
    """
    set_up()
    from tangkal.desk.exercises import demo  # noqa: PLC0415

    demo.load(items=items, seed=seed, say=say)


def demo_accounts() -> list[tuple[str, str, str]]:
    """User name, password and role of each demonstration account."""
    set_up()
    from tangkal.desk.exercises import demo  # noqa: PLC0415

    return demo.accounts()


def run_worker(*, once: bool = False) -> None:
    """Work through the bus until told to stop (or, with `once`, until it is empty)."""
    set_up()
    from tangkal.desk.jobs import worker  # noqa: PLC0415

    worker.run(once=once)


def verify_audit() -> tuple[int, int | None, str]:
    """Events in the chain, where it first breaks (None: nowhere), and how."""
    set_up()
    from tangkal.desk.audit.queries import verify_chain  # noqa: PLC0415

    report = verify_chain()
    return report.events, report.broken_at, report.reason


def condition(backup: Path | None) -> list[dict[str, str]]:
    """What an operator has to know of this installation, each with what to do about it."""
    set_up()
    from dataclasses import asdict  # noqa: PLC0415

    from tangkal.desk.jobs.condition import examine  # noqa: PLC0415

    return [asdict(each) for each in examine(current(), backup=backup)]


def tokens(*, also_ended: bool) -> list[dict[str, Any]]:
    """The programs' tokens, the newest first; never their texts."""
    set_up()
    from tangkal.desk.api.models import ApiToken  # noqa: PLC0415

    return [
        {
            "id": each.pk,
            "start": each.start,
            "name": each.name,
            "owner": each.owner.username,
            "scopes": each.scopes,
            "state": each.state,
            "expires_at": each.expires_at.isoformat(timespec="minutes"),
            "last_used_at": each.last_used_at and each.last_used_at.isoformat(timespec="minutes"),
        }
        for each in ApiToken.objects.select_related("owner")
        if also_ended or each.state == "in_force"
    ]


def revoke_token(number: int) -> str:
    """End a token at once; answers which it was.

    Raises:
        InvalidInput: there is no such token.
    """
    set_up()
    from tangkal.desk.api import tokens as commands  # noqa: PLC0415
    from tangkal.desk.api.models import ApiToken  # noqa: PLC0415

    found = ApiToken.objects.filter(pk=number).first()
    if found is None:
        raise InvalidInput(f"there is no token {number}; see 'tangkal tokens list --all'")
    commands.revoke(found, by=None)
    return str(found)


def running_deadlines(*, only_overdue: bool) -> list[dict[str, object]]:
    """What is due, the longest overdue first."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from tangkal.desk.deadlines import listing  # noqa: PLC0415

    return listing.rows(timezone.now(), only_overdue=only_overdue)


def recompute_deadlines(*, only_check: bool) -> tuple[list[str], list[str], int]:
    """Stored deadlines that were not the computed ones, contradictions, and how many there are."""
    set_up()
    from tangkal.desk.deadlines import listing  # noqa: PLC0415

    return listing.recompute(only_check=only_check)


def take_bounces(content: bytes, aside: Path) -> tuple[Counter[str], list[tuple[Path, str]]]:
    """Delivery reports of a mailbox file: what came of them, and what could not be read."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from tangkal.desk.channels import bounces  # noqa: PLC0415

    return bounces.take(content, timezone.now(), aside)


def retention_plan() -> list[dict[str, object]]:
    """What a retention run would let go now, kind by kind; changes nothing."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from tangkal.desk.rights import retention  # noqa: PLC0415

    return [
        {
            "key": line.key,
            "what": str(line.what),
            "days": line.days,
            "going": line.going,
            "by_itself": line.by_itself,
            "held": line.held,
        }
        for line in retention.plan(timezone.now())
    ]


def retention_run() -> dict[str, int]:
    """Let go what is due, evidence too; the operator's word stands in for the officer's."""
    set_up()
    from django.utils import timezone  # noqa: PLC0415

    from tangkal.desk.rights import retention  # noqa: PLC0415

    return retention.drop(timezone.now(), by=None, with_evidence=True)


def people(words: str = "") -> list[dict[str, object]]:
    """Accounts by name, each with its roles and whether a second factor is set up."""
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    return operating.people(words)


def reset_second_factor(username: str) -> None:
    """Take somebody's second factors away; they set one up anew at the next sign-in.

    Raises:
        InvalidInput: no such account.
    """
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    operating.reset_second_factor(username)


def close_account(username: str) -> None:
    """Close an account and end its sessions.

    Raises:
        InvalidInput: no such account.
    """
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    operating.close(username)


def organisations(words: str = "") -> list[dict[str, object]]:
    """Organisations in the tree's order, with their depth."""
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    return operating.organisations(words)


def add_organisation(name: str, kind: str, below: int) -> int:
    """Add an organisation; answers its number.

    Raises:
        InvalidInput: no such place, no name, or no such type.
    """
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    return operating.add_organisation(name, kind, below)


def move_organisation(number: int, below: int) -> None:
    """Hang an organisation under another.

    Raises:
        InvalidInput: it would hang below itself, or is the one at the top.
    """
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    operating.move_organisation(number, below)


def end_organisation(number: int, day: date) -> None:
    """Write down an organisation's last day: from then on roles over it count no more.

    Raises:
        InvalidInput: no such organisation, or the one at the top.
    """
    set_up()
    from tangkal.desk.accounts import operating  # noqa: PLC0415

    operating.end_organisation(number, day)


def store_claims(claims: Sequence[KnownClaim]) -> int:
    """Keep known claims; answers how many were new or changed."""
    set_up()
    from tangkal.desk.recognise import commands  # noqa: PLC0415

    return commands.store_claims(claims, by=None)


def judged_pairs() -> tuple[list[JudgedPair], dict[str, str]]:
    """What people said of suggested matches and still stands, and all known claims.

    Of each claim its title, with the text of its answer or "".
    """
    set_up()
    from tangkal.desk.recognise import models, versions  # noqa: PLC0415

    claims = models.KnownClaim.objects.filter(is_withdrawn=False).order_by("claim_id")
    return versions.judged_pairs(), dict(claims.values_list("title", "article_text"))


def tiplines() -> list[dict[str, object]]:
    """The lines that people write to, with the addresses that their services call."""
    set_up()
    from tangkal.desk.tipline import calls  # noqa: PLC0415

    return calls.listed()


def set_telegram_webhook() -> str:
    """Tell Telegram where to call; answers the address.

    Raises:
        InvalidInput: no line, an address that Telegram cannot call, or Telegram refused.
    """
    set_up()
    from tangkal.desk.tipline import calls  # noqa: PLC0415

    return calls.set_webhook()


def check_tipline(service: str) -> list[tuple[bool, str]]:
    """What a service says of its line, each with whether it is well.

    Raises:
        InvalidInput: no such line.
    """
    set_up()
    from tangkal.desk.tipline import calls  # noqa: PLC0415

    return calls.check(service)


def tipline_quarantine() -> list[dict[str, object]]:
    """What came in and was set aside, and why; never what was written."""
    set_up()
    from tangkal.desk.tipline import calls  # noqa: PLC0415

    return calls.quarantine()


def replay_tipline() -> tuple[int, int]:
    """Let what was set aside be read again; answers how many wait now, and how many do not."""
    set_up()
    from tangkal.desk.tipline import calls  # noqa: PLC0415

    return calls.replay()


def live_matcher() -> int:
    """The version of the matcher that answers now; 0 is the one that ships."""
    set_up()
    from tangkal.desk.recognise import versions  # noqa: PLC0415

    return versions.live_version()


def promote_matcher(number: int, why: str) -> int:
    """Let a version answer, as whoever runs the installation; answers which one it replaces.

    Raises:
        InvalidInput: no reason, no such version, or one that answers already.
    """
    set_up()
    from tangkal.desk.recognise import versions  # noqa: PLC0415

    return versions.promote(number, by=None, why=reason(why)).replaced


def roll_back_matcher(why: str) -> int:
    """Return to the version before, as whoever runs the installation; answers which one.

    Raises:
        InvalidInput: no reason, or nothing to roll back.
    """
    set_up()
    from tangkal.desk.recognise import versions  # noqa: PLC0415

    return versions.roll_back(by=None, why=reason(why)).version


def reason(why: str) -> str:
    if not why.strip():
        raise InvalidInput("give a reason with --why: it is part of the record")
    return why


def known_media_like(path: Path, k: int) -> tuple[list[dict[str, object]], str]:
    """Known pictures or videos like a file's, the likest first, and a note on the reading.

    Raises:
        InvalidInput: the file cannot be read, or holds neither.
        SettingMissing: a video, and the package that reads videos is not installed.
    """
    set_up()
    from tangkal.desk.recognise.media import index, reading  # noqa: PLC0415
    from tangkal.recognise.media.apart import read_media  # noqa: PLC0415

    taken = reading.as_taken(read_media(path))
    return [
        {
            "claim_id": one.media.claim_id,
            "title": one.media.claim.title,
            "verdict": one.media.claim.verdict,
            "publisher": one.media.claim.publisher,
            "url": one.media.claim.url,
            "medium": str(one.media.medium),
            "bank": one.media.bank.name,
            "first_seen_on": one.media.first_seen_on and one.media.first_seen_on.isoformat(),
            "added_on": one.media.added_at.date().isoformat(),
            "is_whole": one.like.is_whole,
            "differing_bits": one.like.bits,
            "details": one.like.details,
            "asked_share": one.like.asked_share,
            "known_share": one.like.known_share,
            "method": one.method,
        }
        for one in index.find(taken, k=k)
    ], taken.note


def bring_in_hashes(rows: Sequence[tuple[str, str, date | None]], bank: str = "") -> int:
    """Keep hashes of pictures that others sent; answers how many were new.

    Raises:
        InvalidInput: a claim or the bank is not known.
    """
    set_up()
    from tangkal.desk.recognise.media import exchange  # noqa: PLC0415

    return exchange.bring_in(rows, bank)


def hashes() -> tuple[list[tuple[str, str, date | None]], int]:
    """The hashes of all known pictures, and how many videos are left out."""
    set_up()
    from tangkal.desk.recognise.media import exchange  # noqa: PLC0415

    return list(exchange.take_out()), exchange.videos()


def evaluation_reports() -> list[dict[str, object]]:
    """Evaluation reports of every office, the newest first."""
    set_up()
    from tangkal.desk.tracking_effectiveness.reports import calls  # noqa: PLC0415

    return calls.listed()


def draft_evaluation_report(
    office: int, *, kind: str, day: str | None, by: str, language: str, exercise: bool
) -> tuple[int, int]:
    """Draft the evaluation report of a whole month or quarter; answers its key and its number.

    Raises:
        InvalidInput: no such office or person, or what the desk itself would refuse.
    """
    set_up()
    from tangkal.desk.tracking_effectiveness.reports import calls  # noqa: PLC0415

    return calls.draft(office, kind=kind, day=day, by=by, language=language, exercise=exercise)


def take_evaluation_report(report: int, form: str) -> tuple[str, bytes]:
    """An evaluation report as a file: its name and its bytes.

    Raises:
        InvalidInput: no such report, or no such form.
    """
    set_up()
    from tangkal.desk.tracking_effectiveness.reports import calls  # noqa: PLC0415

    return calls.taken(report, form)


def report_series() -> list[dict[str, object]]:
    """The series of situation reports, each with its newest report."""
    set_up()
    from tangkal.desk.situation_reports import calls  # noqa: PLC0415

    return calls.listed()


def draft_report(series: str, hours: int) -> tuple[int, int]:
    """Draft a situation report up to this minute; answers its key and its number.

    Raises:
        InvalidInput: no such series, or hours that a report cannot cover.
    """
    set_up()
    from tangkal.desk.situation_reports import calls  # noqa: PLC0415

    return calls.draft(series, hours)


def take_report_file(report: int, form: str) -> tuple[str, bytes]:
    """A situation report as a file: its name and its bytes.

    Raises:
        InvalidInput: no such report, or no such form.
    """
    set_up()
    from tangkal.desk.situation_reports import calls  # noqa: PLC0415

    return calls.taken(report, form)
