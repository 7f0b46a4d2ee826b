"""The documentation is current, whole, and says what the program and its screens say."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from tangkal.cli.commands import COMMANDS
from tangkal.desk import entry
from tangkal.desk.ui.messages import compile_messages
from tangkal.kernel.schema import INTAKE, MATCH, MEASURED
from tangkal.pipeline.home import Home
from tangkal.pipeline.settings import Settings
from tangkal.pipeline.signals import WEIGHTS
from tangkal.recognise import reasons as match_reasons
from tangkal.recognise import restraint
from tangkal.recognise.features import N_FEATURES
from tests.conftest import REPOSITORY
from tests.docs.words import PAIR, correct_pairs, is_on_screen
from tests.docs.write import DOCS, PAGES, maker, written_by_hand

EVERY_PAGE = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|[\s/(])tangkal ((?:[a-z]+(?:-[a-z]+)* ?)+)([^\n`]*)")
OPTION = re.compile(r"(?<!\S)--[a-z-]+")
OF_THE_CHECKOUT = {"test", "lint"}  # the launcher's own
# What only whoever wrote a page could know, and no reader should meet.
NOT_FOR_READERS = re.compile(
    r"/work/|/tmp/|(?<!\w)/home/|/root\b|/Users/|pypi|pythonhosted|npmjs|docker\.io|ghcr\.io"
    r"|\bhelpers?\b|\bthis session\b|\bAI agent|\blanguage model|\bTODO\b|\bFIXME\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module", autouse=True)
def desk_is_set_up() -> None:
    compile_messages()
    entry.set_up()


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name):
    """After a change: python -m tests.docs.write"""
    assert read(DOCS / "reference" / name) == maker(name)()


@pytest.mark.parametrize("path", EVERY_PAGE, ids=name_of)
def test_every_relative_link_leads_somewhere(path):
    broken = [target for target in links(path) if not leads_somewhere(path, target)]

    assert broken == []


def links(path: Path) -> Iterator[str]:
    for target in LINK.findall(FENCE.sub("", read(path))):
        if not target.startswith(("http://", "https://", "mailto:")):
            yield target


def leads_somewhere(page: Path, target: str) -> bool:
    address, _hash, anchor = target.partition("#")
    there = (page.parent / address).resolve() if address else page
    if not there.exists():
        return False
    return not anchor or anchor in {slug(line) for line in headings(there)}


def headings(path: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", FENCE.sub("", read(path)), re.MULTILINE)


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [REPOSITORY / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md" or not path.exists():
            continue
        reached.add(path)
        waiting += [
            (path.parent / t.partition("#")[0]).resolve() for t in links(path) if t[0] != "#"
        ]

    assert [name_of(path) for path in EVERY_PAGE if path not in reached] == []


@pytest.mark.parametrize("path", EVERY_PAGE, ids=name_of)
def test_every_command_written_down_exists_with_its_options(path):
    wrong = [line for line in commands(path) if not exists(line)]

    assert wrong == []


def commands(path: Path) -> Iterator[str]:
    """Every `tangkal …` in code, shell lines and spans alike."""
    text = read(path)
    for piece in [*FENCE.findall(text), *INLINE.findall(FENCE.sub("", text))]:
        for found in COMMAND.finditer(piece):
            yield f"{found[1]} {found[2]}"


def exists(line: str) -> bool:
    words = line.split()
    if words[0] in OF_THE_CHECKOUT:
        return True
    if words[0] not in COMMANDS:
        return False
    command: click.Command = COMMANDS[words[0]].load()
    rest = words[1:]
    while isinstance(command, click.Group):  # groups may stand in groups
        if not rest:
            return True
        if re.fullmatch(r"[a-z]+\|.*", rest[0]):
            return all(part in command.commands for part in rest[0].split("|"))
        if rest[0] not in command.commands:
            return False
        command, rest = command.commands[rest[0]], rest[1:]
    known = {name for each in command.params for name in each.opts} | {"--help"}
    return set(OPTION.findall(f" {line}")) <= known


def test_the_check_of_commands_can_fail():
    assert exists("quarantine list --status waiting")
    assert not exists("quarantine lst")
    assert exists("report evaluation draft 1 --by eva")
    assert not exists("report evaluation publish 1")
    assert not exists("ingest file.csv --mapp text=uraian")
    assert not exists("publish everything")


def test_the_checks_of_links_and_labels_can_fail():
    readme = REPOSITORY / "README.md"

    assert leads_somewhere(readme, "docs/index.md")
    assert leads_somewhere(readme, "docs/reference/command-line.md#tangkal-ingest")
    assert not leads_somewhere(readme, "docs/nothing.md")
    assert not leads_somewhere(readme, "docs/reference/command-line.md#tangkal-nothing")
    assert is_on_screen("Antrean", "Queue")
    assert not is_on_screen("Antrian", "Queue")
    assert correct_pairs("**Antrian**\n(*Queue*)") == "**Antrean**\n(*Queue*)"
    assert NOT_FOR_READERS.search("see /home/somebody/tangkal")


def test_every_setting_and_every_variable_is_documented():
    page = read(DOCS / "reference" / "settings.md")
    used = {
        name
        for folder in ("src", "tests", "benchmarks")
        for path in (REPOSITORY / folder).rglob("*.py")
        for name in re.findall(r"[\"'](TANGKAL_[A-Z_]+[A-Z])[\"']", read(path))
    }
    settings = {f"TANGKAL_{each.name.upper()}" for each in fields(Settings)}

    assert {name for name in used | settings if f"`{name}`" not in page} == set()


def test_every_variable_mentioned_exists():
    known = set(re.findall(r"`(TANGKAL_\w+)`", read(DOCS / "reference" / "settings.md")))
    mentioned = {n for path in EVERY_PAGE for n in re.findall(r"TANGKAL_[A-Z_]+[A-Z]", read(path))}

    assert mentioned <= known


def test_every_column_has_its_meaning():
    page = read(DOCS / "reference" / "data-schema.md")

    assert [f.name for f in [*INTAKE, *MEASURED, *MATCH] if f"| `{f.name}` |" not in page] == []


def test_every_path_of_the_home_is_explained():
    page = read(DOCS / "reference" / "files.md")
    home = Home(Path("home"))
    paths = [
        getattr(home, name).relative_to("home").as_posix()
        for name, member in vars(Home).items()
        if isinstance(member, property) and name != "is_demo"
    ]

    assert len(paths) > 8
    assert [
        name for name in paths if f"| `{name}`" not in page and f"| `{name}/`" not in page
    ] == []


def test_every_kind_of_reason_is_explained():
    page = read(DOCS / "reference" / "reasons.md")
    kinds = re.findall(r"^``(\w+)\|", match_reasons.__doc__ or "", re.MULTILINE)

    assert len(kinds) >= 5
    assert [kind for kind in [*kinds, *WEIGHTS] if f"| `{kind}` |" not in page] == []


def test_the_explained_limits_are_those_of_the_code():
    matching = read(DOCS / "explanation" / "matching.md")
    measured = re.findall(r"\d+(?=%)", restraint.__doc__ or "")

    assert f"| {restraint.SAME:.2f} and more |" in matching
    assert f"| {restraint.MAYBE:.2f} to {restraint.SAME:.2f} |" in matching
    assert set(measured) - {"70", "30"} <= set(re.findall(r"\d+", matching))
    assert N_FEATURES == 40  # the page says forty numbers


@pytest.mark.parametrize("path", EVERY_PAGE, ids=name_of)
def test_a_label_is_written_as_the_screen_shows_it(path):
    """After a change: python -m tests.docs.write"""
    wrong = [
        (indonesian, english)
        for indonesian, _between, english in PAIR.findall(read(path))
        if not is_on_screen(indonesian, english)
    ]

    assert wrong == []


@pytest.mark.parametrize("path", EVERY_PAGE, ids=name_of)
def test_nothing_is_written_that_no_reader_should_meet(path):
    assert NOT_FOR_READERS.findall(read(path)) == []


def test_safeguards_name_files_and_tests_that_exist():
    page = read(DOCS / "safeguards.md")
    files = re.findall(r"`((?:tests/)?[a-z_]+(?:/[a-z_]+)+(?:\.py)?)`", page)
    tests = "".join(read(path) for path in (REPOSITORY / "tests").rglob("test_*.py"))

    assert len(files) > 10
    missing = [
        name
        for name in files
        if not (REPOSITORY / name).exists() and not (REPOSITORY / "src/tangkal" / name).exists()
    ]
    assert missing == []
    promises = re.findall(r"`(test_\w+)`", page)
    assert [name for name in promises if f"def {name}(" not in tests] == []


def test_the_pictures_are_used_and_the_used_ones_are_there():
    used = {
        (path.parent / target).resolve()
        for path in written_by_hand()
        for target in links(path)
        if target.endswith(".png")
    }

    assert used == set((DOCS / "images").glob("*.png"))
