"""A learner's start page: the exercises and how far they are, the simulation, what comes later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamkit.course.desk import ExerciseDesk
from kamkit.course.exercises import CORE
from kamkit.serving.course.certificate import certificate_of
from kamkit.serving.course.exercise import done_of
from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.peers import peer_links
from kamkit.serving.course.quizzes import open_weeks
from kamkit.serving.course.simulation import said_of_game
from kamkit.show.words import percent


@dataclass(frozen=True)
class Listed:
    """An exercise as the start page lists it."""

    number: str
    title: str
    minutes: int
    core: bool
    questions: int
    answered: int
    done: str
    mark: str

    @property
    def begun(self) -> bool:
        """Whether anything is answered."""
        return self.answered > 0


class Home(CoursePage):
    """The start page."""

    async def get(self) -> None:
        """Show it."""
        self.send(await self.work(self._compose))

    def _compose(self) -> str:
        room, learner_id = self.room, self.learner_id
        listed = [_listed(room.desk(learner_id, lesson.exercise.name)) for lesson in room.lessons()]
        following = next((one for one in listed if one.answered < one.questions), None)
        more: list[dict[str, Any]] = peer_links(room, learner_id)
        return self.page(
            "home.html.j2", "Your course", exercises=listed, next=following, simulation=said_of_game(room, learner_id), more=more,
            recall=open_weeks(room, learner_id), certificate=certificate_of(room, learner_id),
        )  # fmt: skip


def _listed(desk: ExerciseDesk) -> Listed:
    exercise = desk.exercise
    answered = sum(desk.verdict(one.id) is not None for one in exercise.questions)
    mark = sum(desk.mark(one.id) for one in exercise.questions) / len(exercise.questions)
    return Listed(
        exercise.number, exercise.title, exercise.minutes, exercise.number in CORE, len(exercise.questions), answered, done_of(desk),
        percent(100 * mark),
    )  # fmt: skip
