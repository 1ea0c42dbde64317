"""Whether what a process has imported is still what lies on the disk."""

from __future__ import annotations

import itertools
import os
import sysconfig
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

_Stamp = tuple[int, int] | None
# Installed packages are two thousand files: looked at once for all kernels that start within this time.
_SECONDS_BETWEEN_LOOKS = 2.0


class Freshness:
    """Notices a change of any file that a module was loaded from.

    Files that people edit are looked at each time; those of installed packages, and the folders that
    hold these, at most every two seconds.
    """

    def __init__(self, modules: Mapping[str, ModuleType], began: float) -> None:
        """Note the files of ``modules``, whose import began at ``began`` (seconds since the epoch)."""
        installed = _installed_folders()
        edited: set[str] = set()
        others = {str(folder) for folder in installed if folder.exists()}
        for module in list(modules.values()):
            file = getattr(module, "__file__", None)
            if file and os.path.isabs(file):
                (others if any(folder in Path(file).parents for folder in installed) else edited).add(file)
        self._edited = _stamps(edited)
        self._others = _stamps(others)
        # Saved while the modules were being imported: nobody knows which version was.
        self._changed = _changed_between(self._edited | self._others, began, time.time())
        self._looked = time.monotonic()

    def first_change(self) -> str | None:
        """The first file found to be changed, or gone; None if all is as it was loaded."""
        if self._changed is None:
            self._changed = _first_difference(self._edited)
        if self._changed is None and time.monotonic() - self._looked > _SECONDS_BETWEEN_LOOKS:
            self._changed = _first_difference(self._others)
            self._looked = time.monotonic()
        return self._changed


@dataclass(frozen=True)
class Prepared:
    """What a fork server has ready for each kernel."""

    freshness: Freshness
    preloaded: dict[str, ModuleType]
    """The modules that a stock kernel would not have before its first cell."""
    kernels_own: dict[str, ModuleType]
    """Those that it would."""
    variables: dict[str, str]
    """The environment variables that modules have set when they were imported."""
    launcher: str
    """The file that starts a stock kernel."""


def _installed_folders() -> list[Path]:
    places = sysconfig.get_paths()
    return [Path(places[name]) for name in ("stdlib", "platstdlib", "purelib", "platlib")]


def _stamp(file: str) -> _Stamp:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _stamps(files: Iterable[str]) -> dict[str, _Stamp]:
    return {file: _stamp(file) for file in files}


def _first_difference(stamps: Mapping[str, _Stamp]) -> str | None:
    return next((file for file, stamp in stamps.items() if _stamp(file) != stamp), None)


def _changed_between(stamps: Mapping[str, _Stamp], began: float, ended: float) -> str | None:
    for file, stamp in stamps.items():
        if stamp and began <= stamp[0] / 1e9 <= ended and not os.path.isdir(file):
            return file
    return None


def shadowing(folder: str, modules: Mapping[str, ModuleType], path: Sequence[str]) -> str | None:
    """The file in ``folder`` that an import would find before the one of ``modules`` that has its name.

    IPython puts the folder of the notebook into ``path`` before the installed packages and no earlier.
    """
    before = set(itertools.takewhile(lambda entry: Path(entry).name not in ("site-packages", "dist-packages"), path))
    for entry in sorted(os.listdir(folder)):
        module = modules.get(entry.partition(".")[0])
        if module is None or _container(module) in before | {None}:
            continue
        found = os.path.join(folder, entry)
        found = os.path.join(found, "__init__.py") if os.path.isdir(found) else found
        if found.endswith((".py", ".so")) and os.path.isfile(found) and not _is_file_of(module, found):
            return found
    return None


def _container(module: ModuleType) -> str | None:
    """The entry of the path that a top-level module was found in; None if it is built in."""
    file = getattr(module, "__file__", None)
    if file is None:
        return None
    folder = os.path.dirname(file)
    return os.path.dirname(folder) if hasattr(module, "__path__") else folder


def _is_file_of(module: ModuleType, file: str) -> bool:
    loaded = getattr(module, "__file__", None)
    return loaded is not None and os.path.realpath(loaded) == os.path.realpath(file)
