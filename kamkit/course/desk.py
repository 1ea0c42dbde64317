"""An exercise on the table: ``ask``, what is shown beside the questions, how far one is, and the way onward."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kamkit.course import shown
from kamkit.course.attempts import TRIES_AT_MOST, Attempt, Reading, append_attempt, read_attempts
from kamkit.course.case import Case, day_of, open_case
from kamkit.course.exercises import exercise_called
from kamkit.course.issued import IssuedSet, read_set
from kamkit.course.judging import Verdict, judge, mark
from kamkit.course.kinds import Answer, AnswerError
from kamkit.course.onward import onward
from kamkit.course.question import Exercise, Question, said
from kamkit.errors import InputError
from kamkit.forms.faces import two_faces
from kamkit.show import parts
from kamkit.show.parts import Shown

LEARNER_FOLDER = "KAMKIT_LEARNER_FOLDER"  # where answers go; a server sets it, else the notebook's own folder
TRIES_BEFORE_OPENED = 3


def open_exercise(name: str, case: str = "", *, clock: Callable[[], datetime] | None = None) -> ExerciseDesk:
    """An exercise on a case: "" is the sample, else the folder of a case of one's own (relative to the notebook's).

    ``name`` is the exercise's, or its number. Answers are kept in ``answers.jsonl`` beside the notebook.
    InputError if there is no such exercise, the case or the set cannot be read.
    """
    if not isinstance(case, str):
        raise InputError(f"case: found {case!r}, which is not text; write the folder in quotes")
    folder = Path(os.environ.get(LEARNER_FOLDER) or ".")
    return ExerciseDesk(exercise_called(name), open_case(case), folder, clock or (lambda: datetime.now(UTC)))


class ExerciseDesk:
    """What the cells of an exercise need. ``clock`` is asked when somebody answers, and by nothing else."""

    def __init__(
        self, exercise: Exercise, tables: Case, folder: Path, clock: Callable[[], datetime], issued: IssuedSet | None = None
    ) -> None:
        self.exercise, self.tables, self.folder, self._clock = exercise, tables, folder, clock
        self.issued: IssuedSet = issued or read_set(folder)  # whoever issued the sets knows better than the file
        self._given: dict[str, Answer] = {}  # by the trainer, in the notebook itself
        self._verdicts: dict[tuple[str, str], Verdict] = {}
        self._watchers: list[Callable[[], None]] = []
        self._reading: Reading | None = None

    @property
    def day(self) -> date:
        """The day the case looks from."""
        return day_of(self.tables)

    def __repr__(self) -> str:
        return f"{self.exercise.title} ({self.exercise.minutes} minutes)"

    def ask(self, question_id: str, answer: Answer = None) -> Asked:
        """The answer form of a question; with ``answer`` (the trainer's edition) that answer and what is said to it."""
        try:
            question = self.exercise.question(question_id)
        except KeyError:
            named = ", ".join(one.id for one in self.exercise.questions)
            raise InputError(f"ask: there is no question {question_id!r} here; there are {named}") from None
        if answer is not None:
            self._given[question_id] = question.kind_for(self.tables).read(_plain(answer))
        return Asked(self, question)

    def exhibit(self, name: str, after: str = "") -> Exhibited:
        """Something to look at beside the questions; with ``after`` once that question is answered."""
        if name not in self.exercise.exhibits:
            raise InputError(f"exhibit: there is no {name!r} here; there are {', '.join(self.exercise.exhibits)}")
        return Exhibited(self, name, after)

    def progress(self) -> Progress:
        """How far one is."""
        return Progress(self)

    def onward(self, programme: str = "", account_id: str = "") -> Shown:
        """The same step for an account of one's own: a link to the workbook, with its parameters if they are given."""
        return onward(self.exercise, self.folder, programme, account_id)

    def refresh(self, reading: Reading | None = None) -> None:
        """Take what is kept now, or read it when it is needed next: somebody may have answered elsewhere meanwhile."""
        self._reading = reading

    def watch(self, call: Callable[[], None]) -> None:
        """Call whenever a question was answered."""
        self._watchers.append(call)

    def tries(self, question_id: str) -> tuple[Attempt, ...]:
        """The tries and hints kept of a question; those of another set or learner do not count."""
        if self._reading is None:
            own = self.issued
            self._reading = read_attempts(self.folder, set_id=own.set_id, learner_id=own.learner_id)
        return self._reading.of(self.exercise.name, question_id)

    def hints_taken(self, question_id: str) -> int:
        """How many hints of a question were asked for."""
        return max((one.hints for one in self.tries(question_id)), default=0)

    def last(self, question_id: str) -> tuple[Answer | None, int]:
        """The answer that stands (None: none yet) and which try it was."""
        if question_id in self._given:
            return self._given[question_id], 1
        answers = [one.answer for one in self.tries(question_id) if one.answer is not None]
        return (answers[-1], len(answers)) if answers else (None, 0)

    def verdict(self, question_id: str) -> Verdict | None:
        """What is said to the answer that stands; None where there is none, or the case no longer has its options."""
        answer, _ = self.last(question_id)
        return None if answer is None else self._judged(question_id, answer)

    def verdict_on(self, question_id: str, answer: Answer) -> Verdict | None:
        """What is said to an answer of the past; None if the case no longer has its options."""
        return self._judged(question_id, answer)

    def mark(self, question_id: str) -> float:
        """The mark of a question so far, 0 to 1, hints and further tries taken off."""
        if question_id in self._given:
            found = self.verdict(question_id)
            return found.score if found else 0.0
        tries = [one for one in self.tries(question_id) if one.answer is not None]
        judged = [(self._judged(question_id, one.answer), one.hints) for one in tries]
        return mark([(found.score, hints) for found, hints in judged if found is not None], self.issued.costs)

    def opened(self, question_id: str) -> bool:
        """Whether what comes after a question may be shown: it was answered right, or three times."""
        verdict = self.verdict(question_id)
        return verdict is not None and (verdict.right or self.last(question_id)[1] >= TRIES_BEFORE_OPENED)

    def give(self, question_id: str, answer: Any) -> Verdict:
        """Keep an answer and say what is to be said to it. AnswerError if it is not of the kind asked for."""
        question = self.exercise.question(question_id)
        read = question.kind_for(self.tables).read(answer)
        last, _ = self.last(question_id)
        if read != last:
            number = len([one for one in self.tries(question_id) if one.answer is not None]) + 1
            if number > TRIES_AT_MOST:
                raise InputError(f"found {TRIES_AT_MOST} tries of this question already; go on to the next one, or talk to your trainer")
            self._keep(self._attempt(question_id, number, self.hints_taken(question_id), read))
        for call in self._watchers:
            call()
        return judge(question, self.tables, read)

    def take_hint(self, question_id: str) -> str:
        """The next hint of a question, kept as taken; "" where there is none left."""
        hints, taken = self.exercise.question(question_id).hints, self.hints_taken(question_id)
        if taken >= len(hints):
            return ""
        number = len([one for one in self.tries(question_id) if one.answer is not None])
        self._keep(self._attempt(question_id, number, taken + 1, None))
        return said(hints[taken], self.tables)

    def _attempt(self, question_id: str, number: int, hints: int, answer: Answer | None) -> Attempt:
        own = self.issued
        when = self._clock().isoformat(timespec="seconds")
        return Attempt(own.set_id, own.learner_id, self.exercise.name, question_id, number, hints, answer, when)

    def _keep(self, attempt: Attempt) -> None:
        self.tries(attempt.question)
        append_attempt(self.folder, attempt)
        if self._reading is not None:
            self._reading = replace(self._reading, attempts=(*self._reading.attempts, attempt))

    def _judged(self, question_id: str, answer: Answer) -> Verdict | None:
        key = (question_id, repr(answer))
        if key not in self._verdicts:
            try:
                self._verdicts[key] = judge(self.exercise.question(question_id), self.tables, answer)
            except AnswerError:
                return None
        return self._verdicts[key]


def _plain(answer: Any) -> Any:
    """What the method computes (NumPy numbers, an index, a Series) as plain data."""
    if hasattr(answer, "to_dict"):
        answer = answer.to_dict()
    elif hasattr(answer, "tolist"):
        answer = answer.tolist()
    return answer


class Asked:
    """A question with two faces: the form in a live session, question and answer for everybody else."""

    def __init__(self, desk: ExerciseDesk, question: Question) -> None:
        self.desk, self.question = desk, question

    @property
    def shown(self) -> Shown:
        """Question and answer as a reader sees them."""
        return parts.stack(shown.asked(self.desk.exercise, self.question, self.desk.tables), self.so_far)

    @property
    def so_far(self) -> Shown:
        """What was answered last and what was said to it."""
        answer, tries = self.desk.last(self.question.id)
        verdict = self.desk.verdict(self.question.id)
        if answer is None or verdict is None:
            return parts.say(shown.NOT_YET)
        return shown.answered(self.question, self.desk.tables, answer, verdict, tries)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown, self._live)

    def _live(self) -> Any:
        from kamkit.course.form import AnswerForm

        return AnswerForm(self.desk, self.question).view


class Exhibited:
    """Something to look at, perhaps only once a question is answered."""

    def __init__(self, desk: ExerciseDesk, name: str, after: str) -> None:
        self.desk, self.name, self.after = desk, name, after

    @property
    def shown(self) -> Shown:
        """It, or what has to be answered first."""
        if self.after and not self.desk.opened(self.after):
            at = [one.id for one in self.desk.exercise.questions].index(self.after) + 1
            return parts.say(f"This opens once question {at} is answered.")
        return self.desk.exercise.exhibits[self.name](self.desk.tables)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return _following(self.desk, lambda: self.shown) if self.after else self.shown._repr_mimebundle_()


class Progress:
    """How far one is, kept up to date while questions are answered."""

    def __init__(self, desk: ExerciseDesk) -> None:
        self.desk = desk

    @property
    def shown(self) -> Shown:
        """The table of questions."""
        desk = self.desk
        rows = [(one.id, desk.last(one.id)[1], desk.hints_taken(one.id), desk.mark(one.id)) for one in desk.exercise.questions]
        return shown.progress(desk.exercise, rows)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return _following(self.desk, lambda: self.shown)


def _following(desk: ExerciseDesk, show: Callable[[], Shown]) -> dict[str, Any]:
    """Two faces of what changes while questions are answered."""

    def live() -> Any:
        from kamkit.course.form import following

        return following(desk, show)

    return two_faces(show(), live)
