"""nbformat without the two seconds that its import can take.

nbformat imports jsonschema, and that, where it is installed, a grammar of international web addresses which is
compiled at every import and which no notebook asks for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

_GRAMMAR = "rfc3987_syntax"


def import_nbformat() -> None:
    """Import nbformat, if nobody has yet; addresses of kind ``iri`` are then not checked by jsonschema in this process."""
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    with _missing(_GRAMMAR):
        import_module("nbformat")


@contextmanager
def _missing(module: str) -> Iterator[None]:
    sys.modules[module] = None  # type: ignore[assignment]  # what makes an import fail as if it were not installed
    try:
        yield
    finally:
        del sys.modules[module]
