"""How long people wait for a workbook's page: its text, its first table, the end of it, the first live form.

``python tests/bench/pages.py [VISITORS] [ROUNDS] [WORKBOOK]`` (1, 3 and 08_draft_the_action_plan) starts ``kamkit serve`` on a
copy of the sample, and as many visitors in one Chromium, who all load the page at the same moment. The first round has a cold
browser and is told apart. It needs a machine that does nothing else: what else it did is told as the load before each round. What
the server and its kernels took of a processor is told beside the seconds; the browsers take the rest.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.async_api import async_playwright
from processes import below
from whole_server import Server, serving

from kamkit.programme import create_programme

WAIT = 180_000
SECONDS_BETWEEN_ROUNDS = 8
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


async def visit(context: Any, address: str) -> list[float]:
    """The seconds until each step."""
    page = await context.new_page()
    started = time.monotonic()
    await page.goto(address, wait_until="commit")

    async def seen(what: str) -> float:
        await page.locator(what).first.wait_for(state="attached" if what.startswith("html") else "visible", timeout=WAIT)
        return time.monotonic() - started

    found = await asyncio.gather(*map(seen, SEEN))
    await page.close()
    return found


async def measure(server: Server, path: str, visitors: int, rounds: int) -> None:
    """Print each round's median and worst."""
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
        for round_ in range(rounds):
            print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
            before = spent(server)
            found = await asyncio.gather(*(visit(context, base + path) for context in contexts))
            for step, seconds in zip(STEPS, map(sorted, zip(*found, strict=True)), strict=True):
                print(f"{'cold' if not round_ else f'warm {round_}'}: {step} {seconds[len(seconds) // 2]:.2f} s, worst {seconds[-1]:.2f} s")
            print(f"  server and kernels: {(spent(server) - before) / visitors:.2f} s of processor time a visitor")
            await asyncio.sleep(SECONDS_BETWEEN_ROUNDS)  # the kernels of this round end, those of the next are started
        await browser.close()


def main() -> None:
    """Measure what the command line asks for."""
    visitors, rounds, book, *_ = [*sys.argv[1:], *("1", "3", "08_draft_the_action_plan")[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        with create_programme(Path(folder) / "p", sample=True) as made:
            account = str(made.table("actions")["account_id"].value_counts().idxmax())
        with serving(Path(folder) / "p", "--as-of", "2026-03-31", mark="bench-pages") as server:
            asyncio.run(measure(server, f"/workbooks/{book}?account_id={account}", int(visitors), int(rounds)))


if __name__ == "__main__":
    main()
