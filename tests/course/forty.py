"""Forty participants at once: how long until everybody has the page, and until everybody has been told about an answer.

    python tests/course/forty.py [--class FOLDER] [--people 40] [--unchecked] [--warm] [--no-browser]

Starts ``kamkit course serve`` as people start it, on a class of forty with a case each (issued first, if no folder is
given), opens forty personal links at the same moment, then an exercise each, then answers a question each, then opens
the simulation; all over HTTP, each with cookies of its own, while one real browser does the same. Prints the times.
They come at the moment the server says that it is ready; with ``--warm`` once more when it has worked out everything.
Issuing takes longest, because every case is checked: ``--unchecked`` takes cases as drawn first, and exercise 01 alone.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from processes import below
from served import Visitor


def main() -> None:
    """Do it and print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--class", dest="folder", type=Path)
    asked.add_argument("--people", type=int, default=40)
    asked.add_argument("--unchecked", action="store_true")
    asked.add_argument("--warm", action="store_true")
    asked.add_argument("--no-browser", action="store_true")
    given = asked.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or (drawn if given.unchecked else issued)(Path(scratch), given.people)
        with serving(folder) as (port, pid):
            run(folder, port, pid, given.people, browser=not given.no_browser)
            if given.warm:
                wait_until_quiet(pid)
                run(folder, port, pid, given.people, browser=not given.no_browser, quarter=2)


def issued(scratch: Path, people: int) -> Path:
    """A class of so many, issued as a trainer does."""
    from kamkit.course.classes.issuing import issue_class

    roster = scratch / "roster.csv"
    roster.write_text("learner_id,name\n" + "".join(f"p{at:03d},Person {at}\n" for at in range(people)))
    began = time.perf_counter()
    issue_class(roster, scratch / "class")
    print(f"issued {people} sets in {time.perf_counter() - began:.1f} s")
    return scratch / "class"


def drawn(scratch: Path, people: int) -> Path:
    """A class of so many with exercise 01, made in a moment."""
    from course_class import make_class

    return make_class(scratch / "class", {f"p{at:03d}": f"Person {at}" for at in range(people)}, ("01_what_accounts_are_worth",)).folder


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """The server, as a process."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kamkit", "course", "serve", str(folder)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert process.stdout is not None
        said = next(line for line in process.stdout if line.startswith("http"))
        print(f"the server answers after {time.perf_counter() - began:.1f} s, by {processor_time(process.pid):.1f} s of its processor time and {beside(process.pid):.1f} s beside it")
        yield int(re.findall(r":(\d+)/", said)[0]), process.pid
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(120)


def run(folder: Path, port: int, pid: int, people: int, *, browser: bool, quarter: int = 1) -> None:
    """All steps, each begun by everybody at the same moment; ``quarter``: which of the simulation is decided."""
    from kamkit.course.classes import open_class
    from kamkit.course.pages.links import link_words

    of = open_class(folder)
    words = list(link_words(of))[:people]
    visitors = [Visitor(port, patience=900) for _ in words]
    numbers = [name[:2] for name in of.exercises]
    longest = "04" if "04" in numbers else numbers[-1]
    with ThreadPoolExecutor(people + 1) as pool:
        seen = pool.submit(in_a_browser, port, words[0]) if browser else None

        def everybody(what: str, call: Callable[[int], int]) -> None:
            began, spent = time.perf_counter(), processor_time(pid)

            def timed(at: int) -> tuple[int, float]:
                return call(at), time.perf_counter() - began

            found = list(pool.map(timed, range(len(words))))
            wrong = [status for status, _ in found if status != 200]
            times = sorted(taken for _, taken in found)
            print(f"{what:52} first {times[0]:5.1f} s   half {times[len(times) // 2]:5.1f} s   all {times[-1]:5.1f} s   processor {processor_time(pid) - spent:5.1f} s" + (f"   REFUSED {wrong}" if wrong else ""))

        def enter(at: int) -> int:
            visitors[at].get(f"/me/{words[at]}")
            return visitors[at].get("/").status

        everybody("personal link and start page", enter)
        everybody("exercise 01", lambda at: visitors[at].get("/exercise/01").status)
        answer = {"answer": "revenue"}
        everybody("an answer to its first question", lambda at: visitors[at].post("/exercise/01/which_figure/answer", answer, Accept="application/json").status)
        worked = {"answer": f"12345{quarter}"}
        everybody("an answer that is worked out (question 5)", lambda at: visitors[at].post("/exercise/01/taken_back/answer", worked, Accept="application/json").status)
        everybody("another exercise each", lambda at: visitors[at].get(f"/exercise/{numbers[(at + quarter) % len(numbers)]}").status)
        everybody(f"the same for all, exercise {longest}", lambda at: visitors[at].get(f"/exercise/{longest}").status)
        everybody("the simulation", lambda at: visitors[at].get("/simulation").status)
        decided = {"quarter": str(quarter), "c-0-ask": "yes", "c-0-hours": "40"}
        everybody("a quarter decided, and the next report", lambda at: min(200, visitors[at].post("/simulation/decide", decided).status) and visitors[at].get("/simulation").status)
        everybody("start page again", lambda at: visitors[at].get("/").status)
        if seen is not None:
            print(seen.result())
    trainer, token = Visitor(port, patience=900), of.sign("trainer's page")[:20]
    trainer.get(f"/trainer?token={token}")
    began = time.perf_counter()
    status = trainer.get("/trainer").status
    print(f"the trainer's page: {time.perf_counter() - began:.1f} s, status {status}")
    resident = next(line.split()[1] for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    print(f"the server has used {processor_time(pid):.1f} s of processor time and holds {int(resident) // 1024} MB")


def processor_time(pid: int) -> float:
    """Seconds of processor time that a process has used; those it started not counted."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")


def beside(pid: int) -> float:
    """Seconds of processor time of the processes that it started, those that have ended among them."""
    found = sum(map(int, Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[13:15])) / os.sysconf("SC_CLK_TCK")
    for one in below(pid):
        with suppress(OSError):
            found += processor_time(one)
    return found


def wait_until_quiet(pid: int) -> None:
    """Until the server has nothing more to do by itself."""
    began, before = time.perf_counter(), -1.0
    while (now := processor_time(pid) + beside(pid)) - before > 0.2:
        before = now
        time.sleep(2)
    print(f"everything was worked out {time.perf_counter() - began:.0f} s after the server was ready, by {processor_time(pid):.0f} s of its processor time and {beside(pid):.0f} s beside it")


def in_a_browser(port: int, word: str) -> str:
    """The same in a real browser, while all the others come."""
    import shutil

    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page()
        began = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}/me/{word}")
        page.goto(f"http://127.0.0.1:{port}/exercise/01")
        page.locator("#q-which_figure").wait_for()
        there = time.perf_counter() - began
        page.get_by_label("What they buy: revenue").check()
        page.locator("#q-which_figure button").first.click()
        page.locator("#q-which_figure .said p").first.wait_for()
        told = time.perf_counter() - began
        opened.close()
    return f"a real browser among them: exercise after {there:.1f} s, told about an answer after {told:.1f} s"


if __name__ == "__main__":
    main()
