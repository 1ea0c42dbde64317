"""A participant's plan and reviews: what was written, what is to be read next, and keeping what they say."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kamkit.course.desk import LEARNER_FOLDER
from kamkit.course.issued import IssuedSet, read_set
from kamkit.course.lines import ID, append_line, load_data, read_content, read_lines
from kamkit.course.peers import plan as plans
from kamkit.course.peers import review as reviews
from kamkit.course.peers import shown
from kamkit.course.peers.plan import Plan, parse_plan, read_parts
from kamkit.course.peers.review import Review, make_review, parse_review
from kamkit.course.peers.rubric import Rubric, rubric_of
from kamkit.course.peers.samples import Sample, deviation, samples_of
from kamkit.course.peers.texts import TASK
from kamkit.course.reviewing.files import file_name_of
from kamkit.errors import InputError
from kamkit.show import parts as blocks
from kamkit.show.parts import Shown

GIVEN_OUT = "to_review-"
_GIVEN_AT_MOST = 200_000


@dataclass(frozen=True)
class ToRead:
    """One piece of work to read: ``parts`` are its headings and texts; ``at`` of ``of`` counts them; samples come first."""

    task: str
    piece_id: str
    name: str
    parts: Mapping[str, str]
    at: int
    of: int
    sample: bool


def open_reviewing(clock: Callable[[], datetime] | None = None) -> ReviewDesk:
    """The desk for the folder one works in; its ``set.json`` says whose plan and reviews these are."""
    folder = Path(os.environ.get(LEARNER_FOLDER) or ".")
    return ReviewDesk(folder, read_set(folder), clock or (lambda: datetime.now(UTC)))


class ReviewDesk:
    """What a page for plan and reviews needs, in a notebook or in a browser. ``clock`` is asked when something is kept."""

    def __init__(self, folder: Path, issued: IssuedSet, clock: Callable[[], datetime]) -> None:
        self.folder, self.issued, self._clock = folder, issued, clock

    def plan(self) -> Plan | None:
        """The plan that stands, None as long as there is none."""
        own = self._own(read_lines(self.folder / plans.FILE, parse_plan).kept)
        return own[-1] if own else None

    def keep_plan(self, given: Any) -> Plan:
        """Hand a plan in: a text for each part. AnswerError if one is missing, too short or too long."""
        plan = Plan(self.issued.set_id, self.issued.learner_id, read_parts(given), self._when())
        before = self.plan()
        if before is None or before.piece_id != plan.piece_id:
            append_line(self.folder / plans.FILE, plan.as_line())
        return plan

    def tasks(self) -> tuple[str, ...]:
        """The tasks of which something was given out to be read; the plan can be practised before."""
        given = sorted(path for path in self.folder.glob(f"{GIVEN_OUT}*.json"))
        found = [task for path in given if (task := _task_of(path))]
        return tuple(dict.fromkeys(["plan", *found]))

    def to_read(self, task: str) -> tuple[ToRead, ...]:
        """All there is to read of a task, in its order: the two samples, then what was given out."""
        rubric_of(task)
        samples = [(one.piece_id, one.name, one.parts, True) for one in samples_of(task)]
        given = [(piece, f"Number {at}", texts, False) for at, (piece, texts) in enumerate(self._given(task), start=1)]
        all_of_them = [*samples, *given]
        return tuple(ToRead(task, piece, name, texts, at, len(all_of_them), sample) for at, (piece, name, texts, sample) in enumerate(all_of_them, start=1))

    def next_to_read(self, task: str) -> ToRead | None:
        """What is to be read next; None if all of it was."""
        done = {one.piece_id for one in self.reviews(task)}
        return next((one for one in self.to_read(task) if one.piece_id not in done), None)

    def reviews(self, task: str) -> tuple[Review, ...]:
        """What was said of this task so far, in its order."""
        return tuple(one for one in self._own(read_lines(self.folder / reviews.FILE, parse_review).kept) if one.task == task)

    def keep_review(self, task: str, piece_id: str, given: Mapping[str, Any]) -> Shown:
        """Keep a review and say what comes of it: of a sample the known marks with their reasons.

        ``given``: marks (criterion to 1 to 4), keep, change. AnswerError if something is missing; InputError if there is no
        such piece, or the samples were not marked first.
        """
        piece = next((one for one in self.to_read(task) if one.piece_id == piece_id), None)
        if piece is None:
            raise InputError("this piece of work was not given to you to read")
        done = {one.piece_id for one in self.reviews(task)}
        if not piece.sample and not {one.piece_id for one in samples_of(task)} <= done:
            raise InputError("the two samples come first; mark them, and see how far off you are")
        review = make_review(self.issued.set_id, self.issued.learner_id, task, piece_id, given, self._when())
        if piece_id not in done or not piece.sample:  # of a sample the first marks stand: the reasons are known by now
            append_line(self.folder / reviews.FILE, review.as_line())
        if piece.sample:
            sample = next(one for one in samples_of(task) if one.piece_id == piece_id)
            return blocks.stack(shown.reasons(rubric_of(task), sample, review.marks), self.practised(task))
        return blocks.say("Kept. Its author reads your marks and comments without your name.", self.left(task))

    def practised(self, task: str) -> Shown:
        """How far off the samples' marks one was, as soon as both were marked."""
        first = self._first_marks(task)
        samples: tuple[Sample, ...] = samples_of(task)
        if len(first) < len(samples):
            return blocks.say("One more sample, then you see how far off you are.")
        return shown.how_far_off(deviation(samples, first))

    def left(self, task: str) -> str:
        """How many are still to be read."""
        done = {one.piece_id for one in self.reviews(task)}
        return shown.still_to_read(sum(1 for one in self.to_read(task) if one.piece_id not in done))

    def rubric(self, task: str) -> Rubric:
        """The levels a task is marked by."""
        return rubric_of(task)

    def form(self, task: str = "plan") -> Any:
        """In a notebook: the reviews of a task, one after the other, with two faces."""
        from kamkit.course.reviewing.faces import ReviewsAsked

        return ReviewsAsked(self, task)

    def plan_form(self) -> Any:
        """In a notebook: the plan to write, with two faces."""
        from kamkit.course.reviewing.faces import PlanAsked

        return PlanAsked(self)

    def _first_marks(self, task: str) -> dict[str, Mapping[str, int]]:
        known = {one.piece_id for one in samples_of(task)}
        first: dict[str, Mapping[str, int]] = {}
        for one in self.reviews(task):
            if one.piece_id in known:
                first.setdefault(one.piece_id, one.marks)
        return first

    def _own(self, records: Iterable[Any]) -> tuple[Any, ...]:
        own = self.issued
        return tuple(
            one for one in records if one.set_id == own.set_id and getattr(one, "learner_id", getattr(one, "reviewer", None)) == own.learner_id
        )

    def _given(self, task: str) -> list[tuple[str, dict[str, str]]]:
        path = self.folder / f"{GIVEN_OUT}{file_name_of(task)}.json"
        content = read_content(path, _GIVEN_AT_MOST)
        return read_given_out(content)[1] if content else []

    def _when(self) -> str:
        return self._clock().isoformat(timespec="seconds")


def write_given_out(task: str, pieces: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """What is given out to a reviewer, as JSON: no name of anybody in it."""
    return json.dumps({"task": task, "pieces": [{"piece_id": piece, "parts": dict(texts)} for piece, texts in pieces]}, indent=1) + "\n"


def read_given_out(content: bytes) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """Task and pieces of what was given out; InputError if it is not that."""
    values = load_data(content, _GIVEN_AT_MOST)
    wrong = InputError(f"{GIVEN_OUT}...json: is not what the trainer gave out; ask for it again")
    if not isinstance(values, dict) or set(values) != {"task", "pieces"} or not isinstance(values["pieces"], list):
        raise wrong
    if not isinstance(values["task"], str) or not TASK.fullmatch(values["task"]):
        raise wrong
    for one in values["pieces"]:
        if not isinstance(one, dict) or set(one) != {"piece_id", "parts"} or not ID.fullmatch(str(one["piece_id"])):
            raise wrong
        if not isinstance(one["parts"], dict) or not all(isinstance(text, str) for text in one["parts"].values()):
            raise wrong
    return values["task"], [(one["piece_id"], one["parts"]) for one in values["pieces"]]


def _task_of(path: Path) -> str:
    try:
        return read_given_out(read_content(path, _GIVEN_AT_MOST))[0]
    except InputError:
        return ""
