"""Whoever sees no form yet goes first: what stands further down on the pages of others can wait a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

# In all, for one page: with people coming all the time nobody's page stays half done.
SECONDS_AT_MOST = 4.0


class Turns:
    """How many pages have no form yet."""

    def __init__(self) -> None:
        self._without = 0
        self._nobody = asyncio.Event()
        self._nobody.set()

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A page's turn, as long as the block lasts."""
        one = Turn(self)
        try:
            yield one
        finally:
            one.has_form()

    def _change(self, by: int) -> None:
        self._without += by
        if self._without:
            self._nobody.clear()
        else:
            self._nobody.set()

    async def _until_nobody(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._nobody.wait(), seconds)


class Turn:
    """One page: without a form until ``has_form`` is called."""

    def __init__(self, turns: Turns) -> None:
        self._turns, self._waits, self._left = turns, True, SECONDS_AT_MOST
        turns._change(+1)

    def has_form(self) -> None:
        """Its first form is there, or it is over."""
        if self._waits:
            self._waits = False
            self._turns._change(-1)

    async def give_way(self) -> None:
        """Once it has a form: let those go first that have none."""
        if self._waits or self._left <= 0 or self._turns._nobody.is_set():
            return
        began = asyncio.get_running_loop().time()
        await self._turns._until_nobody(self._left)
        self._left -= asyncio.get_running_loop().time() - began
