"""The class that is taught: its learners' desks and games, and what pages need not work out twice.

Everything that reads or writes for a learner is done by one thread, one thing after another (``work``): two tabs, or a
button pressed twice, never meet. What takes seconds has a thread of its own (``work_long``).
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kamkit.course.attempts import FILE, Reading, read_attempts
from kamkit.course.certificates import Threshold
from kamkit.course.classes import Class, Learner
from kamkit.course.desk import ExerciseDesk
from kamkit.course.exercises import exercise_called
from kamkit.course.judging import Verdict
from kamkit.course.lines import FILE_AT_MOST
from kamkit.course.pages.lesson import Lesson, read_lesson
from kamkit.course.pages.links import link_words
from kamkit.course.question import Question
from kamkit.errors import InputError, KamkitError
from kamkit.serving.course import beforehand

if TYPE_CHECKING:
    from kamkit.course.case import Case
    from kamkit.course.simulation.game import Game

LEARNERS_KEPT = 128  # with their cases, a few megabytes each
TRIES_AT_MOST = 50  # of one question
ROOM_LEFT = 20_000  # bytes of the file of answers that stay free: what is too large is not graded at all

Mark = tuple[int, int]
Value = TypeVar("Value")


@dataclass
class Own:
    """What is kept of one learner while the pages are visited: the case, the desks, and what was drawn from them."""

    tables: Case
    desks: dict[str, ExerciseDesk] = field(default_factory=dict)
    exhibits: dict[tuple[str, str], str] = field(default_factory=dict)
    reading: tuple[Mark, Reading] | None = None
    quizzes: dict[tuple[int, date], ExerciseDesk] = field(default_factory=dict)
    game: tuple[Mark, Game] | None = None


class Room:
    """A class as its pages see it."""

    def __init__(self, of: Class, clock: Callable[[], datetime] = lambda: datetime.now(UTC), certificate_from: float = 0.6) -> None:
        self.of, self.clock = of, clock
        self.threshold = Threshold(certificate_from, of.exercises)
        self.words = link_words(of)
        self._own: OrderedDict[str, Own] = OrderedDict()
        self._thread = ThreadPoolExecutor(1, "course")
        self._long_thread = ThreadPoolExecutor(1, "course, long")
        self.made: dict[str, Any] = {}  # what was worked out for all

    # One thing after another

    async def work(self, call: Callable[..., Value], *args: Any) -> Value:
        """Call it in the thread that everything is done in."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args))

    async def work_long(self, call: Callable[..., Value], *args: Any) -> Value:
        """Call what takes seconds, and reads nothing that others write, beside it."""
        return await asyncio.get_running_loop().run_in_executor(self._long_thread, partial(call, *args))

    def begin(self, call: Callable[..., Any], *args: Any) -> None:
        """Have it called beside everything else, before somebody asks for it."""
        self._long_thread.submit(call, *args)

    @property
    def expected(self) -> list[str]:
        """The learners whose cases are made before they come."""
        return [one.learner_id for one in self.of.learners[:LEARNERS_KEPT]]

    def prepare(self) -> None:
        """Before the server answers: the texts, and of a class the first exercise of everybody."""
        self._read()
        if len(self.expected) >= beforehand.FROM:
            with suppress(RuntimeError):  # a process that was ended: whoever asks has it worked out here
                beforehand.work_out_first(self.of.folder, self.expected, self.of.exercises[0], self.adopt)

    def adopt(self, worked: beforehand.Worked) -> None:
        """Take what was worked out for a learner elsewhere; what is there already stays."""
        own = self.own(worked.learner_id)
        own.tables.memo.update({key: value for key, value in worked.memo.items() if key not in own.tables.memo})
        own.exhibits.update({key: html for key, html in worked.exhibits.items() if key not in own.exhibits})

    async def warm_up(self) -> None:
        """Make everybody's case before they come, then what its questions are answered from, in small steps: visitors go first."""
        learners = self.expected
        questions = [question for name in self.of.exercises for question in exercise_called(name).questions]
        if len(learners) >= beforehand.FROM:
            with suppress(RuntimeError):
                await beforehand.work_out_later(self.of.folder, learners, self.of.exercises[1:], lambda worked: self.work(self.adopt, worked))
        for learner_id in learners:
            with suppress(KamkitError):
                await self.work(self.own, learner_id)
        for question in questions:
            for learner_id in learners:
                with suppress(KamkitError):
                    await self.work(self._prepare, learner_id, question)

    def _read(self) -> None:
        """Read the exercises, and load what makes text of them: both take longer than a page."""
        import nbconvert.filters.markdown_mistune  # noqa: F401

        self.lessons()

    def _prepare(self, learner_id: str, question: Question) -> None:
        """Have the method work out, and the case remember, what a question needs."""
        tables = self.own(learner_id).tables
        question.kind_for(tables)
        question.expected(tables)

    def close(self) -> None:
        """Let go of the threads."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        self._long_thread.shutdown(wait=False, cancel_futures=True)

    # Who, and what they have

    def learner(self, learner_id: str) -> Learner:
        """A learner of the roster; InputError if there is none of that id."""
        return self.of.learner(learner_id)

    def own(self, learner_id: str) -> Own:
        """What is kept of a learner, made now if it is not there."""
        if learner_id not in self._own:
            self._own[learner_id] = Own(self.of.tables(learner_id))
            if len(self._own) > LEARNERS_KEPT:
                self._own.popitem(last=False)
        self._own.move_to_end(learner_id)
        return self._own[learner_id]

    def lessons(self) -> list[Lesson]:
        """The exercises of the class."""
        return [read_lesson(name) for name in self.of.exercises]

    def lesson(self, number: str) -> Lesson:
        """The exercise of that number; InputError if the class does not have it."""
        name = exercise_called(number).name
        if name not in self.of.exercises:
            raise InputError(f"exercise {number!r}: this class does not have it")
        return read_lesson(name)

    def reading(self, learner_id: str) -> Reading:
        """What the learner has answered, here or elsewhere."""
        own, mark = self.own(learner_id), mark_of(self.of.path_of(learner_id) / FILE)
        if own.reading is None or own.reading[0] != mark:
            own.reading = (mark, self.of.reading(learner_id))
        return own.reading[1]

    def desk(self, learner_id: str, name: str) -> ExerciseDesk:
        """The learner's desk for an exercise, as things stand now."""
        own = self.own(learner_id)
        if name not in own.desks:
            folder, issued = self.of.path_of(learner_id), self.of.issued(learner_id)
            own.desks[name] = ExerciseDesk(exercise_called(name), own.tables, folder, self.clock, issued)
        own.desks[name].refresh(self.reading(learner_id))
        return own.desks[name]

    def give(self, desk: ExerciseDesk, question_id: str, answer: Any) -> Verdict:
        """Keep an answer; InputError if so many are kept that no more would be read."""
        tries = sum(one.answer is not None for one in desk.tries(question_id))
        if tries >= TRIES_AT_MOST or mark_of(desk.folder / FILE)[1] > FILE_AT_MOST - ROOM_LEFT:
            raise InputError("as many tries are kept as can be read again; show the trainer where you are stuck")
        return desk.give(question_id, answer)

    def exhibit(self, learner_id: str, name: str, exhibit: str) -> str:
        """The HTML of something to look at; pictures are drawn once."""
        own = self.own(learner_id)
        if (name, exhibit) not in own.exhibits:
            own.exhibits[name, exhibit] = exercise_called(name).exhibits[exhibit](own.tables).html
        return own.exhibits[name, exhibit]

    @property
    def today(self) -> date:
        """The day, as the clock has it."""
        return self.clock().date()

    @property
    def own_folder(self) -> Path:
        """Where the pages keep what is no part of a set."""
        path = self.of.folder / "serving"
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def own_folder_of(self, learner_id: str) -> Path:
        """The same for one learner."""
        path = self.own_folder / self.of.learner(learner_id).folder
        path.mkdir(mode=0o700, exist_ok=True)
        return path

    def reading_of_quizzes(self, learner_id: str) -> Reading:
        """What the learner answered in recall quizzes."""
        own = self.of.issued(learner_id)
        return read_attempts(self.own_folder_of(learner_id), set_id=own.set_id, learner_id=own.learner_id)


def mark_of(path: Path) -> Mark:
    """What changes when a file does."""
    try:
        found = path.lstat()
    except OSError:
        return 0, -1
    return found.st_mtime_ns, found.st_size
