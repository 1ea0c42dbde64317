"""Recall quizzes as pages: five minutes, 2, 6 and 12 weeks after the course, each learner's own mistakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import tornado.web
from markupsafe import Markup

from kamkit.course import recall
from kamkit.course.desk import ExerciseDesk
from kamkit.course.judging import Costs
from kamkit.course.pages.fields import Fields
from kamkit.course.pages.lesson import Lesson
from kamkit.course.question import Exercise, Question
from kamkit.serving.course.exercise import Given, asked, done_of
from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.room import Room
from kamkit.show.words import day as written_day
from kamkit.show.words import listed


@dataclass(frozen=True)
class Week:
    """One quiz: when it opens, whether it has, and how far it is."""

    week: int
    opens: str
    is_open: bool
    done: str


@dataclass(frozen=True)
class Weeks:
    """All of them: whether one is open, and what is said of them."""

    weeks: tuple[Week, ...]
    open: bool
    says: str


def open_weeks(room: Room, learner_id: str) -> Weeks:
    """The quizzes of a learner, as things stand today."""
    course = recall.course_day(room.reading(learner_id).attempts)
    if course is None:
        return Weeks((), False, f"Open {listed([str(week) for week in recall.WEEKS])} weeks after the course, on what you found hard.")
    weeks = tuple(_week(room, learner_id, week, recall.opens_on(course, week)) for week in recall.WEEKS)
    waiting = [one for one in weeks if not one.is_open]
    says = f"The next opens on {waiting[0].opens}." if waiting else "All are open."
    return Weeks(weeks, any(one.is_open for one in weeks), says)


def _week(room: Room, learner_id: str, week: int, opens: date) -> Week:
    is_open = opens <= room.today
    return Week(week, written_day(opens), is_open, done_of(quiz_desk(room, learner_id, week)) if is_open else "")


def quiz_desk(room: Room, learner_id: str, week: int) -> ExerciseDesk:
    """The desk of a quiz; 404 if it is not open. What it asks stays as it was on the day it opened."""
    course = recall.course_day(room.reading(learner_id).attempts)
    if week not in recall.WEEKS or course is None or recall.opens_on(course, week) > room.today:
        raise tornado.web.HTTPError(404)
    own = room.own(learner_id)
    if (week, course) not in own.quizzes:
        issued = replace(room.of.issued(learner_id), costs=Costs(0.0, 0.0))  # nobody is marked here
        exercise = _quiz(room, learner_id, week, course)
        own.quizzes[week, course] = ExerciseDesk(exercise, own.tables, room.own_folder_of(learner_id), room.clock, issued)
    desk = own.quizzes[week, course]
    desk.refresh(room.reading_of_quizzes(learner_id))
    return desk


def _quiz(room: Room, learner_id: str, week: int, course: date) -> Exercise:
    own, opens = room.own(learner_id), recall.opens_on(course, week)
    mistakes = recall.find_mistakes(room.reading(learner_id).attempts, own.tables, opens)
    earlier = [quiz_desk(room, learner_id, one) for one in recall.WEEKS if one < week]
    asked_before = [(desk, question) for desk in earlier for question in desk.exercise.questions]
    missed = [recall.at_of(question.id) for desk, question in asked_before if not _right_at_once(desk, question, opens)]
    return recall.make_quiz(
        week, mistakes, own.tables, room.of.issued(learner_id).set_id, missed=missed, asked=[recall.at_of(question.id) for _, question in asked_before]
    )


def _right_at_once(desk: ExerciseDesk, question: Question, before: date) -> bool:
    given = [one for one in desk.tries(question.id) if one.answer is not None and one.when[:10] < before.isoformat()]
    first = desk.verdict_on(question.id, given[0].answer) if given else None
    return first is not None and first.right


class QuizList(CoursePage):
    """Which quizzes there are."""

    async def get(self) -> None:
        """Show them."""
        self.send(await self.work(lambda: self.page("recall.html.j2", "Recall", recall=open_weeks(self.room, self.learner_id), minutes=recall.MINUTES)))


class QuizPage(CoursePage):
    """One quiz."""

    async def get(self, week: str) -> None:
        """Show it."""
        self.send(await self.work(self._compose, int(week)))

    def _compose(self, week: int) -> str:
        desk = quiz_desk(self.room, self.learner_id, week)
        questions = [asked(desk, one, f"/recall/{week}/{one.id}") for one in desk.exercise.questions]
        return self.page("quiz.html.j2", desk.exercise.title, questions=questions, done=done_of(desk), minutes=recall.MINUTES)


class QuizGiven(Given):
    """An answer in a quiz."""

    where = "/recall"

    def _found(self, number: str, question_id: str) -> tuple[Lesson | None, ExerciseDesk, Question]:
        desk = quiz_desk(self.room, self.learner_id, int(number))
        try:
            return None, desk, desk.exercise.question(question_id)
        except KeyError:
            raise tornado.web.HTTPError(404) from None

    def compose_failed(self, number: str, question_id: str, fields: Fields, why: str) -> str:
        """The list again: a quiz has nothing to type, so there is nothing to lose."""
        return self.page("error.html.j2", "Nothing is chosen", says=Markup("{}. <a href='/recall/{}'>Back to the questions</a>").format(why, number))
