"""`tangkal match` and `tangkal recognise`, in a home of their own, as an operator uses them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tangkal.cli import REFUSED
from tangkal.kernel import InvalidInput
from tangkal.pipeline.matching import open_matcher
from tests.pipeline import learned
from tests.servers import tables

QUESTION = learned.posts()[250]


def tangkal(*arguments: str, home: Path, given: str | None = None):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TANGKAL_")}
    return subprocess.run(
        [sys.executable, "-m", "tangkal.cli", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"TANGKAL_HOME": str(home)},
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home with known claims."""
    folder = tmp_path_factory.mktemp("match")
    home, archive = folder / "home", folder / "claims.jsonl"
    rows = [{"title": t, "verdict": "SALAH", "publisher": "Arsip"} for t in learned.titles()]
    archive.write_text("\n".join(map(json.dumps, rows)))
    tables.put_into(home)
    for step in (["init"], ["migrate"]):
        assert tangkal(*step, home=home).returncode == 0
    empty = tangkal("match", "apa kabar", home=home)
    assert empty.returncode == REFUSED
    assert "knows no claims yet" in empty.stderr
    taken = tangkal("ingest", str(archive), "--as", "claims", home=home)
    assert taken.returncode == 0, taken.stderr
    return home


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    rows = [
        {"post": pair.text, "title": pair.title, "date": str(pair.on), "same": pair.is_same}
        for pair in learned.judged()
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_a_text_is_answered_in_words(home):
    said = tangkal("match", QUESTION, home=home)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("Same claim, most likely.")
    assert learned.titles()[250] in said.stdout
    assert "rare words in common" in said.stdout


def test_a_text_comes_from_a_file_or_from_standard_input_too(home, tmp_path):
    path = tmp_path / "pesan.txt"
    path.write_text(QUESTION)
    by_file = tangkal("match", "--file", str(path), "--json", "-k", "1", home=home)
    by_input = tangkal("match", "--json", "-k", "1", home=home, given=QUESTION)
    assert by_file.stdout == by_input.stdout
    told = json.loads(by_file.stdout)
    assert (told["answer"], told["version"], told["known_claims"]) == ("same", 0, learned.N)
    assert [each["title"] for each in told["matches"]] == [learned.titles()[250]]


@pytest.mark.parametrize(
    ("arguments", "given", "words"),
    [
        (["match", " "], None, "no text to compare"),
        (["match"], "x" * 20_001, "20,001 characters"),
        (["match", "a", "--file", "b"], None, "not both"),
        (["match", "--file", "/nowhere/at/all"], None, "cannot be read"),
        (["match", "a", "--use", "7"], None, "no version 7"),
        (["recognise", "train"], None, "250 more are needed"),
        (["recognise", "promote", "3", "--why", "x"], None, "no version 3"),
        (["recognise", "promote", "0", "--why", " "], None, "give a reason"),
        (["recognise", "rollback", "--why", "x"], None, "no promotion is left"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(home, arguments, given, words):
    said = tangkal(*arguments, home=home, given=given)
    assert said.returncode == REFUSED, said.stdout
    assert words in said.stderr
    assert "Traceback" not in said.stderr


def test_a_notebook_asks_without_django(home):
    code = (
        "import sys; from tangkal.pipeline.matching import open_matcher\n"
        f"found = open_matcher({str(home)!r}).match({QUESTION!r})\n"
        "print(found.answer, found.matches[0].claim.verdict, 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "same SALAH False\n"


def test_a_folder_that_is_no_home_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="no desk database"):
        open_matcher(tmp_path)


def test_the_life_of_a_version(home, pairs):
    """Train, compare, promote, ask, roll back, ask again."""
    stranger = learned.strangers()[-1]

    def answer() -> tuple[str, int]:
        told = json.loads(tangkal("match", stranger, "--json", home=home).stdout)
        return told["answer"], told["version"]

    assert answer() == ("maybe", 0)
    said = tangkal("recognise", "train", "--pairs", str(pairs), home=home)
    assert said.returncode == 0, said.stderr
    assert "Version 1: learned from 208 confirmed pairs and 104 rejected texts" in said.stdout
    assert answer() == ("maybe", 0)  # until somebody promotes it

    said = tangkal("recognise", "evaluate", "--pairs", str(pairs), "--json", home=home)
    assert set(json.loads(said.stdout)["versions"]) == {"0", "1"}
    promoted = tangkal("recognise", "promote", "1", "--why", "lebih hati-hati", home=home)
    assert "in place of version 0" in promoted.stdout
    assert answer() == ("unknown", 1)
    listed = json.loads(tangkal("recognise", "versions", "--json", home=home).stdout)
    assert (listed["live"], [card["number"] for card in listed["versions"]]) == (1, [1])

    assert (
        "Version 0 answers again"
        in tangkal("recognise", "rollback", "--why", "kembali", home=home).stdout
    )
    assert answer() == ("maybe", 0)
    assert tangkal("audit", "verify", home=home).returncode == 0
