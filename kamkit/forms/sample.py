"""A private copy of the sample for each kernel: built once per machine and version, then copied."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

_copies: dict[int, Path] = {}


def own_copy_of_the_sample() -> Path:
    """The folder of this kernel's own copy; what is saved there goes when the kernel ends."""
    pid = os.getpid()  # a forked kernel must not share, or remove, its parent's copy
    if pid not in _copies:
        folder = Path(tempfile.mkdtemp(prefix="kamkit-sample-"))
        atexit.register(_remove, pid, folder)
        _copy_or_build(folder / "sample")
        _copies[pid] = folder / "sample"
    return _copies[pid]


def _copy_or_build(to: Path) -> None:
    from kamkit.programme import create_programme

    try:
        shutil.copytree(_built(), to)
    except OSError:  # no cache to write to, or it was cleared meanwhile: slower, but the same
        shutil.rmtree(to, ignore_errors=True)
        create_programme(to, sample=True).close()


def _built() -> Path:
    from kamkit.programme import create_programme

    cache = _cache_folder()
    built = cache / f"sample-{_fingerprint()}"
    if not built.exists():
        cache.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=cache, prefix="half-"))
        try:
            create_programme(half / "sample", sample=True).close()
            for old in cache.glob("sample-*"):
                shutil.rmtree(old, ignore_errors=True)
            os.replace(half / "sample", built)
        except OSError:
            if not built.exists():  # else another kernel was quicker
                raise
        finally:
            shutil.rmtree(half, ignore_errors=True)
    return built


def _cache_folder() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or tempfile.gettempdir()
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "kamkit"


def _fingerprint() -> str:
    """Changes with the sample's files and with the code that stores them."""
    package = Path(__file__).resolve().parents[1]
    found = hashlib.sha256()
    for folder in ("sample", "model", "programme"):
        for file in sorted((package / folder).glob("*.*")):
            state = file.stat()
            found.update(f"{file.name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return found.hexdigest()[:16]


def _remove(pid: int, folder: Path) -> None:
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)
