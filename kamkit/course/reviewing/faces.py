"""Plan and reviews in a notebook: forms in a live session, what was written for everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamkit.course.peers import shown
from kamkit.course.peers.plan import PARTS
from kamkit.forms.faces import two_faces
from kamkit.show import parts
from kamkit.show.parts import Shown

if TYPE_CHECKING:
    from kamkit.course.reviewing.desk import ReviewDesk


class PlanAsked:
    """The plan: six parts to write, or what stands in them."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk

    @property
    def shown(self) -> Shown:
        """The plan that was handed in, or what is asked for."""
        plan = self.desk.plan()
        if plan is None:
            return parts.stack(shown.show_brief(), parts.say("Not handed in yet."))
        return shown.show_piece({part.label: plan.parts[part.key] for part in PARTS})

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown, self._live)

    def _live(self) -> Any:
        from kamkit.course.form.reviewing import PlanForm

        return PlanForm(self.desk).view


class ReviewsAsked:
    """The reviews of a task, one piece after the other."""

    def __init__(self, desk: ReviewDesk, task: str) -> None:
        self.desk, self.task = desk, task

    @property
    def shown(self) -> Shown:
        """The levels, and how many are still to be read."""
        return parts.stack(shown.show_rubric(self.desk.rubric(self.task)), parts.say(self.desk.left(self.task)))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown, self._live)

    def _live(self) -> Any:
        from kamkit.course.form.reviewing import ReviewForm

        return ReviewForm(self.desk, self.task).view
