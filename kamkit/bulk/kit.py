"""Which kit this is: its version, and a digest of its own files as they lie on the disk."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import kamkit

_CODE = (".py", ".j2", ".css", ".toml", ".typ")
_LENGTH = 16


@cache
def kit_digest(*more: str) -> str:
    """The digest of the kit's own code and texts, behind its version; ``more``: other endings that count, such as ".csv"."""
    package = Path(kamkit.__file__).parent
    files = (path for path in sorted(package.rglob("*")) if path.suffix in (*_CODE, *more))
    lines = (f"{path.relative_to(package)} {sha256(path.read_bytes()).hexdigest()[:_LENGTH]}" for path in files)
    return f"{kamkit.__version__} {sha256(chr(10).join(lines).encode()).hexdigest()[:_LENGTH]}"
