"""./tangkal says in one sentence what is missing, and never trusts a half-made environment.

Each test runs the real script in a folder of its own with real locks of no packages; Pythons,
pip and uv on the PATH are small shell scripts where the promise is about their failing.
"""

import ast
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LAUNCHER = Path(__file__).resolve().parents[2] / "tangkal"
START = """
import runpy, sys
sys.executable = ""
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

# The project that gets installed here: its `tangkal.cli` prints what it was given.
CLI = "import sys\nprint('CLI', *sys.argv[1:])\n"
# Stands in for `python -m pip`: a zip or a wheel is never needed to prove the launcher's part.
PIP = """
import os, sys
from pathlib import Path
Path(os.environ["PIP_CALLS"]).open("a").write(" ".join(sys.argv[1:]) + "\\n")
print(os.environ.get("PIP_SAYS", ""))
if "--editable" in sys.argv:
    folder = Path(sys.argv[sys.argv.index("--editable") + 1])
    site = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    (site / "tangkal.pth").write_text(f"{folder}/src")
sys.exit(int(os.environ.get("PIP_EXIT", "0")))
"""


class Checkout:
    """A small checkout: the real launcher, empty locks, and a PATH that holds what we put in."""

    def __init__(self, root: Path) -> None:
        self.root = root / "checkout"
        self.bin = root / "bin"
        self.calls = root / "pip-calls"
        self.bin.mkdir(parents=True)
        (self.root / "requirements").mkdir(parents=True)
        (self.root / "src" / "tangkal" / "cli").mkdir(parents=True)
        shutil.copy2(LAUNCHER, self.root / "tangkal")
        for name in ("runtime", "dev"):
            (self.root / "requirements" / f"{name}.lock").write_text("# nothing\n")
        (self.root / "src" / "tangkal" / "__init__.py").touch()
        (self.root / "src" / "tangkal" / "cli" / "__init__.py").touch()
        (self.root / "src" / "tangkal" / "cli" / "__main__.py").write_text(CLI)
        self.calls.touch()
        (root / "pip.py").write_text(PIP)
        self.surroundings = {"PATH": str(self.bin), "PIP_CALLS": str(self.calls)}

    def program(self, name: str, script: str) -> Path:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    def fit_python(self, name: str = "python3.11") -> None:
        """A fit Python whose environments come with our small pip."""
        self.program(
            name,
            'case "$*" in\n'
            f'  *"-m venv "*) {sys.executable} "$@" --without-pip || exit 1\n'
            '    for last; do :; done; pip=$(echo "$last"/lib/python*/site-packages)/pip\n'
            f'    /bin/mkdir "$pip"; /bin/cp {self.bin.parent}/pip.py "$pip/__main__.py";;\n'
            f'  *) exec {sys.executable} "$@";;\n'
            "esac",
        )

    def command(self, *arguments: str) -> list[str]:
        """The launcher, started by a Python it cannot use itself: it must look for another."""
        launcher = str(self.root / "tangkal")
        return [sys.executable, "-c", START, launcher, *arguments]

    def start(self, *arguments: str, **more: str):
        return subprocess.run(
            self.command(*arguments),
            env={**self.surroundings, **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def pip_calls(self) -> list[str]:
        return self.calls.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.fit_python()
    return made


def sentences(done: subprocess.CompletedProcess) -> list[str]:
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr.splitlines()


def test_the_first_start_makes_the_environment_and_later_ones_only_use_it(checkout):
    first = checkout.start("version", "--long")
    assert (first.returncode, first.stdout) == (0, "CLI version --long\n"), first.stderr
    packages, project = checkout.pip_calls()
    assert "--require-hashes" in packages
    assert packages.endswith("requirements/runtime.lock")
    assert "--no-build-isolation" in project
    assert "--no-deps" in project

    second = checkout.start("version")
    assert (second.returncode, second.stdout, second.stderr) == (0, "CLI version\n", "")
    assert len(checkout.pip_calls()) == 2


def test_the_suite_runs_on_the_developers_lock_and_the_environment_stays_a_developers(checkout):
    site = "import sys\nprint('PYTEST', *sys.argv[1:])\n"
    (checkout.root / "src" / "pytest.py").write_text(site)
    done = checkout.start("test", "-k", "something")
    assert (done.returncode, done.stdout) == (0, "PYTEST -k something\n"), done.stderr
    assert checkout.pip_calls()[0].endswith("requirements/dev.lock")

    assert checkout.start("version").stderr == ""
    (checkout.root / "requirements" / "runtime.lock").write_text("# changed\n")
    assert "bringing it up to date" in checkout.start("version").stderr
    assert checkout.pip_calls()[-2].endswith("requirements/dev.lock")


def test_a_changed_lock_brings_the_environment_up_to_date_without_making_it_again(checkout):
    checkout.start("version")
    witness = checkout.root / ".venv" / "witness"
    witness.touch()
    (checkout.root / "requirements" / "runtime.lock").write_text("# another\n")
    done = checkout.start("version")
    assert "packages changed; bringing it up to date" in done.stderr
    assert witness.exists()
    assert done.stdout == "CLI version\n"


@pytest.mark.parametrize(
    "damage", ["killed", "a file", "moved", "python gone", "system python upgraded"]
)
def test_a_half_made_environment_is_noticed_and_made_again(checkout, damage):
    checkout.start("version")
    folder = checkout.root / ".venv"
    if damage == "killed":  # the stamp is written last
        (folder / "tangkal-stamp").unlink()
    elif damage == "a file":
        shutil.rmtree(folder)
        folder.write_text("not a folder")
    elif damage == "moved":
        moved = checkout.root.with_name("moved")
        checkout.root.rename(moved)
        checkout.root = moved
    elif damage == "python gone":
        (folder / "bin" / "python").unlink()
    else:  # the link is as it was, but nothing stands at its end
        before = os.path.realpath(folder / "bin" / "python")
        gone = str(checkout.bin / "python3.10")
        (folder / "bin" / "python").unlink()
        (folder / "bin" / "python").symlink_to(gone)
        stamp = folder / "tangkal-stamp"
        stamp.write_text(stamp.read_text().replace(f"python {before}", f"python {gone}"))
    done = checkout.start("version")
    assert (done.returncode, done.stdout) == (0, "CLI version\n"), done.stderr
    assert "half-made or moved; making it again" in sentences(done)[0]


def test_an_interrupted_install_is_not_mistaken_for_a_finished_one(checkout):
    failed = checkout.start("version", PIP_EXIT="1", PIP_SAYS="ERROR: something odd")
    assert failed.returncode == 2
    assert "something odd" in sentences(failed)[-1]
    again = checkout.start("version")
    assert "half-made" in again.stderr
    assert again.stdout == "CLI version\n"


def test_an_interrupted_update_is_not_mistaken_for_a_finished_one(checkout):
    checkout.start("version")
    lock = checkout.root / "requirements" / "runtime.lock"
    before = lock.read_text()
    lock.write_text("# another\n")
    assert checkout.start("version", PIP_EXIT="1").returncode == 2
    lock.write_text(before)  # as after going back to the older version
    assert "half-made" in checkout.start("version").stderr


@pytest.mark.parametrize(
    ("installer_says", "sentence"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for numpy",
            "the package index could not be reached: check the network or proxy",
        ),
        (
            "ERROR: No matching distribution found for numpy==2.4",
            "has no build of a locked package for this machine",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "is not the one the lock names, so nothing was installed",
        ),
        ("OSError: [Errno 28] No space left on device", "the disk is full"),
    ],
)
def test_a_failed_install_says_what_to_do(checkout, installer_says, sentence):
    done = checkout.start("demo", PIP_EXIT="1", PIP_SAYS=installer_says)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in sentences(done)[-1]
    assert str(checkout.root / ".venv" / "install.log") in done.stderr


def test_without_network_the_true_pip_leads_to_the_same_sentence(tmp_path):
    checkout = Checkout(tmp_path)
    checkout.program("python3.11", f'exec {sys.executable} "$@"')
    lock = f"attrs==25.1.0 --hash=sha256:{'0' * 64}\n"
    (checkout.root / "requirements" / "runtime.lock").write_text(lock)
    nowhere = "http://127.0.0.1:9/simple"
    done = checkout.start(
        "version", PIP_INDEX_URL=nowhere, PIP_CONFIG_FILE=os.devnull, PIP_RETRIES="1"
    )
    assert done.returncode == 2
    assert "the package index could not be reached" in sentences(done)[-1]


def test_an_old_python_alone_is_told_which_one_to_install(tmp_path):
    checkout = Checkout(tmp_path)
    checkout.program("python3", "echo 3 8")
    done = checkout.start("demo")
    assert done.returncode == 2
    (sentence,) = sentences(done)
    assert "needs Python 3.11 to 3.14" in sentence
    assert f"{checkout.bin}/python3 is 3.8" in sentence
    assert "apt install python3" in sentence


def test_a_python_that_is_only_a_name_on_the_path_is_passed_over(checkout):
    # pyenv leaves such names for every version it ever saw.
    (checkout.bin / "python3.11").rename(checkout.bin / "python3.13")
    checkout.program("python3.11", "echo 'python3.11: command not found' >&2; exit 127")
    assert checkout.start("version").stdout == "CLI version\n"


def test_debian_without_python3_venv_names_the_package(tmp_path):
    checkout = Checkout(tmp_path)
    missing = "ModuleNotFoundError: No module named 'ensurepip'"
    checkout.program("python3.11", f'echo 3 11; echo "{missing}" >&2; exit 1')
    done = checkout.start("demo")
    assert done.returncode == 2
    (sentence,) = sentences(done)
    assert "sudo apt install python3-venv" in sentence
    assert "python3.11-venv" in sentence


def test_uv_is_used_where_it_is_and_needs_no_python3_venv(tmp_path):
    checkout = Checkout(tmp_path)
    checkout.program("python3.11", "echo 3 11; exit 1")
    calls = tmp_path / "uv-calls"
    checkout.program(
        "uv",
        f'echo "$@" >> {calls}\n'
        'case "$1" in\n'
        "  python) exit 2;;\n"
        f'  venv) for last; do :; done; {sys.executable} -m venv --without-pip "$last";;\n'
        f"  pip) cd {checkout.root}; echo $PWD/src > $(echo .venv/lib/*/site-packages)/t.pth;;\n"
        "esac",
    )
    done = checkout.start("version")
    assert (done.returncode, done.stdout) == (0, "CLI version\n"), done.stderr
    _, venv, packages, project = calls.read_text().splitlines()
    assert venv.startswith("venv ")
    assert packages.startswith("pip sync --require-hashes")
    assert "--no-build-isolation --no-deps" in project
    assert checkout.pip_calls() == []


def test_a_folder_that_cannot_be_written_says_so(checkout):
    if os.geteuid() != 0:
        checkout.root.chmod(0o555)
        done = checkout.start("demo")
        checkout.root.chmod(0o755)
    else:  # root writes anywhere, so start it as somebody else
        for folder in [checkout.root, *checkout.root.parents][:-2]:
            folder.chmod(0o755)
        done = subprocess.run(
            [str(usable_by_all()), str(checkout.root / "tangkal"), "demo"],
            env=checkout.surroundings,
            user="nobody",
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    (sentence,) = sentences(done)
    assert "cannot be written (Permission denied): copy Tangkal to a folder of your own" in sentence


def usable_by_all() -> Path:
    system = Path("/usr/bin/python3")
    if not system.exists():
        pytest.skip("no Python here that another user may run")
    return system


def test_an_incomplete_copy_says_which_file_is_missing(checkout):
    lock = checkout.root / "requirements" / "runtime.lock"
    lock.unlink()
    done = checkout.start("demo")
    assert done.returncode == 2
    (sentence,) = sentences(done)
    assert str(lock) in sentence
    assert "get it afresh" in sentence


def test_a_second_start_waits_for_the_first_instead_of_making_it_twice(checkout):
    with (checkout.root / ".venv.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        second = subprocess.Popen(
            checkout.command("version"),
            env=checkout.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr is not None
        assert "waiting for it" in second.stderr.readline()
        assert not (checkout.root / ".venv").exists()
    output, _ = second.communicate()
    assert output == "CLI version\n"


def test_an_old_python_can_read_the_launcher():
    ast.parse(LAUNCHER.read_text(), feature_version=(3, 6))


def test_lint_runs_every_check_and_reports_each_failure(checkout):
    checkout.start("test")  # the developers' environment
    tools = checkout.root / ".venv" / "bin"
    for name in ("tangkal", "ruff", "mypy", "lint-imports", "django-admin"):
        script = tools / name
        script.write_text(f"#!/bin/sh\nexit {int(name in {'mypy', 'django-admin'})}\n")
        script.chmod(0o755)
    done = checkout.start("lint")
    assert done.returncode == 1
    assert sentences(done)[-1] == "tangkal: these checks failed: mypy, django-admin makemigrations."
    assert done.stdout.count("$ ") == 6
