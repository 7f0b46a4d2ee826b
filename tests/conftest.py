"""The suite's house: a home of its own, servers of its own, and no quiet skips in CI.

Nothing here reads the developer's own Tangkal: every `TANGKAL_…` setting is dropped and the
home is a fresh temporary folder, one for each pytest-xdist worker, made before Django's
settings load (that is why this stands at the top of the module and not in a fixture).
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

gc.disable()  # until all is imported: see pytest_collection_finish

REPOSITORY = Path(__file__).resolve().parents[1]
FOR_THE_SUITE = ("TANGKAL_NO_SKIP", "TANGKAL_SHARED_DATA", "TANGKAL_WRITE_SHOTS")

for name in [n for n in os.environ if n.startswith("TANGKAL_") and n not in FOR_THE_SUITE]:
    del os.environ[name]
SESSION_HOME = Path(tempfile.mkdtemp(prefix="tangkal-test-"))
os.environ["TANGKAL_HOME"] = str(SESSION_HOME)
# The desk's own tests can be pointed at another database; see tests/desk/test_postgres.py.
if os.environ.get("SUITE_DATABASE_URL"):
    os.environ["TANGKAL_DATABASE_URL"] = os.environ["SUITE_DATABASE_URL"]
os.environ["DJANGO_SETTINGS_MODULE"] = "tangkal.desk.settings"

from tangkal.pipeline.home import Home  # noqa: E402
from tests.servers import tables  # noqa: E402

Home(SESSION_HOME).make()

# A shared machine may stall for a second: how long an example took proves nothing.
hypothesis_settings.register_profile("suite", deadline=None, print_blob=True)
hypothesis_settings.load_profile("suite")

pytest_plugins = [
    "tests.servers.postgres",
    "tests.servers.nats",
    "tests.servers.browser",
    "tests.servers.desk",
]

# A test that uses one of these fixtures needs no mark of its own.
MARK_OF_FIXTURE = {
    "shared_data": "realdata",
    "postgres_server": "postgres",
    "nats_server": "nats",
    "chromium": "browser",
}


@pytest.fixture(scope="session")
def session_home() -> Home:
    """The home this process's settings point at."""
    return Home(SESSION_HOME)


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings, django_db_use_migrations) -> bool:
    """Begin with a copy of the migrated tables; Django then looks whether anything is missing."""
    asked = request.config.getvalue("reuse_db")
    from django.db import connection

    if asked or not django_db_use_migrations or connection.vendor != "sqlite":
        return asked
    tables.put(Path(connection.settings_dict["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings) -> Iterator[None]:
    """Where tables are made from nothing after all, on PostgreSQL, new models are drawn alone."""
    from tangkal.desk.jobs import migrating

    with migrating.quickly():
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, beside the checkout or named by TANGKAL_SHARED_DATA."""
    folder = Path(os.environ.get("TANGKAL_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no real data at {folder}; name its folder in TANGKAL_SHARED_DATA")
    return folder


# Files that take a minute and more, longest first: none of them may begin when the other worker
# has nothing left to do. Browsers come next, a minute or so a file.
LONGEST = (
    "test_urls_by_role.py",
    "test_postgres.py",
    "test_operations_by_role.py",
    "test_hostile_words.py",
    "test_public_pages.py",
    "test_operations_fuzzed.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=turn_of)  # stable: the others keep their order
    for item in items:
        for fixture, mark in MARK_OF_FIXTURE.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


def pytest_collection_finish() -> None:
    """What was imported stays until the end: the garbage collector need not walk it again.

    Half a million objects lie there before the first test, and each full collection, of which a
    busy page starts several a minute, walked them all. What tests leave is collected as before,
    in fewer and larger lots.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


def turn_of(item: pytest.Item) -> int:
    if item.path.name in LONGEST:
        return LONGEST.index(item.path.name)
    return len(LONGEST) + ("browser" not in item.nodeid.partition("::")[0])


def skips_are_failures() -> bool:
    return os.environ.get("TANGKAL_NO_SKIP", "") not in {"", "0"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Under TANGKAL_NO_SKIP, a test that needs the machine's help must not be skipped."""
    report = yield
    needs = [mark for mark in MARK_OF_FIXTURE.values() if item.get_closest_marker(mark)]
    is_expected_failure = hasattr(report, "wasxfail")
    if report.skipped and needs and skips_are_failures() and not is_expected_failure:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"TANGKAL_NO_SKIP forbids skipping a {needs[0]} test: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """Under TANGKAL_NO_SKIP, no whole file steps aside either."""
    report = yield
    if report.skipped and skips_are_failures():
        report.outcome = "failed"
        report.longrepr = f"TANGKAL_NO_SKIP forbids skipping a whole file: {report.longrepr}"
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Workers make their own homes: with our settings inherited, Django would load too early."""
    for name in ("DJANGO_SETTINGS_MODULE", "TANGKAL_HOME"):
        os.environ.pop(name, None)


def pytest_unconfigure() -> None:
    gc.unfreeze()  # what is left when the process ends is looked at as ever
    shutil.rmtree(SESSION_HOME, ignore_errors=True)
