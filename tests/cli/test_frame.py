"""The command line answers quickly, speaks in sentences, and its table tells the truth."""

import errno
import json
import os
import subprocess
import sys
from types import ModuleType, SimpleNamespace

import click
import pytest

from tangkal import __version__
from tangkal.cli import INTERRUPTED, REFUSED, run
from tangkal.cli.commands import COMMANDS
from tangkal.kernel.errors import SettingMissing
from tangkal.pipeline.settings import current


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_table_exists_and_explains_itself(name, capsys):
    command = COMMANDS[name].load()
    assert command.name == name
    assert command.help
    assert run([name, "--help"]) == 0
    assert f"tangkal {name}" in capsys.readouterr().out


def test_help_names_every_command_without_loading_any(capsys):
    code = (
        "import sys; from tangkal.cli import run; run(['--help'])\n"
        "heavy = {'django', 'duckdb', 'numba', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in done.stdout and COMMANDS[name].line in done.stdout for name in COMMANDS)
    assert done.stdout.endswith("heavy: []\n")


def test_version_is_printed(capsys):
    assert run(["version"]) == 0
    assert __version__ in capsys.readouterr().out


@pytest.fixture
def raising(monkeypatch):
    """`tangkal raised` ends with this error."""

    def add(error: BaseException) -> None:
        @click.command()
        def raised() -> None:
            raise error

        monkeypatch.setitem(COMMANDS, "raised", SimpleNamespace(load=lambda: raised))

    return add


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (SettingMissing("the key is missing: run this"), REFUSED, "the key is missing: run this"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/home/lake"),
            REFUSED,
            "[Errno 28] No space left on device: '/home/lake': free some space and repeat the "
            "command, it goes on where it stopped",
        ),
        (KeyboardInterrupt(), INTERRUPTED, "stopped before it was done."),
    ],
)
def test_what_a_user_can_act_on_is_one_sentence(raising, capsys, error, code, sentence):
    raising(error)
    assert run(["raised"]) == code
    assert capsys.readouterr().err.strip() == f"tangkal: {sentence}"


def test_a_fault_of_ours_is_not_dressed_up_as_the_users(raising):
    for error in (ZeroDivisionError("ours"), FileNotFoundError(errno.ENOENT, "gone")):
        raising(error)
        with pytest.raises(type(error)):
            run(["raised"])


def test_an_unknown_command_is_refused(capsys):
    assert run(["nonsense"]) == REFUSED
    assert "No such command 'nonsense'" in capsys.readouterr().err


@pytest.fixture
def own_home_after():
    """Commands choose their home in this process's environment; put ours back after."""
    before = os.environ["TANGKAL_HOME"]
    yield
    os.environ["TANGKAL_HOME"] = before
    current.cache_clear()


@pytest.mark.usefixtures("own_home_after")
def test_init_makes_keys_once_and_keeps_them(tmp_path, capsys):
    home = tmp_path / "new" / "home"
    assert run(["init", "--home", str(home)]) == 0
    key = home / "secrets" / "secret_key"
    first = key.read_text()
    assert key.stat().st_mode & 0o077 == 0
    assert len(first.strip()) == 64
    assert run(["init", "--home", str(home)]) == 0
    assert key.read_text() == first


@pytest.mark.usefixtures("own_home_after")
def test_a_home_that_cannot_be_made_is_named(tmp_path, capsys):
    (tmp_path / "file").touch()
    assert run(["init", "--home", str(tmp_path / "file" / "home")]) == REFUSED
    assert "cannot be written" in capsys.readouterr().err


def test_commands_without_a_home_name_the_remedy(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tangkal.cli", "audit", "verify", "--home", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == REFUSED, done.stderr
    assert "run 'tangkal init'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("chain", "code", "words"),
    [
        ((1200, None, ""), 0, "whole: 1,200 events"),
        ((1200, 77, "its hash does not match"), 1, "breaks at event 77: its hash does not match"),
    ],
)
def test_audit_verify_fails_naming_the_first_broken_link(monkeypatch, capsys, chain, code, words):
    from tangkal.desk import entry

    monkeypatch.setattr(entry, "verify_audit", lambda: chain)
    assert run(["audit", "verify"]) == code
    captured = capsys.readouterr()
    assert words in captured.out + captured.err


def test_bench_prints_the_contracts_object_last(monkeypatch, capsys, tmp_path):
    from benchmarks import registry

    module = ModuleType("benchmarks.of_this_test")

    def scenario(options):
        print("some progress")
        return {"one.figure": 0.5, "size": options.size, "empty": float("nan")}

    module.run = scenario
    monkeypatch.setitem(sys.modules, module.__name__, module)
    row = registry.Scenario(module=module.__name__, line="One.", options=("size", "seed"))
    monkeypatch.setitem(registry.SCENARIOS, "test.one", row)

    assert run(["bench", "test.one", "--size", "7", "--data", str(tmp_path), "--json"]) == 0
    captured = capsys.readouterr()
    result = json.loads(captured.out.splitlines()[-1])
    assert {"scenario", "figures", "inputs", "versions", "machine", "seconds"} <= set(result)
    assert result["figures"] == {"one.figure": 0.5, "size": 7}
    assert result["inputs"] == {"size": 7, "seed": 1}
    assert "empty is left out" in captured.err
    assert "does not use --data" in captured.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.here"], "no scenario is called 'nothing.here'"),
        (["recognise.turnbackhoax", "--data", "/nowhere"], "--data /nowhere is not a folder"),
        ([], "name a scenario"),
    ],
)
def test_bench_that_cannot_run_says_why(capsys, arguments, words):
    assert run(["bench", *arguments]) == REFUSED
    assert words in capsys.readouterr().err


def test_bench_lists_every_scenario_with_its_options(capsys):
    from benchmarks.registry import SCENARIOS

    assert run(["bench", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(SCENARIOS)
    assert all("--" in line for line in lines)


def test_an_installed_tangkal_without_benchmarks_says_where_they_are(monkeypatch, capsys, tmp_path):
    from tangkal.cli import bench

    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)
    assert run(["bench", "--list"]) == REFUSED
    assert "./tangkal bench in a checkout" in capsys.readouterr().err
