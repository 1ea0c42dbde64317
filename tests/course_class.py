"""A class for tests, made in a moment: cases as drawn first, not looked at; and a visitor who came by a personal link.

Exercise 01 can be asked on any case as drawn first; whoever is in ``ON_THE_SAMPLE`` has the sample itself, for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from served import Answer, Visitor
from tornado.web import Application

from kamkit.course.classes import Class, Learner, open_class
from kamkit.course.classes.cases import made_with
from kamkit.course.classes.opening import save_class
from kamkit.course.classes.varying import BLOCKS
from kamkit.course.exercises import NAMES
from kamkit.course.judging import Costs
from kamkit.course.pages.links import link_words

PEOPLE = {"007": "Ana Petrov", "NA": "<b>Bo</b> O'Neill", "ü-3": "Çelik Ümit", "4": "Dora Ek"}
ON_THE_SAMPLE = {"4"}
FIRST_DAY = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def make_class(folder: Path, people: Mapping[str, str] = PEOPLE, names: tuple[str, ...] = NAMES) -> Class:
    """A class of these people; nothing was checked, and no notebooks are in its sets."""
    learners = [
        Learner(learner_id, name, f"set-{at}", f"test-{at}", () if learner_id in ON_THE_SAMPLE else (1,) * len(BLOCKS), "")
        for at, (learner_id, name) in enumerate(people.items())
    ]
    folder.mkdir(parents=True, exist_ok=True)
    of = Class(folder, "c0ffee", 7, Costs(), names, tuple(learners), b"k" * 32, made_with())
    save_class(of)
    for one in learners:
        (folder / one.folder).mkdir(exist_ok=True)
    return open_class(folder)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = FIRST_DAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def course_app(of: Class, clock: Clock) -> Application:
    """The server's application for a class; the trainer's token is ``trainers-own``."""
    from kamkit.serving.access import Access
    from kamkit.serving.app import make_app
    from kamkit.serving.course import course_pages
    from kamkit.serving.course.room import Room
    from kamkit.serving.place import Place

    extra = course_pages(Room(of, clock))
    access = Access(token="nobody-knows-this", facilitator="trainers-own", secret=of.sign("cookies"))
    return make_app(Place("", clock().date()), access, extra.routes, start=extra.start, **extra.settings)


def come(of: Class, port: int, learner_id: str) -> Visitor:
    """Somebody who opened his or her personal link."""
    word = next(word for word, whose in link_words(of).items() if whose == learner_id)
    visitor = Visitor(port)
    came = visitor.get(f"/me/{word}")
    assert came.status == 302 and came.to == "/", came.text
    return visitor


def send(visitor: Visitor, path: str, fields: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """What the page's script does: the form's fields, and data back."""
    answer: Answer = visitor.post(path, dict(fields), Accept="application/json")
    return answer.status, json.loads(answer.text)
