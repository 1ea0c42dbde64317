"""How long people wait for a workbook's page: its text, its first table, the end of it, the first live form.

``python tests/bench/pages.py [VISITORS] [ROUNDS] [WORKBOOK]`` (1, 3 and 08_draft_the_action_plan) starts ``kamkit serve`` on a
copy of the sample, and as many visitors in one Chromium, who all load the page at the same moment. The first round has a cold
browser and is told apart. It needs a machine that does nothing else; the browsers themselves take most of it.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.async_api import async_playwright
from whole_server import serving

from kamkit.programme import create_programme

WAIT = 180_000
STEPS = ("text", "first table", "all of it", "first live form")


async def visit(context: Any, address: str) -> list[float]:
    """The seconds until each step."""
    page = await context.new_page()
    started = time.monotonic()
    await page.goto(address, wait_until="commit")
    found = []
    for seen in ("h1", "section:not(.waits) :is(table, p)", "html[data-all=shown]", ".live > :not(.still)"):
        state = "attached" if seen.startswith("html") else "visible"
        await page.locator(seen).first.wait_for(state=state, timeout=WAIT)
        found.append(time.monotonic() - started)
    await page.close()
    return found


async def measure(base: str, path: str, visitors: int, rounds: int) -> None:
    """Print each round's median and worst."""
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
            found = await asyncio.gather(*(visit(context, base + path) for context in contexts))
            for step, seconds in zip(STEPS, map(sorted, zip(*found, strict=True)), strict=True):
                print(f"{'cold' if not round_ else f'warm {round_}'}: {step} {seconds[len(seconds) // 2]:.2f} s, worst {seconds[-1]:.2f} s")
            await asyncio.sleep(4)  # the kernels of this round end
        await browser.close()


def main() -> None:
    """Measure what the command line asks for."""
    visitors, rounds, book, *_ = [*sys.argv[1:], *("1", "3", "08_draft_the_action_plan")[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as folder:
        with create_programme(Path(folder) / "p", sample=True) as made:
            account = str(made.table("actions")["account_id"].value_counts().idxmax())
        with serving(Path(folder) / "p", "--as-of", "2026-03-31", mark="bench-pages") as server:
            base = f"http://127.0.0.1:{server.port}"
            asyncio.run(measure(base, f"/workbooks/{book}?account_id={account}", int(visitors), int(rounds)))


if __name__ == "__main__":
    main()
