"""One open programme for all visitors of a server; each change in it carries the visitor's name."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kamkit.errors import ProgrammeError

if TYPE_CHECKING:
    from kamkit.programme import Programme


class Shared:
    """Opens the programme when it is first asked for, and once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._programme: Programme | None = None

    @contextmanager
    def programme(self, who: str = "") -> Iterator[Programme]:
        """The programme for one visitor, as long as the block lasts; ProgrammeError if it cannot be opened."""
        opened = self._opened()
        # The same file and the same tables in memory under another name: opening takes longer than most pages.
        visitors = copy.copy(opened)
        visitors.who = who
        try:
            yield visitors
        finally:
            opened.__dict__.update(visitors.__dict__ | {"who": ""})

    def _opened(self) -> Programme:
        from kamkit.programme import open_programme

        if not self.address:
            raise ProgrammeError("this server serves no programme; this page needs one")
        if self._programme is None:
            self._programme = open_programme(self.address)
        return self._programme

    def newest(self) -> int:
        """The number of the last change; ProgrammeError if the programme cannot be opened."""
        return self._opened().change_counter

    def close(self) -> None:
        """Let go of the programme."""
        if self._programme is not None:
            self._programme.close()
            self._programme = None
