"""What a run cost, and what it ran on: the facts beside every benchmark figure."""

import hashlib
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Self

from tangkal import __version__

PACKAGES = ("numpy", "numba", "pyarrow", "duckdb", "Django", "pycld2", "snowballstemmer")
SAMPLE_SECONDS = 0.05
CHUNK_BYTES = 1 << 20


class Cost:
    """Wall and CPU seconds and peak memory of this process and everything it starts.

    CPU of children counts once they have ended and were waited for.
    """

    wall_seconds = 0.0
    cpu_seconds = 0.0
    peak_bytes = 0

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._began = (time.perf_counter(), cpu_seconds())
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        wall, cpu = self._began
        self.wall_seconds = time.perf_counter() - wall
        self.cpu_seconds = cpu_seconds() - cpu
        self._over.set()
        self._sampler.join()
        self.peak_bytes = max(self.peak_bytes, own_peak_bytes())

    def _sample(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.peak_bytes = max(self.peak_bytes, tree_bytes(os.getpid()))


def cpu_seconds() -> float:
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def own_peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024  # macOS counts bytes, Linux kB


def tree_bytes(process: int) -> int:
    """Resident bytes of a process and its descendants; 0 where /proc does not tell."""
    folder = Path(f"/proc/{process}")
    try:
        pages = int((folder / "statm").read_text().split()[1])
        threads = [(task / "children").read_text() for task in (folder / "task").iterdir()]
    except (OSError, IndexError):  # it ended while we looked, or there is no /proc
        return 0
    children = (int(child) for line in threads for child in line.split())
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(map(tree_bytes, children))


def shared_data(checkout: Path) -> Path:
    """The folder of real data, beside the checkout or named by TANGKAL_SHARED_DATA."""
    return Path(os.environ.get("TANGKAL_SHARED_DATA") or checkout.parent / "shared" / "data")


def describe_inputs(options: object, names: Sequence[str]) -> dict[str, object]:
    """What the scenario was given; a folder by the hash of everything in it."""
    inputs: dict[str, object] = {}
    for name in names:
        value = getattr(options, name)
        inputs[name] = describe_folder(value) if isinstance(value, Path) else value
    return inputs


def describe_folder(folder: Path) -> dict[str, object]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        "folder": folder.name,
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "sha256": hash_files(folder, files),
    }


def hash_files(folder: Path, files: Iterable[Path]) -> str:
    """One hash over names and contents: two folders agree exactly when it does."""
    content = hashlib.sha256()
    for path in files:
        content.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                content.update(chunk)
    return content.hexdigest()


def versions(checkout: Path) -> dict[str, str]:
    found = {"tangkal": __version__, "python": platform.python_version()}
    if commit := git(checkout, "rev-parse", "--short=12", "HEAD"):
        changed = git(checkout, "status", "--porcelain", "--untracked-files=no")
        found["commit"] = commit + ("+changes" if changed else "")
    for name in PACKAGES:
        found[name.lower()] = metadata.version(name)
    return found


def git(checkout: Path, *arguments: str) -> str:
    """One line from git, empty where there is none (a downloaded archive, say)."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(checkout), *arguments],  # noqa: S607 - whichever git is on the PATH
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def machine() -> dict[str, object]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": platform.platform(),
        "processor": processor(),
        "cores": os.cpu_count() or 0,
        "memory_gb": round(memory / 1e9, 1),
    }


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
