"""kamkit: learn key account management and do it, in workbooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["open_programme"]

if TYPE_CHECKING:
    from kamkit.programme import open_programme


def __getattr__(name: str) -> object:
    # Storage, pandas and the rest load on first use: `import kamkit` stays light.
    if name == "open_programme":
        from kamkit.programme import open_programme

        return open_programme
    raise AttributeError(f"module 'kamkit' has no attribute {name!r}")
