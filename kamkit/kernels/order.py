"""An order for a kernel: what a provisioner was asked to start, if a fork can be that."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MEMORY = "KAMKIT_WARM_MEMORY_MB"
_LAUNCHER = "ipykernel_launcher"
_UNDERSTOOD = {"cwd", "env", "extra_arguments", "independent", "kernel_id", "stderr", "stdin", "stdout"}

# The interpreter and the preloaded modules read these when they start. Kernels that differ in one of them
# cannot come from the same process; all other variables are given to each kernel as they are.
_READ_AT_IMPORT = {
    *("COLUMNS", "DISPLAY", "FORCE_COLOR", "HOME", "LANG", "LANGUAGE", "LINES", "NO_COLOR", "PATH"),
    *("TEMP", "TERM", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV", "CONDA_PREFIX"),
}
_READ_AT_IMPORT_BEGINNING = (
    *("PYTHON", "LD_", "LC_", "XDG_", "SSL_", "MALLOC_", "GLIBC_", "MPL", "MATPLOTLIB", "NUMPY", "NPY_", "OPENBLAS"),
    *(
        "GOTO_",
        "OMP_",
        "MKL_",
        "BLIS_",
        "NUMEXPR",
        "SCIPY",
        "PANDAS",
        "SQLALCHEMY",
        "PYDANTIC",
        "TQDM_",
        "IPYTHON",
        "IPYKERNEL",
    ),
    *("PYDEVD", "DEBUGPY", "PYZMQ", "ZMQ_", "JUPYTER"),
)

Kind = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Order:
    """One kernel to be: its whole command line, variables, folder and memory (MB beyond its own start; 0: any).

    ``again``: it takes the place, and the sockets, of one that has ended.
    """

    command: tuple[str, ...]
    environment: dict[str, str]
    folder: str
    memory_mb: int = 0
    again: bool = False

    @property
    def start(self) -> tuple[str, ...]:
        """The interpreter and its own options."""
        return self.command[: self.command.index("-m")]

    @property
    def arguments(self) -> tuple[str, ...]:
        """What is given to the kernel, not to the interpreter."""
        return self.command[self.command.index("-m") + 2 :]

    @property
    def base(self) -> str:
        """The folder to start the interpreter in: the kernel's own if its path for modules depends on it."""
        path = self.environment.get("PYTHONPATH", "")
        return "/" if not path or all(map(os.path.isabs, path.split(os.pathsep))) else self.folder

    def kind(self, preload: Sequence[str]) -> Kind:
        """What kernels must have in common to be forked from the same process, with ``preload`` in it."""
        shared = sorted(item for item in self.environment.items() if _is_read_at_import(item[0]))
        return (*self.start, self.base), tuple(preload), tuple(shared)

    def message(self) -> dict[str, Any]:
        """The order as it is sent."""
        return asdict(self)

    @classmethod
    def of_message(cls, message: Mapping[str, Any]) -> Order:
        """The order as it was received."""
        return cls(**{**message, "command": tuple(message["command"])})


def _is_read_at_import(name: str) -> bool:
    return name in _READ_AT_IMPORT or name.startswith(_READ_AT_IMPORT_BEGINNING)


def order_of(command: Sequence[str], asked: Mapping[str, Any], memory_mb: int) -> Order | str:
    """The order for ``command`` with the keyword arguments of a launch, or in words why a fork cannot be it."""
    command = [os.path.expanduser(part) for part in command]
    if "-m" not in command or command[command.index("-m") + 1 : command.index("-m") + 2] != [_LAUNCHER]:
        return "it is not started as ipykernel is"
    if not _is_this_interpreter(command[0]):
        return f"its interpreter is {command[0]}, not {sys.executable}"
    unknown = sorted(name for name, value in asked.items() if name not in _UNDERSTOOD and value is not None)
    if unknown or asked.get("independent"):
        return f"it is asked for with {', '.join(unknown) or 'independent'}"
    environment = {**(asked["env"] if asked.get("env") is not None else os.environ), "JPY_PARENT_PID": str(os.getpid())}
    return Order(tuple(command), environment, os.path.abspath(asked.get("cwd") or os.getcwd()), memory_mb)


def _is_this_interpreter(program: str) -> bool:
    found = shutil.which(program) or ""
    # Not the real path alone: all virtual environments lead to the same one.
    same_place = os.path.dirname(os.path.abspath(found)) == os.path.dirname(os.path.abspath(sys.executable))
    return same_place and os.path.realpath(found) == os.path.realpath(sys.executable)
