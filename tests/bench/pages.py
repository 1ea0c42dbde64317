"""How long people wait for a workbook's page: its text, its first table, the end of it, the first live form.

``python tests/bench/pages.py [VISITORS] [ROUNDS] [WORKBOOK]`` (1, 3 and 08_draft_the_action_plan) starts ``kamkit serve`` on a
copy of the sample, and measures as many visitors who all load the page at the same moment, in three ways: with machines of their
own (nothing is drawn); in one Chromium on the server's own cores; and that Chromium alone with pages that hold nothing but text,
below which no server comes. Each first round is cold and told apart. It needs a machine that does nothing else: what else it did is
told as the load before each round. What the server and its kernels took of a processor is told beside the seconds.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import elsewhere
from elsewhere import Visitor
from playwright.async_api import async_playwright
from processes import below
from tornado.httpclient import AsyncHTTPClient
from whole_server import Server, serving

from kamkit.programme import create_programme

WAIT = 180_000
SECONDS_BETWEEN_ROUNDS = 12
STEPS = ("text", "first table", "first live form", "all of it")
SEEN = ("h1", "section:not(.waits) :is(table, p)", ".live .kk-sheet :is(input, textarea)", "html[data-all=shown]")


def spent(server: Server) -> float:
    """The processor time that the server and all it has started have taken, in seconds."""
    found = 0
    for pid in (server.process.pid, *below(server.process.pid)):
        with suppress(OSError):  # ended this moment
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            found += sum(map(int, fields[11:15]))  # its own, and that of its children that have ended
    return found / os.sysconf("SC_CLK_TCK")


async def visit(context: Any, address: str, steps: Sequence[str] = SEEN) -> list[float]:
    """The seconds until each step."""
    page = await context.new_page()
    started = time.monotonic()
    await page.goto(address, wait_until="commit")

    async def seen(what: str) -> float:
        await page.locator(what).first.wait_for(state="attached" if what.startswith("html") else "visible", timeout=WAIT)
        return time.monotonic() - started

    found = await asyncio.gather(*map(seen, steps))
    await page.close()
    return found


def tell(round_: int, steps: Sequence[str], found: Sequence[Sequence[float]]) -> None:
    """Print the median and the worst of each step."""
    for step, seconds in zip(steps, map(sorted, zip(*found, strict=True)), strict=True):
        print(f"  {f'warm {round_}' if round_ else 'cold'}: {step} {seconds[len(seconds) // 2]:.2f} s, worst {seconds[-1]:.2f} s")


async def rounds_of(server: Server, rounds: int, steps: Sequence[str], visits: Callable[[], list[Awaitable[list[float]]]]) -> None:
    """All visitors at once, several times."""
    for round_ in range(rounds):
        await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)  # the kernels of the last round end, those of the next are started
        print(f" load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        before = spent(server)
        found = await asyncio.gather(*visits())
        tell(round_, steps, found)
        print(f"  server and kernels: {(spent(server) - before) / len(found):.2f} s of processor time a visitor")


async def from_elsewhere(server: Server, path: str, visitors: int, rounds: int) -> None:
    """Visitors with machines of their own."""
    AsyncHTTPClient.configure(None, max_clients=visitors * 2)
    base = f"http://127.0.0.1:{server.port}"
    people = [await Visitor.comes_in(base, f"Visitor {number}") for number in range(visitors)]
    await rounds_of(server, rounds, elsewhere.STEPS, lambda: [one.visit(path) for one in people])


async def in_browsers(server: Server, path: str, visitors: int, rounds: int) -> None:
    """Visitors whose browsers run on the server's cores, and what those take for text alone."""
    base = f"http://127.0.0.1:{server.port}"
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
        contexts = [await browser.new_context() for _ in range(visitors)]
        for number, context in enumerate(contexts):
            page = await context.new_page()
            await page.goto(f"{base}/who")
            await page.get_by_label("Name").fill(f"Visitor {number}")
            await page.get_by_role("button", name="Go on").click()
            await page.wait_for_load_state()
            await page.close()
        await rounds_of(server, rounds, STEPS, lambda: [visit(context, base + path) for context in contexts])
        print("the same browsers with a page of nothing but text, and no server")
        text = f"data:text/html,<h1>Text</h1><p>{'word ' * 15_000}"
        for round_ in range(rounds):
            tell(round_, STEPS[:1], await asyncio.gather(*(visit(context, text, SEEN[:1]) for context in contexts)))
        await browser.close()


def main() -> None:
    """Measure what the command line asks for."""
    visitors, rounds, book, *_ = [*sys.argv[1:], *("1", "3", "08_draft_the_action_plan")[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        with create_programme(Path(folder) / "p", sample=True) as made:
            account = str(made.table("actions")["account_id"].value_counts().idxmax())
        with serving(Path(folder) / "p", "--as-of", "2026-03-31", mark="bench-pages") as server:
            path = f"/workbooks/{book}?account_id={account}"
            print("visitors with machines of their own")
            asyncio.run(from_elsewhere(server, path, int(visitors), int(rounds)))
            print("visitors in browsers on these cores")
            asyncio.run(in_browsers(server, path, int(visitors), int(rounds)))


if __name__ == "__main__":
    main()
