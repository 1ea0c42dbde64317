"""What every page asks of the whole programme, worked out beforehand in a kernel of its own, while nobody waits for a page.

A page that is opened before the clerk has caught up with the last change works it out itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kamkit.serving.pool import SECONDS_TO_LET_GO, Pool, Ready

if TYPE_CHECKING:
    from kamkit.programme import Programme

# What is worked out anew because somebody saved something may take a twentieth of the time.
SHARE = 20
_SECONDS_BETWEEN_LOOKS = 3.0
_SECONDS_AT_MOST = 300
_KEPT = 3


class Clerk:
    """Keeps ``folder`` up to date: a file for each change that it has worked out, called by the change's number."""

    def __init__(self, pool: Pool, newest: Callable[[], int]) -> None:
        """``newest``: the number of the last change."""
        self._pool, self._newest = pool, newest
        self.folder = Path(tempfile.mkdtemp(prefix="kf-"))
        self._task: asyncio.Task[None] | None = None

    def open(self, address: str, as_of: date) -> None:
        """Begin."""
        self._task = asyncio.get_running_loop().create_task(self._go_on(address, as_of))

    async def close(self) -> None:
        """Stop, and throw away what was worked out."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=SECONDS_TO_LET_GO)
        shutil.rmtree(self.folder, ignore_errors=True)

    async def _go_on(self, address: str, as_of: date) -> None:
        code = f"__import__({__name__!r}, fromlist=['*']).write_down({address!r}, {as_of.isoformat()!r}, {str(self.folder)!r})"
        ready: Ready | None = None
        try:
            while True:
                await self._pool.quiet()
                began = time.monotonic()
                if not (self.folder / str(self._newest())).exists():
                    if ready is None or not await self._pool.is_alive(ready.kernel_id):
                        ready = await self._pool.start()
                    reply = await ready.client.execute(code, silent=True, store_history=False, reply=True, timeout=_SECONDS_AT_MOST)
                    if reply["content"]["status"] != "ok":
                        return
                await asyncio.sleep(max(_SECONDS_BETWEEN_LOOKS, SHARE * (time.monotonic() - began)))
        except Exception:
            # Every page works it out itself then, and says what is wrong.
            logging.getLogger(__name__).exception("what pages ask for is not worked out beforehand any more")
        finally:
            if ready is not None:
                ready.client.stop_channels()


def write_down(address: str, as_of: str, folder: str) -> None:
    """Work out what there is now, and write it to a file called by the number of the last change."""
    from kamkit.packs.worked_out import work_out

    tables = _opened(address).tables()
    worked_out = work_out(tables, date.fromisoformat(as_of))
    beside = Path(folder) / "being written"
    worked_out.save(beside)
    beside.replace(Path(folder) / str(worked_out.change_id))
    for old in sorted((path for path in Path(folder).iterdir() if path.name.isdigit()), key=lambda path: int(path.name))[:-_KEPT]:
        old.unlink(missing_ok=True)


@cache
def _opened(address: str) -> Programme:
    from kamkit.programme import open_programme

    return open_programme(address, who=os.environ.get("KAMKIT_WHO", ""))
