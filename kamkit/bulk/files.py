"""Files written whole or not at all."""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_atomically(target: Path, text: str) -> None:
    """Write ``text`` so that whoever looks, even after a power cut, sees the old file or the whole new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{glob.escape(target.name)}.*"):  # by somebody who was killed
        left.unlink(missing_ok=True)
    handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, 0o644)
        os.replace(scratch, target)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write ``files``, paths relative to ``folder`` and their texts."""
    for name, text in files.items():
        write_atomically(folder / name, text)
