"""The plan and peer review as pages: write, read what others wrote without knowing who they are, read what they say."""

from __future__ import annotations

from typing import Any

import tornado.web
from markupsafe import Markup

from kamkit.course.exercises import exercise_called
from kamkit.course.lines import read_content
from kamkit.course.peers import shown
from kamkit.course.peers.plan import BRIEF, TITLE
from kamkit.course.peers.rubric import PLAN_TASK, rubric_of
from kamkit.course.reviewing import ReviewDesk
from kamkit.course.reviewing.files import file_name_of
from kamkit.course.reviewing.rounds import round_folder, rounds_of
from kamkit.errors import InputError
from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.room import Room


def review_desk(room: Room, learner_id: str) -> ReviewDesk:
    """The learner's desk for plan and reviews, as things stand now."""
    return ReviewDesk(room.of.path_of(learner_id), room.of.issued(learner_id), room.clock)


def peer_links(room: Room, learner_id: str) -> list[dict[str, Any]]:
    """What the start page leads to: the plan, what is to be read, and what others said."""
    desk = review_desk(room, learner_id)
    plan = {"path": "/plan", "label": TITLE, "says": "Handed in; the last one counts." if desk.plan() else "One page; others on the course will read it."}
    found = [plan]
    for task in desk.tasks():
        says = _left(desk, task)
        found.append({"path": f"/reviews/{file_name_of(task)}", "label": f"Review: {name_of(task)}", "says": says})
    for task in rounds_of(room.of):
        if _received(room, task, learner_id).exists():
            found.append({"path": f"/reviews/{file_name_of(task)}/received", "label": f"What others say: {name_of(task)}", "says": "Marks and comments, without names."})
    return found


def _left(desk: ReviewDesk, task: str) -> str:
    """How many are still to be read; before any were given out, that the samples can be marked already."""
    if not _given_out(desk, task):
        return f"The plans of others come when your trainer gives them out. Two samples to practise on: {desk.left(task)}"
    return desk.left(task)


def _given_out(desk: ReviewDesk, task: str) -> bool:
    return any(not one.sample for one in desk.to_read(task))


def name_of(task: str) -> str:
    """What a task is called."""
    return "account plans" if task == PLAN_TASK else f"short texts of exercise {exercise_called(task.split('/')[0]).number}"


def _received(room: Room, task: str, learner_id: str) -> Any:
    return round_folder(room.of, task) / f"{room.learner(learner_id).folder}.html"


class PlanPage(CoursePage):
    """The plan: six parts to write."""

    async def get(self) -> None:
        """Show it."""
        self.send(await self.work(self._compose, None, ""))

    async def post(self) -> None:
        """Hand it in; what cannot be taken stays in its fields."""
        fields = {name: values[-1] for name, values in self.fields().items()}
        try:
            await self.work(self._keep, fields)
        except InputError as error:
            self.set_status(400)
            self.send(await self.work(self._compose, shown.plan_from(fields), str(error)))
            return
        self.redirect("/plan?kept=yes", status=303)

    def _keep(self, fields: dict[str, str]) -> None:
        review_desk(self.room, self.learner_id).keep_plan(shown.plan_from(fields))

    def _compose(self, given: dict[str, str] | None, why: str) -> str:
        plan = review_desk(self.room, self.learner_id).plan()
        texts = given if given is not None else dict(plan.parts) if plan else {}
        kept = self.get_query_argument("kept", "") == "yes" and plan is not None
        return self.page("plan.html.j2", TITLE, brief=BRIEF, form=Markup(shown.plan_fields(texts)), why=why, kept=kept, there=plan is not None, levels=Markup(shown.show_rubric(rubric_of(PLAN_TASK)).html))


class ReviewPage(CoursePage):
    """What is to be read next, and the form for its marks."""

    async def get(self, name: str) -> None:
        """Show it."""
        self.send(await self.work(self._compose, name, {}, "", None))

    async def post(self, name: str) -> None:
        """Keep a review, say what comes of it, and go on to the next."""
        fields = {name: values[-1] for name, values in self.fields().items()}
        try:
            told = await self.work(self._keep, name, fields)
        except InputError as error:
            self.set_status(400)
            self.send(await self.work(self._compose, name, fields, str(error), None))
            return
        self.send(await self.work(self._compose, name, {}, "", told))

    def _task(self, desk: ReviewDesk, name: str) -> str:
        for task in desk.tasks():
            if file_name_of(task) == name:
                return task
        raise tornado.web.HTTPError(404)

    def _keep(self, name: str, fields: dict[str, str]) -> Markup:
        desk = review_desk(self.room, self.learner_id)
        task = self._task(desk, name)
        return Markup(desk.keep_review(task, fields.get("piece", ""), shown.review_from(desk.rubric(task), fields)).html)

    def _compose(self, name: str, fields: dict[str, str], why: str, told: Markup | None) -> str:
        desk = review_desk(self.room, self.learner_id)
        task = self._task(desk, name)
        following, rubric = desk.next_to_read(task), desk.rubric(task)
        return self.page(
            "review.html.j2", f"Review: {name_of(task)}", piece=following, texts=Markup(shown.show_piece(following.parts).html) if following else "",
            form=Markup(shown.review_fields(rubric, fields)), why=why, told=told, left=desk.left(task), practised=Markup(desk.practised(task).html), given_out=_given_out(desk, task),
        )  # fmt: skip


class Received(CoursePage):
    """What others say of one's own work."""

    async def get(self, name: str) -> None:
        """Send the page that was made when the reviews were brought together."""
        self.send(await self.work(self._found, name))

    def _found(self, name: str) -> str:
        for task in rounds_of(self.room.of):
            if file_name_of(task) == name and (path := _received(self.room, task, self.learner_id)).exists():
                page = read_content(path).decode("utf-8")
                return page.replace("<body>", '<body><p><a href="/">Back to your course</a></p>', 1)
        raise tornado.web.HTTPError(404)
