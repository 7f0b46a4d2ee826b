"""The suite's own servers really are what the tests believe they are."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def test_postgres_is_a_real_server_with_databases_of_our_own(postgres_server):
    import psycopg

    url = postgres_server.new_database("house")
    with psycopg.connect(url) as connection:
        name, encoding = connection.execute(
            "SELECT current_database(), current_setting('server_encoding')"
        ).fetchone()
    assert (name, encoding) == ("house", "UTF8")


def test_nats_keeps_streams(nats_server):
    import asyncio

    import nats

    async def publish_and_count() -> int:
        client = await nats.connect(nats_server.url)
        stream = client.jetstream()
        await stream.add_stream(name="house", subjects=["house.>"])
        await stream.publish("house.one", b"1")
        info = await stream.stream_info("house")
        await client.close()
        return info.state.messages

    # In a thread of its own: a browser test before may have left its event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, publish_and_count()).result() == 1


def test_chromium_runs_scripts(page):
    page.set_content("<p id=a></p><script>document.getElementById('a').textContent=6*7</script>")
    assert page.text_content("#a") == "42"


SUITE = """
import pytest

@pytest.mark.browser
def test_needs_a_browser():
    pytest.skip("none here")

def test_needs_nothing():
    pytest.skip("for another reason")

@pytest.mark.browser
@pytest.mark.xfail(reason="known")
def test_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(
    ("no_skip", "code", "closing"),
    [("", 0, "2 skipped, 1 xfailed"), ("1", 1, "1 failed, 1 skipped, 1 xfailed")],
)
def test_ci_turns_a_skipped_browser_test_into_a_failure(tmp_path, no_skip, code, closing):
    # The house's conftest, on a small suite of its own.
    conftest = f"import sys\nsys.path.insert(0, {str(REPOSITORY)!r})\nfrom tests.conftest import *"
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "test_small.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n    browser\n    realdata\n    nats\n    postgres\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "TANGKAL_NO_SKIP": no_skip},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, closing in done.stdout) == (code, True), done.stdout


def test_the_suite_never_touches_the_home_of_the_developer(session_home):
    from tangkal.pipeline.settings import current, default_home

    assert current().home == session_home
    assert not Path(session_home.root).is_relative_to(default_home())
