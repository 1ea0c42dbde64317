"""Kernels that wait for people: started and connected before anybody opens a page."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

# As many as people have come in, within these; a warm kernel takes some 25 MB of its own.
AT_LEAST, AT_MOST = 2, 12
# Nobody's page is made to wait for a kernel that nobody waits for: the next ones start when it has been quiet so long.
SECONDS_OF_QUIET = 1.5
_SECONDS_BETWEEN_LOOKS = 60.0
# A kernel that is being started this moment may not hear of it sooner.
SECONDS_TO_LET_GO = 10.0


@dataclass(frozen=True)
class Ready:
    """A kernel that listens, and a client that is connected to it."""

    kernel_id: str
    client: Any


class Pool:
    """Keeps kernels in store. ``start`` makes one, ``is_alive`` looks after one, so that nobody takes it for forgotten."""

    def __init__(self, start: Callable[[], Awaitable[Ready]], is_alive: Callable[[str], Awaitable[bool]]) -> None:
        self.start, self.is_alive = start, is_alive
        self._waiting: deque[Ready] = deque()
        self._people: set[str] = set()
        self._at_work = 0
        self._changed = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def wanted(self) -> int:
        """How many should wait."""
        return max(AT_LEAST, min(AT_MOST, len(self._people)))

    def expect(self, who: str) -> None:
        """Somebody has come in, and will open pages."""
        if who and who not in self._people:
            self._people.add(who)
            self._changed.set()

    async def take(self) -> Ready:
        """One that waits, else a new one."""
        self._changed.set()
        while self._waiting:
            one = self._waiting.popleft()
            if await self.is_alive(one.kernel_id):
                return one
            one.client.stop_channels()
        return await self.start()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A page is being made as long as the block lasts."""
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1
            self._changed.set()

    def open(self) -> None:
        """Begin to fill the store."""
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def close(self) -> None:
        """Start no more, and let go of those that wait."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait({self._keeper}, timeout=SECONDS_TO_LET_GO)
        while self._waiting:
            self._waiting.pop().client.stop_channels()

    async def _keep(self) -> None:
        while True:
            await self._until_quiet()
            if len(self._waiting) < self.wanted:
                try:
                    self._waiting.append(await self.start())
                    continue
                except Exception:  # whoever needs one starts it himself, and is told what is wrong
                    await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            await self._look_after()
            self._changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), _SECONDS_BETWEEN_LOOKS)

    async def quiet(self) -> None:
        """Wait until nobody waits for a page, and as many kernels wait as are wanted."""
        while self._at_work or len(self._waiting) < min(self.wanted, AT_LEAST):
            await asyncio.sleep(0.2)

    async def _until_quiet(self) -> None:
        while True:
            while self._at_work:
                await asyncio.sleep(0.2)
            if not self._changed.is_set():
                return
            self._changed.clear()
            await asyncio.sleep(SECONDS_OF_QUIET)

    async def _look_after(self) -> None:
        for one in list(self._waiting):
            if not await self.is_alive(one.kernel_id) and one in self._waiting:
                self._waiting.remove(one)
                one.client.stop_channels()
