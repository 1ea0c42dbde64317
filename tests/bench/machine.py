"""What a measurement depends on besides what is measured: the machine, the versions, the bytecode, the environment."""

from __future__ import annotations

import compileall
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kamkit
from kamkit.bulk.execute import KERNEL_ENVIRONMENT

_PACKAGES = ("papermill", "nbclient", "ipykernel", "jupyter_client", "ipython", "matplotlib", "pandas", "numpy")
_HERE = Path(__file__).parent
_NOT_CODE = re.compile(r"[/\\](tests?|templates)[/\\]")  # data that end in .py among it
# Of whoever starts the benchmark; the ways get all that is needed, and all of them the same.
_LEFT_OUT = ("KAMKIT_", "JUPYTER_DEFAULT_PROVISIONER_NAME", "PYTHONDONTWRITEBYTECODE", "MPLBACKEND")


def environment() -> dict[str, str]:
    """The variables of every way: what the kit gives its kernels, so with stock ones, too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    return kept | KERNEL_ENVIRONMENT


def facts() -> list[str]:
    """The lines that stand above every table; call it before anything has been started."""
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    versions = [f"{name} {_version(name)}" for name in _PACKAGES]
    return [
        f"{os.cpu_count()} cores ({_processor()}), {_memory_gb():.1f} GB; load before the start: {load} (1, 5, 15 minutes)",
        f"Linux {platform.release()}, Python {platform.python_version()}, kamkit {kamkit.__version__}, {', '.join(versions)}",
        f"Every way has {' '.join(f'{name}={value}' for name, value in KERNEL_ENVIRONMENT.items())}.",
    ]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def compile_bytecode() -> str:
    """Compile what has no bytecode that is up to date; in words how much that was and what is left."""
    paths = sysconfig.get_paths()
    stdlib, installed = Path(paths["stdlib"]), Path(paths["purelib"])
    own = Path(kamkit.__file__).parent
    modules = [*_modules(stdlib, without=("site-packages", "test")), *_modules(installed), *_modules(own)]
    missing = [path for path in modules if not _is_compiled(path)]
    if missing:
        for folder in {stdlib, installed, own}:
            if any(folder in path.parents for path in missing):
                compileall.compile_dir(folder, quiet=2, workers=0, rx=_NOT_CODE)
    left = [path for path in missing if not _is_compiled(path)]
    said = f"Bytecode: {len(modules):,} modules looked at, {len(missing) - len(left):,} compiled before the start"
    return f"{said}, {len(left):,} without ({', '.join(path.name for path in left[:3])} ...)." if left else f"{said}, none without."


def _modules(folder: Path, without: tuple[str, ...] = ()) -> Iterator[Path]:
    for path in folder.rglob("*.py"):
        if not {*path.relative_to(folder).parts} & {*without, "tests", "templates"}:
            yield path


def _is_compiled(path: Path) -> bool:
    try:
        with open(importlib.util.cache_from_source(str(path)), "rb") as file:
            head = file.read(16)
        if head[:4] != importlib.util.MAGIC_NUMBER:
            return False
        if head[4] & 1:  # by the digest of the source instead of its time
            return True
        found = path.stat()
    except OSError:
        return False
    mtime, size = (int.from_bytes(head[at : at + 4], "little") for at in (8, 12))
    return (mtime, size) == (int(found.st_mtime) & 0xFFFFFFFF, found.st_size & 0xFFFFFFFF)


def run_measured(command: list[str]) -> dict[str, float]:
    """What a command used, see ``measured.py``; SystemExit with its last words if it fails."""
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        result, said = Path(scratch) / "result.json", Path(scratch) / "said"
        with said.open("wb") as file:
            supervisor = [sys.executable, "-I", str(_HERE / "measured.py"), str(result), *command]
            subprocess.run(supervisor, env=environment(), stdout=file, stderr=subprocess.STDOUT, check=True)
        used: dict[str, float] = json.loads(result.read_text(encoding="utf-8"))
        if used["status"] or used["killed"]:
            last = said.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise SystemExit(f"{' '.join(command[:4])} ... ended with {used}:\n{last}")
        return used


def way_command(way: str, task: Path) -> list[str]:
    """The command that runs a function of ``ways.py``."""
    return [sys.executable, str(_HERE / "ways.py"), way, str(task)]
