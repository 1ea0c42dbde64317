"""What the warm process imports, and how it makes sure that no kernel could tell the difference.

A module that looks for the running shell while it is imported (as ``matplotlib_inline`` does), that prints
or warns, or that starts a thread, would do so in a kernel and must do so there: it is left out.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import pkgutil
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence

PRELOAD = "KAMKIT_WARM_PRELOAD"

# By name, and what is not installed is left out. A star: every module of that package.
DEFAULT = (
    "jedi",
    "numpy",
    "pandas",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.html",
    "pandas.io.formats.style",
    "pandas.io.formats.string",
    "scipy.optimize",
    "scipy.stats",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    *("PIL.BmpImagePlugin", "PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PpmImagePlugin"),
    "ipywidgets",
    "anywidget",
    "sqlalchemy",
    "sqlalchemy.dialects.sqlite",
    "pydantic",
    "kamkit.model.*",
    "kamkit.method.*",
    "kamkit.programme.*",
    "kamkit.show.*",
    "kamkit.forms.*",
)

# They ask for the shell as well; kamkit.kernels.kernel does in each kernel what they then do.
_SEEN_TO_IN_THE_KERNEL = {"ipywidgets"}

asked_for_shell: list[str] = []


# What every kernel imports before its first cell, by the time it is at its end; matplotlib_inline never.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "pdb",
    "psutil",
    "tornado.platform.asyncio",
)


def preload_kernel() -> None:
    """Import what every kernel is made of; ImportError where ipykernel is missing."""
    importlib.import_module(_KERNEL[0])
    for name in _KERNEL[1:]:
        with contextlib.suppress(ImportError):  # another version
            importlib.import_module(name)


def preload(names: Sequence[str], without: Sequence[str]) -> dict[str, str]:
    """Import ``names`` except ``without``; returns those that a kernel has to import itself, and why."""
    unfit: dict[str, str] = {}
    with _watching_for_shell():
        for name in _each(names):
            if name not in without and (reason := _import(name)):
                unfit[name] = reason
    return unfit


def _each(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        package = name.removesuffix(".*")
        yield package
        if package != name:
            with contextlib.suppress(Exception):
                path = importlib.import_module(package).__path__
                found = pkgutil.walk_packages(path, f"{package}.", onerror=lambda _: None)
                yield from (one.name for one in found if not one.name.endswith(".__main__"))


def _import(name: str) -> str:
    """Import one module as a cell would; in words why it should not have been, else ""."""
    asked_for_shell.clear()
    before = threads()
    output = io.StringIO()
    with (
        warnings.catch_warnings(record=True) as warned,
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        # As ipykernel does: what a cell itself calls is shown.
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        try:
            exec(f"import {name}", {"__name__": "__main__"})
        except Exception:
            # Missing, or broken: whoever imports it in a notebook will see the error there.
            traceback.clear_frames(sys.exc_info()[2])
    if warned:
        return f"it warns: {warned[0].message}"
    if output.getvalue():
        return "it prints"
    if threads() > before:
        return "it starts a thread"
    askers = [asker for asker in asked_for_shell if asker not in _SEEN_TO_IN_THE_KERNEL]
    return f"{askers[0]} looks for the shell" if askers else ""


def threads() -> int:
    """How many threads this process has, those of libraries included."""
    return max(len(os.listdir("/proc/self/task")), threading.active_count())


def _note_who_asks() -> None:
    # The body of get_ipython while modules are preloaded; all names it uses have to be its own.
    import sys

    from kamkit.kernels.preload import asked_for_shell

    asked_for_shell.append(sys._getframe(1).f_globals.get("__name__", "?"))


@contextlib.contextmanager
def _watching_for_shell() -> Iterator[None]:
    from IPython.core.getipython import get_ipython

    # The function stays the same object, so that modules which keep it keep the real one.
    body = get_ipython.__code__
    get_ipython.__code__ = _note_who_asks.__code__
    try:
        yield
    finally:
        get_ipython.__code__ = body
