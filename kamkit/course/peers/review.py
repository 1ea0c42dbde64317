"""A review: a mark for each criterion, and in words what to keep and what to change first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kamkit.course.lines import ID, LEARNER, SHORT, WHEN, fields_of
from kamkit.course.options import AnswerError
from kamkit.course.peers.rubric import HIGHEST, LOWEST, Rubric, rubric_of
from kamkit.course.peers.texts import TASK, checked_text, short_words

FILE = "reviews.jsonl"
LINE_AT_MOST = 12_000
COMMENT_AT_MOST = 400
WORDS = 5
COMMENTS = (("keep", "What should they keep, and why?"), ("change", "What should they change first, and how?"))


@dataclass(frozen=True)
class Review:
    """One reading of one piece of work; of several by the same reviewer the last one stands.

    ``set_id`` and ``reviewer``: whose it is. ``piece_id``: what was read, which says what its content was; a sample to
    practise on has the id of the sample.
    """

    set_id: str
    reviewer: str
    task: str
    piece_id: str
    marks: Mapping[str, int]
    keep: str
    change: str
    when: str = ""

    @property
    def review_id(self) -> str:
        """What the content comes to: 16 signs of its SHA-256."""
        content = [self.set_id, self.reviewer, self.task, self.piece_id, sorted(self.marks.items()), self.keep, self.change]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def as_line(self) -> str:
        """The review as one line of JSON, the end of the line included."""
        values = {
            "review_id": self.review_id, "set_id": self.set_id, "reviewer": self.reviewer, "task": self.task, "piece_id": self.piece_id,
            "marks": dict(self.marks), "keep": self.keep, "change": self.change, "when": self.when,
        }  # fmt: skip
        return json.dumps(values, ensure_ascii=True, allow_nan=False) + "\n"


def read_marks(rubric: Rubric, given: Any) -> dict[str, int]:
    """A whole mark from 1 to 4 for each criterion; AnswerError names the first that is missing or is none."""
    if not isinstance(given, Mapping) or set(given) - set(rubric.keys):
        raise AnswerError(f"expected a mark for each of the {len(rubric.keys)} criteria, and nothing else")
    for one in rubric.criteria:
        mark = given.get(one.key)
        if mark is None:
            raise AnswerError(f"{one.label}: no mark yet; choose the level that describes it best")
        if type(mark) is not int or not LOWEST <= mark <= HIGHEST:
            raise AnswerError(f"{one.label}: expected a mark from {LOWEST} to {HIGHEST}")
    return {key: given[key] for key in rubric.keys}


def read_comment(given: Any, label: str) -> str:
    """A comment of five words at least; AnswerError if it is missing, too short or too long."""
    text = checked_text(given, label, COMMENT_AT_MOST)
    if short_words(text, WORDS):
        raise AnswerError(f"{label} Expected at least {WORDS} words: a mark alone helps nobody")
    return text


def make_review(set_id: str, reviewer: str, task: str, piece_id: str, given: Mapping[str, Any], when: str = "") -> Review:
    """A review from what a form holds: ``marks`` (criterion to mark), ``keep`` and ``change``; AnswerError if one is missing."""
    marks = read_marks(rubric_of(task), given.get("marks"))
    keep, change = (read_comment(given.get(name, ""), label) for name, label in COMMENTS)
    return Review(set_id, reviewer, task, piece_id, marks, keep, change, when)


def parse_review(line: bytes) -> Review:
    """The review of one line of a file; InputError if it is not one, or was changed after it was written."""
    values = fields_of(
        line, LINE_AT_MOST,
        {"review_id": ID, "set_id": SHORT, "reviewer": LEARNER, "task": TASK, "piece_id": ID, "when": WHEN},
        others=("marks", "keep", "change"), what="a review",
    )  # fmt: skip
    review = make_review(values["set_id"], values["reviewer"], values["task"], values["piece_id"], values, values["when"])
    if review.review_id != values["review_id"]:
        raise AnswerError("was changed after it was written")
    return review
