"""A PostgreSQL cluster of the suite's own, in a temporary folder on a free port."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.ports import free_port

# Throw-away data: nothing is lost that a test run would miss.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; its one superuser is `tangkal`, without a password, on loopback."""

    port: int

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://tangkal@127.0.0.1:{self.port}/{database}"

    def new_database(self, name: str) -> str:
        """Make an empty database, in place of an older one of that name; answers its URL."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self.url(), autocommit=True) as connection:
            for command in ("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}"):
                connection.execute(sql.SQL(command).format(sql.Identifier(name)))
        return self.url(name)


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps them off the PATH, newest version wins."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))],
        reverse=True,
    )
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).parent)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def another_user() -> str | None:
    """PostgreSQL refuses to run as root; its own system user takes over there."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    if programs() is None:
        pytest.skip("no PostgreSQL server here; install it with 'apt install postgresql'")
    with running_server() as server:
        yield server


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """A cluster in a temporary folder, gone afterwards.

    Raises:
        RuntimeError: PostgreSQL is not installed, or does not start.
    """
    folder = programs()
    if folder is None:
        raise RuntimeError("no PostgreSQL server here; install it with 'apt install postgresql'")
    user = another_user()
    root = Path(tempfile.mkdtemp(prefix="tangkal-postgres-"))
    if user is not None:
        shutil.chown(root, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(folder / program), *arguments]
        # Output goes to a file: a server that inherited our pipe would keep it open for ever.
        with (root.parent / f"{root.name}.log").open("a+") as log:
            done = subprocess.run(command, user=user, cwd=root, stdout=log, stderr=log, check=False)
            if done.returncode != 0:
                log.seek(0)
                raise RuntimeError(f"{' '.join(command)} failed: {log.read()}")

    data, port = root / "data", free_port()
    initdb = ("-U", "tangkal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {QUICK}"
    try:
        run("initdb", "-D", str(data), *initdb)
        run("pg_ctl", "-D", str(data), "-w", "-l", str(root / "server.log"), "-o", options, "start")
        try:
            yield PostgresServer(port)
        finally:
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)
        (root.parent / f"{root.name}.log").unlink(missing_ok=True)
