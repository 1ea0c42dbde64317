"""An exercise as a page: text, exhibits and forms without a kernel; what is answered is kept and answered at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import tornado.web
from markupsafe import Markup

from kamkit.course import shown
from kamkit.course.desk import TRIES_BEFORE_OPENED, ExerciseDesk
from kamkit.course.exercises import NAMES
from kamkit.course.kinds import AnswerError, Kind, Placing
from kamkit.course.pages.fields import Fields, as_fields, read_fields
from kamkit.course.pages.lesson import Lesson, Piece
from kamkit.course.question import Question, said
from kamkit.errors import InputError
from kamkit.serving.course.page import CoursePage, text_of
from kamkit.show import parts
from kamkit.show.words import percent


@dataclass(frozen=True)
class Asked:
    """A question as its form shows it: ``at`` is its address, ``filled`` what stands in the fields, ``word`` *Right* and so on."""

    id: str
    at: str
    head: str
    text: str
    how: str
    kind: Kind
    filled: Fields
    said: Markup
    word: str
    hints: Markup
    hint_label: str
    hints_left: int
    hints_taken: int

    @property
    def kind_name(self) -> str:
        """Which fields it has."""
        return "matching" if isinstance(self.kind, Placing) else type(self.kind).__name__.lower()

    @property
    def is_placing(self) -> bool:
        """Whether a matrix stands beside it."""
        return isinstance(self.kind, Placing)

    def value(self, name: str = "answer") -> str:
        """What stands in a field."""
        found = list(self.filled.get(name, ()))
        return found[-1] if found else ""

    def holds(self, key: str) -> bool:
        """Whether an option is chosen."""
        return key in self.filled.get("answer", ())


@dataclass(frozen=True)
class Failed:
    """An answer that could not be taken: what was sent, and why not."""

    question_id: str
    fields: Fields
    why: str


def asked(desk: ExerciseDesk, question: Question, at: str, failed: Failed | None = None) -> Asked:
    """A question of a desk, as it stands."""
    kind = question.kind_for(desk.tables)
    answer, _ = desk.last(question.id)
    verdict = desk.verdict(question.id)
    filled: Fields = as_fields(kind, kind.read(answer)) if answer is not None and verdict is not None else {}
    words, word = said_to(desk, question)
    if failed is not None and failed.question_id == question.id:
        filled, words, word = failed.fields, Markup('<p role="alert">&#9650; Not kept: {}.</p>').format(failed.why), "Not kept"
    hints, label, left = hints_of(desk, question)
    return Asked(
        question.id, at, shown.heading(desk.exercise, question), said(question.text, desk.tables), shown.instruction(kind),
        kind, filled, words, word, hints, label, left, desk.hints_taken(question.id),
    )  # fmt: skip


def said_to(desk: ExerciseDesk, question: Question) -> tuple[Markup, str]:
    """What is said to the answer that stands, and the word for it; nothing to none."""
    answer, tries = desk.last(question.id)
    verdict = desk.verdict(question.id)
    if answer is None or verdict is None:
        return Markup(""), ""
    words = shown.answered(question, desk.tables, answer, verdict, tries, repeat=False)
    if desk.exercise.name not in NAMES:
        return Markup(words.html), shown.right_or_not(verdict)  # nobody marks a quiz
    cost, mark = desk.issued.costs.attempt, desk.mark(question.id)
    further = f"; a further try takes {percent(cost * 100)} off" if cost and not verdict.right else ""
    tried = f"Try {tries} is kept." if tries > 1 else "Kept."
    words = parts.stack(words, parts.say(f"{tried} Mark so far: {percent(mark * 100)}{further}."))
    return Markup(words.html), shown.right_or_not(verdict)  # escaped where it was made


def hints_of(desk: ExerciseDesk, question: Question) -> tuple[Markup, str, int]:
    """The hints taken, what the button for the next one says, and how many are left."""
    taken, cost = desk.hints_taken(question.id), desk.issued.costs.hint
    told = "".join(parts.boxed("Hint", said(one, desk.tables)).html for one in question.hints[:taken])
    left = max(0, len(question.hints) - taken)
    price = f", takes {percent(cost * 100)} off" if cost else ""
    return Markup(told), f"Hint ({left} left{price})" if left else "No hint left", left


class ExercisePage(CoursePage):
    """One exercise."""

    async def get(self, number: str) -> None:
        """Show it."""
        self.send(await self.work(self.compose, number))

    def compose(self, number: str, failed: Failed | None = None) -> str:
        """The page as text."""
        lesson = self._lesson(number)
        desk = self.room.desk(self.learner_id, lesson.exercise.name)
        pieces = [self._piece(lesson, desk, piece, failed) for piece in lesson.pieces]
        lessons = self.room.lessons()
        at = lessons.index(lesson)
        following = lessons[at + 1].exercise if at + 1 < len(lessons) else None
        return self.page("exercise.html.j2", lesson.exercise.title, pieces=pieces, exercise=lesson.exercise, following=following, done=done_of(desk))

    def _lesson(self, number: str) -> Lesson:
        try:
            return self.room.lesson(number)
        except InputError:
            raise tornado.web.HTTPError(404) from None

    def _piece(self, lesson: Lesson, desk: ExerciseDesk, piece: Piece, failed: Failed | None) -> dict[str, Any]:
        found: dict[str, Any] = {"what": piece.what, "id": piece.id}
        match piece.what:
            case "text":
                found["html"] = text_of(piece.says)
            case "ask":
                question = lesson.exercise.question(piece.says)
                found["question"] = asked(desk, question, f"/exercise/{lesson.exercise.number}/{question.id}", failed)
            case "exhibit":
                found["html"], found["waits"] = self._exhibit(desk, piece), bool(piece.after)
            case "progress":
                found["html"] = progress_of(desk)
        return found

    def _exhibit(self, desk: ExerciseDesk, piece: Piece) -> Markup:
        if piece.after and not desk.opened(piece.after):
            at = [one.id for one in desk.exercise.questions].index(piece.after) + 1
            return Markup(parts.say(f"This opens once question {at} is answered right, or after {TRIES_BEFORE_OPENED} tries.").html)
        return Markup(self.room.exhibit(self.learner_id, desk.exercise.name, piece.says))


class Given(ExercisePage):
    """An answer is given."""

    where: ClassVar[str] = "/exercise"

    async def get(self, number: str, question_id: str = "") -> None:
        """Whoever asks for this address, as a browser does that loads it again, wants the question."""
        self.redirect(f"{self.where}/{number}#q-{question_id}")

    async def post(self, number: str, question_id: str) -> None:
        """Keep it and say what is to be said; whoever has no script comes back to the page."""
        fields = self.fields()
        try:
            found = await self.work(self._give, number, question_id, fields)
        except AnswerError as error:
            if self.wants_data:
                raise
            self.set_status(400)
            self.send(await self.work(self.compose_failed, number, question_id, fields, str(error)))
            return
        if self.wants_data:
            self.write(found)
        else:
            self.redirect(f"{self.where}/{number}#q-{question_id}", status=303)

    def compose_failed(self, number: str, question_id: str, fields: Fields, why: str) -> str:
        """The page as text, with what was sent still in its fields."""
        return self.compose(number, Failed(question_id, fields, why))

    def _give(self, number: str, question_id: str, fields: Fields) -> dict[str, Any]:
        lesson, desk, question = self._found(number, question_id)
        self.room.give(desk, question.id, read_fields(question.kind_for(desk.tables), fields))
        return self._told(lesson, desk, question)

    def _found(self, number: str, question_id: str) -> tuple[Lesson | None, ExerciseDesk, Question]:
        lesson = self._lesson(number)
        try:
            question = lesson.exercise.question(question_id)
        except KeyError:
            raise tornado.web.HTTPError(404) from None
        return lesson, self.room.desk(self.learner_id, lesson.exercise.name), question

    def _told(self, lesson: Lesson | None, desk: ExerciseDesk, question: Question) -> dict[str, Any]:
        """What changes on the page by an answer or a hint."""
        words, word = said_to(desk, question)
        hints, label, left = hints_of(desk, question)
        opened = {
            piece.id: self._exhibit(desk, piece)
            for piece in (lesson.pieces if lesson else ())
            if piece.what == "exhibit" and piece.after == question.id and desk.opened(question.id)
        }
        return {
            "said": words, "word": word, "hints": hints, "hint_label": label, "hints_left": left,
            "hints_taken": desk.hints_taken(question.id), "opened": opened, "progress": progress_of(desk),
            "done": done_of(desk),
        }  # fmt: skip


class HintTaken(Given):
    """A hint is asked for."""

    async def post(self, number: str, question_id: str) -> None:
        """Keep that it was, and show it; the button pressed twice takes one."""
        found = await self.work(self._take, number, question_id, self.get_body_argument("taken", ""))
        if self.wants_data:
            self.write(found)
        else:
            self.redirect(f"{self.where}/{number}#q-{question_id}", status=303)

    def _take(self, number: str, question_id: str, taken: str) -> dict[str, Any]:
        lesson, desk, question = self._found(number, question_id)
        if taken == str(desk.hints_taken(question.id)):
            desk.take_hint(question.id)
        return self._told(lesson, desk, question)


def progress_of(desk: ExerciseDesk) -> Markup:
    """The table of questions."""
    return Markup(desk.progress().shown.html)


def done_of(desk: ExerciseDesk) -> str:
    """*3 of 8 answered, 2 right*."""
    questions = desk.exercise.questions
    verdicts = [found for one in questions if (found := desk.verdict(one.id)) is not None]
    right = sum(found.right for found in verdicts)
    return f"{len(verdicts)} of {len(questions)} answered, {right} right"
