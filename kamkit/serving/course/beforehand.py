"""What learners' pages rest on, worked out in processes beside the server, most of it before anybody asks.

The method takes some seconds for one case and all its exercises, and the server has one thread for everybody's.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kamkit.bulk.beside import Beside, call_each, cores
from kamkit.course.classes import Class, open_class
from kamkit.course.exercises import exercise_called
from kamkit.course.judging import judge

FROM = 8  # learners; for fewer no process is worth its start
BEHIND = 10  # by how much these processes stand back while visitors are served
_JUDGED = "kamkit.course.judging"  # what it remembers is known by objects of its own process


@dataclass(frozen=True)
class Worked:
    """What the method made of a learner's case, as its memo holds it, and the HTML of exhibits by exercise and name."""

    learner_id: str
    memo: Mapping[Hashable, Any]
    exhibits: Mapping[tuple[str, str], str]


def work_out(folder: str, learner_id: str, names: tuple[str, ...], behind: int) -> Worked:
    """Everything the pages of these exercises ask of the learner's case; called in a process of its own."""
    _stand_back(behind)
    tables = _class(folder).tables(learner_id)
    exhibits: dict[tuple[str, str], str] = {}
    for exercise in map(exercise_called, names):
        for name, show in exercise.exhibits.items():
            with suppress(Exception):  # of a case that is not sound, whoever opens the page is told
                exhibits[exercise.name, name] = show(tables).html
        for question in exercise.questions:
            with suppress(Exception):
                judge(question, tables, question.expected(tables))
    return Worked(learner_id, {key: value for key, value in tables.memo.items() if key[0] != _JUDGED}, exhibits)


@lru_cache(maxsize=1)
def _class(folder: str) -> Class:
    return open_class(folder)


def _stand_back(behind: int) -> None:
    if hasattr(os, "setpriority"):
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, behind)


def work_out_first(folder: Path, learners: Sequence[str], name: str, adopt: Callable[[Worked], None]) -> None:
    """One exercise for all of them, before the server answers."""
    given = [(str(folder), learner_id, (name,), 0) for learner_id in learners]
    call_each(work_out, given, processes=cores(), on_done=lambda _, worked: adopt(worked))


async def work_out_later(folder: Path, learners: Iterable[str], names: tuple[str, ...], adopt: Callable[[Worked], Any]) -> None:
    """The other exercises, learner by learner, while the server answers; ``adopt`` is awaited for each."""
    with Beside(cores()) as beside:

        async def one(learner_id: str) -> None:
            await adopt(await beside.call(work_out, str(folder), learner_id, names, BEHIND))

        await asyncio.gather(*map(one, learners))
