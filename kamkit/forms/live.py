"""What others save shows up here: one task of the kernel's own event loop asks, for all forms that are open.

It begins with the first form that a browser shows and ends with the last. It is a task and no thread: while a
cell runs it waits, and no two things write to a form at once (messages from the browser may come on
a thread of their own, so both take ``ONE_AT_A_TIME``).
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary, WeakSet

from kamkit.errors import KamkitError

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.programme import Programme
    from kamkit.programme.news import Listener, News

EVERY = 0.5  # seconds between two looks
_SHARE = 20  # what is worked out anew because of others may take a twentieth of the time
ONE_AT_A_TIME = threading.RLock()


class Ear(Protocol):
    """A form on the screen that wants to know what others save, and the desk it stands on."""

    desk: Desk

    def hear(self, news: Sequence[News]) -> None:
        """Take over what was changed."""


class Live:
    """The one that asks: ``open`` and ``close`` say which forms are on a screen, ``look`` asks once."""

    def __init__(self) -> None:
        self._ears: WeakSet[Ear] = WeakSet()
        self._listeners: WeakKeyDictionary[Programme, Listener] = WeakKeyDictionary()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """Whether somebody asks."""
        return self._task is not None and not self._task.done()

    def note_loop(self) -> None:
        """Remember the event loop of the cell that is run now; without one nothing is live."""
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            pass

    def open(self, ear: Ear) -> None:
        """A form is on a screen."""
        programme = ear.desk.programme
        if programme not in self._listeners:
            self._listeners[programme] = programme.listen()
        self._ears.add(ear)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin)

    def close(self, ear: Ear) -> None:
        """A form is on no screen any more."""
        self._ears.discard(ear)
        open_ones = {one.desk.programme for one in self._ears}
        for programme in [one for one in self._listeners if one not in open_ones]:
            del self._listeners[programme]

    def look(self) -> None:
        """Ask once, and tell every open form what was changed."""
        if not ONE_AT_A_TIME.acquire(blocking=False):
            return  # somebody's typing is being saved this moment; the next look is soon
        try:
            for programme, listener in list(self._listeners.items()):
                if not (news := listener.news()):
                    continue
                ears = [one for one in self._ears if one.desk.programme is programme]
                for ear in ears:
                    ear.hear(news)
                for desk in dict.fromkeys(one.desk for one in ears):
                    desk.hear(news)
        except KamkitError:
            pass  # somebody holds the programme for long; what was changed is heard at the next look
        finally:
            ONE_AT_A_TIME.release()

    def _begin(self) -> None:
        if not self.running and self._ears:
            self._task = asyncio.get_running_loop().create_task(self._go_on())

    async def _go_on(self) -> None:
        while self._ears:
            await asyncio.sleep(EVERY)
            try:
                self.look()
            except Exception:  # one form that fails must not make all others deaf
                logging.getLogger(__name__).exception("a form could not take over what others saved")


class Unhurried:
    """A call that works something out anew, at most a twentieth of the time however often it is asked for."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.call = call
        self._due = False
        self._not_before = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self._not_before:
            self._put_off()
            return
        began = time.monotonic()
        self.call()
        self._not_before = time.monotonic() + _SHARE * (time.monotonic() - began)

    def _put_off(self) -> None:
        if self._due:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return
        self._due = True
        loop.call_later(max(0.0, self._not_before - time.monotonic()), self._now)

    def _now(self) -> None:
        self._due = False
        with ONE_AT_A_TIME:
            self()


LIVE = Live()
