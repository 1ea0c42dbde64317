"""kamkit lab: JupyterLab on a person's own copy of the workbooks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from kamkit.cli.common import day_of, who
from kamkit.errors import InputError

# Nothing leaves the machine: no news, no update checks, and no question about them. Idle kernels give their memory back.
# Kernels are warm where that can be: the extension sees to it, so that without it they are stock ones.
_QUIET = (
    f"--LabApp.app_settings_dir={Path(__file__).parent / 'jupyterlab'}",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--MappingKernelManager.cull_idle_timeout=1800",
    "--ServerApp.jpserver_extensions={'kamkit.kernels.extension': True}",
    "--ServerApp.ip=127.0.0.1",
    # In a container people are root; the server is theirs alone either way: loopback, with a token.
    "--ServerApp.allow_root=True",
)


def open_lab(address: str, *, as_of: str, port: int, browser: bool) -> None:
    """Bring the copies up to date and start JupyterLab on them."""
    from kamkit.course.practice import put_exercises
    from kamkit.packs.copies import copies_folder, update_copies
    from kamkit.packs.jobs import address_from
    from kamkit.programme import open_programme

    if find_spec("jupyterlab") is None:
        raise InputError("JupyterLab is not installed; install it with: pip install 'kamkit[lab]'")
    day = day_of(as_of)
    with open_programme(address, who=who()) as programme:
        folder = copies_folder(programme.folder, who())
        for_kernels = programme.environment
        practising = programme.holds_sample
    copies = update_copies(folder, address_from(folder, programme.address))
    for copy in copies:
        if copy.state in ("changed", "put beside"):
            typer.echo(f"{'You changed' if copy.state == 'changed' else 'New version beside yours'}: {copy.path}")
    shared = find_spec("jupyter_server_ydoc") is not None
    if shared:
        _vouch_for([copy.path for copy in copies if copy.state != "changed"])
    if practising:
        for page in put_exercises(folder / "exercises"):
            typer.echo(f"You changed: {page}")
        typer.echo(f"The exercises of the course, to practise on this case, begin with CASE.md: {folder / 'exercises'}")
    typer.echo(f"JupyterLab on {folder}, as of {day}. Ctrl+C here ends it.")
    environment = os.environ | {"KAMKIT_AS_OF": day.isoformat(), "KAMKIT_WHO": os.environ.get("KAMKIT_WHO") or who()}
    environment |= for_kernels
    options = [*_QUIET, f"--ServerApp.root_dir={folder.resolve()}", *([f"--ServerApp.port={port}"] if port else [])]
    with TemporaryDirectory(prefix="kamkit-lab-", ignore_cleanup_errors=True) as aside:
        options += _sharing(Path(aside)) if shared else []
        command = [sys.executable, "-m", "jupyterlab", *options, *([] if browser else ["--no-browser"])]
        try:
            ended = subprocess.run(command, env=environment, check=False).returncode
        except KeyboardInterrupt:
            ended = 0
    if ended > 0:
        raise InputError(f"JupyterLab ended with status {ended}; its own message stands above")


def _sharing(aside: Path) -> list[str]:
    # Every step of a shared notebook is written down, outputs with customers' figures too: for as long as this runs,
    # and not in whatever folder it was started from.
    return [
        f"--SQLiteYStore.db_path={aside / 'steps.db'}",
        f"--YDocExtension.session_store_path={aside / 'sessions.json'}",
    ]


def _vouch_for(paths: Iterable[Path]) -> None:
    # In a shared notebook whoever runs a cell sees its form; the others see it only in a notebook that Jupyter trusts.
    import nbformat
    from nbformat.sign import NotebookNotary

    notary = NotebookNotary()
    for path in paths:
        notary.sign(nbformat.read(path, as_version=4))
