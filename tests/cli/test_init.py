"""`tangkal init` makes a home an office can begin with, and never a second centre in it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

PASSWORD = "jembatan-kali-wening-94"
CENTRE = ("--organisation", "Kementerian Contoh", "--administrator", "pengelola")


def init(home: Path, *options: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tangkal.cli", "init", "--home", str(home), *options],
        env={**os.environ, "TANGKAL_HOME": str(home)},
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


def ask(home: Path, query: str) -> list[tuple]:
    with sqlite3.connect(home / "desk.sqlite3") as database:
        return database.execute(query).fetchall()


def test_without_a_centre_it_makes_folders_and_keys_only(tmp_path):
    done = init(tmp_path / "home")

    assert done.returncode == 0, done.stderr
    assert {p.name for p in (tmp_path / "home" / "secrets").iterdir()} == {
        "secret_key",
        "author_key",
    }
    assert not (tmp_path / "home" / "desk.sqlite3").exists()


def test_an_office_gets_its_centre_the_governments_and_one_administrator_once(tmp_path):
    weak = init(tmp_path, *CENTRE, said="pengelola\n")
    assert weak.returncode == 2
    assert "the password is refused" in weak.stderr

    done = init(tmp_path, *CENTRE, said=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    assert ask(tmp_path, "SELECT username FROM accounts_user") == [("pengelola",)]
    assert ask(tmp_path, "SELECT role FROM accounts_roleassignment") == [("admin_sistem",)]
    ((governments,),) = ask(
        tmp_path, "SELECT count(*) FROM accounts_organisation WHERE parent_id IS NOT NULL"
    )
    assert governments == 546

    again = init(tmp_path, *CENTRE, said=f"{PASSWORD}\n")
    assert again.returncode == 2
    assert "already belongs to Kementerian Contoh" in again.stderr


def test_half_a_centre_is_refused_before_anything_is_made(tmp_path):
    done = init(tmp_path / "home", "--organisation", "Kementerian Contoh")

    assert done.returncode == 2
    assert "together" in done.stderr
    assert not (tmp_path / "home").exists()


def test_no_password_no_centre(tmp_path):
    done = init(tmp_path, *CENTRE)

    assert done.returncode == 2
    assert "no password" in done.stderr


OPERATING = (
    "tokens list",
    "tokens revoke 1",
    "people list",
    "people close siapa",
    "organisations list",
    "deadlines list",
    "retention plan",
    "report list",
    "audit verify",
)


def test_a_desk_that_was_never_migrated_is_told_so_in_one_sentence(tmp_path):
    assert init(tmp_path / "home").returncode == 0
    ask_all = f"""
from tangkal.cli import run
home = ["--home", {str(tmp_path / "home")!r}]
print([run([*each.split(), *home]) for each in {OPERATING}])
"""
    done = subprocess.run(
        [sys.executable, "-c", ask_all], capture_output=True, text=True, check=False
    )

    assert done.stdout == f"{[2] * len(OPERATING)}\n", done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("run 'tangkal migrate' first") == len(OPERATING)
