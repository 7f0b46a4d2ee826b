"""The condition of an installation: what an operator has to know before users notice.

Nothing here changes anything. Each finding names what to do about it.
"""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from urllib.parse import urlsplit

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tangkal.desk.accounts import second_factor
from tangkal.desk.accounts.models import RoleAssignment
from tangkal.desk.audit.models import AuditEvent
from tangkal.impact_analysis import holidays
from tangkal.pipeline.settings import Settings

OK, LOOK, BROKEN = "ok", "look", "broken"
GIB = 2**30
LEAST_FREE, LITTLE_FREE = 1 * GIB, 10 * GIB
CLOCKS_MAY_DIFFER = timedelta(seconds=2)
FURTHEST_LIMIT = timedelta(days=90)  # no step takes longer
BACKUP_EVERY = timedelta(hours=26)  # a daily one may be a little late
OURS_ALONE = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: str  # ok, look, broken
    says: str
    remedy: str = ""


def examine(settings: Settings, *, backup: Path | None = None) -> Iterator[Finding]:
    """Everything, the foundations first; what stands on a broken one is left out."""
    yield home(settings)
    yield from settings_make_sense(settings)
    found = database()
    yield found
    if found.state == OK:
        tables = migrations()
        yield tables
        if tables.state == OK:
            yield clock()
            yield second_factors()
    yield known_holidays(timezone.localdate())
    yield worker(settings)
    yield disk(settings)
    yield backups(backup)


def home(settings: Settings) -> Finding:
    """The folders are there, and nobody else reads the keys."""
    root, secrets = settings.home.root, settings.home.secret_path("secret_key").parent
    if not secrets.is_dir():
        return Finding(
            name="home",
            state=BROKEN,
            says=f"{root} holds no keys",
            remedy="run 'tangkal init', or name another home with --home",
        )
    open_to_others = [
        path.name for path in (secrets, *secrets.iterdir()) if path.stat().st_mode & OURS_ALONE
    ]
    if open_to_others:
        return Finding(
            name="home",
            state=BROKEN,
            says=f"others can read {', '.join(sorted(open_to_others))} in {secrets.parent}",
            remedy=f"chmod -R go= {secrets}",
        )
    return Finding(name="home", state=OK, says=f"{root}")


def settings_make_sense(settings: Settings) -> Iterator[Finding]:
    site = urlsplit(settings.site_url)
    host = site.hostname or ""
    is_local = host in {"127.0.0.1", "localhost", "::1"}
    if settings.debug and not is_local:
        yield Finding(
            name="settings",
            state=BROKEN,
            says="TANGKAL_DEBUG shows tracebacks to everybody who comes by",
            remedy="unset TANGKAL_DEBUG",
        )
    if site.scheme != "https" and not is_local:
        yield Finding(
            name="settings",
            state=BROKEN,
            says=f"{settings.site_url} sends passwords and tokens in the clear",
            remedy="put a proxy with TLS before it, and set TANGKAL_SITE_URL to https://…",
        )
    if host not in settings.allowed_hosts and "*" not in settings.allowed_hosts:
        yield Finding(
            name="settings",
            state=BROKEN,
            says=f"the site's own host {host} is not among TANGKAL_ALLOWED_HOSTS",
            remedy=f"add {host} to TANGKAL_ALLOWED_HOSTS",
        )
    if settings.is_demo and not is_local:
        yield Finding(
            name="settings",
            state=LOOK,
            says="this is a demonstration's home: its passwords are known to everybody",
            remedy="make a home of its own with 'tangkal init' for real work",
        )


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding(
            name="database",
            state=BROKEN,
            says=f"the desk's database does not answer: {error}",
            remedy="start it, or correct TANGKAL_DATABASE_URL",
        )
    return Finding(name="database", state=OK, says=connection.vendor)


def migrations() -> Finding:
    """Whether the tables are those of this very code."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(str(migration) for migration, _back in plan[:3])
        return Finding(
            name="tables",
            state=BROKEN,
            says=f"{len(plan)} changes of the tables wait: {names}",
            remedy="stop web and worker, then run 'tangkal migrate'",
        )
    return Finding(name="tables", state=OK, says="up to date")


def clock() -> Finding:
    """Deadlines and the audit trail stand on this machine's clock."""
    now = timezone.now()
    last = AuditEvent.objects.order_by("-sequence").values_list("at", flat=True).first()
    if last and last > now + CLOCKS_MAY_DIFFER:
        return Finding(
            name="clock",
            state=BROKEN,
            says=f"the last event is dated {last - now} ahead of this machine's clock",
            remedy="set the clock by NTP before anybody works on",
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            theirs: datetime = cursor.fetchone()[0]
        if abs(theirs - timezone.now()) > CLOCKS_MAY_DIFFER:
            return Finding(
                name="clock",
                state=LOOK,
                says=f"the database's clock differs by {abs(theirs - timezone.now())}",
                remedy="let both machines follow the same NTP server",
            )
    return Finding(name="clock", state=OK, says=f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC")


def known_holidays(today: date) -> Finding:
    """Whether the clocks that count working time know the holidays they may reach into."""
    known = holidays.known_years()
    needed = (today + FURTHEST_LIMIT).year
    if needed not in known:
        return Finding(
            name="holidays",
            state=LOOK,
            says=f"holidays are known to the end of {max(known)}; deadlines in working time that"
            f" reach into {needed} count weekends only",
            remedy="once the decree is out, update Tangkal, or let each office's approver enter the"
            " days as its own days off (Tenggat, working hours)",
        )
    return Finding(name="holidays", state=OK, says=f"known to the end of {max(known)}")


def second_factors() -> Finding:
    """Approvers and administrators who have not set one up yet."""
    rows = RoleAssignment.objects.filter(
        role__in=second_factor.MUST_HAVE, user__is_active=True
    ).select_related("user")
    without = sorted({row.user.username for row in rows if not second_factor.has_one(row.user)})
    if not without:
        return Finding(name="second factor", state=OK, says="everybody who must have one does")
    names = ", ".join(without[:5]) + ("…" if len(without) > 5 else "")
    return Finding(
        name="second factor",
        state=LOOK,
        says=f"{len(without)} approvers or administrators have none: {names}",
        remedy="ask them to sign in and set one up",
    )


def worker(settings: Settings) -> Finding:
    """A worker holds its lock as long as it lives; the system frees it when it dies."""
    path = settings.home.state / "worker.lock"
    down = Finding(
        name="worker",
        state=BROKEN,
        says="no worker runs: nothing is taken in, measured, alerted or published on time",
        remedy="start 'tangkal worker', and have systemd keep it running",
    )
    if not path.exists():
        return down
    try:
        with path.open("r") as lock:
            flock(lock, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return Finding(name="worker", state=OK, says="running")
    except OSError as error:
        return Finding(name="worker", state=LOOK, says=f"{path}: {error}")
    return down


def disk(settings: Settings) -> Finding:
    usage = shutil.disk_usage(settings.home.root)
    says = f"{usage.free / GIB:,.1f} of {usage.total / GIB:,.1f} GiB are free"
    remedy = "free some space, or shorten TANGKAL_RAW_RETENTION_DAYS"
    if usage.free < LEAST_FREE:
        return Finding(name="disk", state=BROKEN, says=says, remedy=remedy)
    if usage.free < min(LITTLE_FREE, usage.total // 10):
        return Finding(name="disk", state=LOOK, says=says, remedy=remedy)
    return Finding(name="disk", state=OK, says=says)


def backups(folder: Path | None) -> Finding:
    """How old the newest file of the folder is; whether it can be restored, only trying tells."""
    if folder is None:
        return Finding(
            name="backup",
            state=LOOK,
            says="not looked at",
            remedy="name the folder of the backups with --backup",
        )
    if not folder.is_dir():
        return Finding(
            name="backup", state=BROKEN, says=f"{folder} is not there", remedy="make a backup now"
        )
    newest = max((path.stat().st_mtime for path in folder.rglob("*") if path.is_file()), default=0)
    age = timezone.now() - datetime.fromtimestamp(newest, UTC)
    if age > BACKUP_EVERY:
        says = f"the newest file in {folder} is {age.days} days old" if newest else "none yet"
        return Finding(name="backup", state=BROKEN, says=says, remedy="make a backup now")
    hours = age / timedelta(hours=1)
    return Finding(name="backup", state=OK, says=f"the newest is {hours:.0f} hours old")
