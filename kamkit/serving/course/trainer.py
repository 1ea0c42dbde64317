"""The trainer's pages, with a token of their own: how far the class is, and the screen in the room, which names nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import tornado.web
from markupsafe import Markup

from kamkit.course.kinds import Choice, Kind, Number
from kamkit.course.pages.class_view import SHOWN_FROM, Stand, Summary, columns_of, stand_of, summarise
from kamkit.course.pages.links import links_of
from kamkit.course.question import Exercise, Question
from kamkit.course.simulation.market.portfolio import QUARTERS
from kamkit.course.simulation.record import FILE as GAME
from kamkit.course.simulation.record import read_record
from kamkit.errors import InputError, KamkitError
from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.peers import review_desk
from kamkit.serving.course.room import Room
from kamkit.serving.course.simulation import board_of
from kamkit.serving.listening import host_for_others
from kamkit.serving.scoring.projector import qr
from kamkit.show.words import percent


@dataclass(frozen=True)
class Standing:
    """A learner on the trainer's own page: how much is answered, not what; ``quarters`` of the simulation, "" if not begun."""

    name: str
    learner_id: str
    per_exercise: tuple[int, ...]
    answered: int
    right: int
    plan: bool
    quarters: str
    last: str


@dataclass(frozen=True)
class Line:
    """A question on the trainer's page."""

    at: int
    question: Question
    text: str
    summary: Summary


class TrainersPage(CoursePage):
    """A page for whoever has the trainer's token."""

    facilitators_only: ClassVar[bool] = True

    async def stands(self, exercise: Exercise) -> dict[str, list[Stand | None]]:
        """Every question of an exercise: how it stands with each learner. One learner at a time, so that nobody waits."""
        found: dict[str, list[Stand | None]] = {one.id: [] for one in exercise.questions}
        for learner in self.room.of.learners:
            for question_id, stand in (await self.work(_stands, self.room, learner.learner_id, exercise)).items():
                found[question_id].append(stand)
        return found

    def exercise(self, number: str) -> Exercise:
        """The exercise of that number; 404 if the class has none."""
        try:
            return self.room.lesson(number).exercise
        except InputError:
            raise tornado.web.HTTPError(404) from None


def _stands(room: Room, learner_id: str, exercise: Exercise) -> dict[str, Stand | None]:
    if not any(one.exercise == exercise.name for one in room.of.reading(learner_id).attempts):
        return dict.fromkeys(one.id for one in exercise.questions)  # the case need not even be made
    desk = room.desk(learner_id, exercise.name)
    return {question.id: stand_of(desk, question) for question in exercise.questions}


class Overview(TrainersPage):
    """The class at a glance."""

    async def get(self) -> None:
        """Show it."""
        exercises = [lesson.exercise for lesson in self.room.lessons()]
        standing, aside = [], []
        for learner in self.room.of.learners:
            found, problems = await self.work(_standing, self.room, learner.learner_id, exercises)
            standing.append(found)
            aside += [f"{learner.folder}/{problem}" for problem in problems]
        begun = sum(one.answered > 0 for one in standing)
        listed = [(exercise, _how_far(exercise, [one.per_exercise[at] for one in standing])) for at, exercise in enumerate(exercises)]
        plans = sum(one.plan for one in standing)
        self.send(await self.work(lambda: self.page(
            "trainer.html.j2", "Your class", exercises=listed, standing=standing, begun=begun, aside=aside, plans=plans
        )))  # fmt: skip


def _how_far(exercise: Exercise, answered: list[int]) -> str:
    """*4 have begun, 2 have answered all*."""
    begun, through = sum(map(bool, answered)), sum(one == len(exercise.questions) for one in answered)
    return f"{begun} {'has' if begun == 1 else 'have'} begun, {through} answered all" if begun else "nobody has begun"


def _standing(room: Room, learner_id: str, exercises: list[Exercise]) -> tuple[Standing, tuple[str, ...]]:
    learner, reading = room.learner(learner_id), room.of.reading(learner_id)
    per, right, answered, last = [], 0, 0, ""
    for exercise in exercises:
        stands = [one for one in _stands(room, learner_id, exercise).values() if one is not None]
        answered, right = answered + len(stands), right + sum(one.right for one in stands)
        per.append(len(stands))
    with_time = [one.when for one in reading.attempts if one.when]
    if with_time:
        last = _minute(max(with_time))
    plan = review_desk(room, learner_id).plan() is not None
    return Standing(learner.name, learner_id, tuple(per), answered, right, plan, _quarters(room, learner_id), last), reading.problems


def _quarters(room: Room, learner_id: str) -> str:
    path = room.of.path_of(learner_id) / GAME
    if not path.exists():
        return ""
    try:
        return f"{len(read_record(path).quarters)} of {QUARTERS}"
    except InputError:
        return "cannot be read"


def _minute(when: str) -> str:
    try:
        return f"{datetime.fromisoformat(when).astimezone():%d %b %H:%M}"
    except ValueError:
        return ""


class ExerciseOverview(TrainersPage):
    """One exercise, question by question."""

    async def get(self, number: str) -> None:
        """Show it."""
        exercise = self.exercise(number)
        stands = await self.stands(exercise)
        self.send(await self.work(self._compose, exercise, stands))

    def _compose(self, exercise: Exercise, stands: dict[str, list[Stand | None]]) -> str:
        lines = [Line(at, one, _asked(one, self.room), summarise(stands[one.id])) for at, one in enumerate(exercise.questions, start=1)]
        return self.page("progress.html.j2", exercise.title, exercise=exercise, lines=lines, percent=percent)


def _asked(question: Question, room: Room) -> str:
    """The question as nobody's case in particular has it."""
    from kamkit.course.case import sample_case
    from kamkit.course.question import said

    return said(question.text, sample_case())


class Screen(TrainersPage):
    """A question on the wall; its script asks for the stage every few seconds."""

    async def get(self, number: str, question_id: str) -> None:
        """Show it."""
        exercise = self.exercise(number)
        stage = await self.stage(exercise, question_id)
        ids = [one.id for one in exercise.questions]
        at = ids.index(question_id)
        before, after = (ids[at - 1] if at else ""), (ids[at + 1] if at + 1 < len(ids) else "")
        self.send(await self.work(lambda: self.page("screen.html.j2", exercise.title, exercise=exercise, stage=stage, before=before, after=after)))

    async def stage(self, exercise: Exercise, question_id: str) -> Markup:
        """What stands on the wall: how many, how far off, and which mistakes; of fewer than three answers nothing."""
        try:
            question = exercise.question(question_id)
        except KeyError:
            raise tornado.web.HTTPError(404) from None
        stands = await self.stands(exercise)
        return await self.work(self._stage, exercise, question, stands[question_id])

    def _stage(self, exercise: Exercise, question: Question, stands: list[Stand | None]) -> Markup:
        from kamkit.course.case import sample_case
        from kamkit.course.question import said

        summary, case = summarise(stands), sample_case()
        kind = question.kind_for(case)
        columns = columns_of(kind, summary.distances)
        mistakes = [(name, count, _explained(question, name)) for name, count in summary.misconceptions]
        at = [one.id for one in exercise.questions].index(question.id) + 1
        return Markup(self.page(
            "stage.html.j2", "", at=at, exercise=exercise, text=said(question.text, case), own=callable(question.text), summary=summary,
            columns=columns if summary.enough else [], most=max([1, *(one.count for one in columns)]), mistakes=mistakes, fewest=SHOWN_FROM, by=_by(kind),
        ))  # fmt: skip


def _by(kind: Kind) -> str:
    """What the columns are."""
    if isinstance(kind, Number):
        return "How far from one's own right answer"
    return "How many have it right" if isinstance(kind, Choice) else "How much of it is not right yet"


def _explained(question: Question, name: str) -> str:
    """Why it is a mistake, as far as that is said to everybody alike: figures of one's own stay on one's own page."""
    explanation = question.misconception(name).explanation
    return explanation if isinstance(explanation, str) else ""


class Stage(Screen):
    """The inside of the screen alone."""

    async def get(self, number: str, question_id: str) -> None:
        """Send it."""
        self.send(await self.stage(self.exercise(number), question_id))


class Links(TrainersPage):
    """Everybody's personal link, to hand out; not for the projector."""

    async def get(self) -> None:
        """Show them."""
        host = self.request.host if self.access.local else host_for_others(self.request.host)
        links = links_of(self.room.of, f"{self.request.protocol}://{host}")
        self.send(await self.work(self._compose, links))

    def _compose(self, links: Mapping[str, str]) -> str:
        people = [(one, links[one.learner_id], qr(links[one.learner_id])) for one in self.room.of.learners]
        return self.page("links.html.j2", "Personal links", people=people, only_here=self.access.local)


class TrainersBoard(TrainersPage):
    """The leader board with the files that do not count."""

    async def get(self) -> None:
        """Show it."""
        try:
            html = await board_of(self.room, aside=True)
        except KamkitError as error:
            html = Markup("<p>{}</p>").format(error)
        self.send(await self.work(lambda: self.page("board.html.j2", "Leader board", html=html, wall=True)))
