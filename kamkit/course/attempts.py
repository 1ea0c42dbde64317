"""What a learner answered: one line of JSON for each try or hint, appended at once, read as data only.

A line has exactly the fields of ``Attempt``. Reading never runs or imports anything, follows no link, and stops at
stated sizes; a line that is not what was expected is left out and named. ``attempt_id`` binds the content to the
set it was issued for: a line changed by hand, or taken from another set, does not fit its id or its set.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamkit.course.kinds import ENTRIES_AT_MOST, LARGEST_NUMBER, LONGEST, Answer
from kamkit.course.lines import ID, LEARNER, SHORT, WHEN, Lines, append_line, fields_of, parse_lines, read_lines
from kamkit.errors import InputError

FILE = "answers.jsonl"
LINE_AT_MOST = 8_000
LINES_AT_MOST = 5_000
TRIES_AT_MOST = 200  # of one question
_QUESTION = re.compile(r"[a-z0-9_]{1,60}")
_TEXTS = {"set_id": SHORT, "learner_id": LEARNER, "exercise": _QUESTION, "question": _QUESTION, "when": WHEN, "attempt_id": ID}
_FIELDS = ("attempt_id", "set_id", "learner_id", "exercise", "question", "attempt", "hints", "answer", "when")


@dataclass(frozen=True)
class Attempt:
    """One try at a question, or, where ``answer`` is None, one hint asked for.

    ``attempt``: 1 is the first try (of a hint: the tries so far). ``hints``: taken by then, this one included.
    ``when``: ISO time as the caller or the browser gave it, "" if nobody did. The learner's id is kept to the letter.
    """

    set_id: str
    learner_id: str
    exercise: str
    question: str
    attempt: int
    hints: int
    answer: Answer | None
    when: str = ""

    @property
    def attempt_id(self) -> str:
        """What the content comes to: 16 signs of its SHA-256."""
        content = [self.set_id, self.learner_id, self.exercise, self.question, self.attempt, self.hints, self.answer]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]

    def as_line(self) -> str:
        """The attempt as one line of JSON, the end of the line included."""
        values = {name: getattr(self, name) for name in _FIELDS}
        return json.dumps(values, ensure_ascii=True, allow_nan=False) + "\n"


@dataclass(frozen=True)
class Reading:
    """What a file of answers holds: the attempts in their order, and one line for each thing that was left out."""

    attempts: tuple[Attempt, ...]
    problems: tuple[str, ...]

    def of(self, exercise: str, question: str) -> tuple[Attempt, ...]:
        """The tries and hints of one question."""
        return tuple(one for one in self.attempts if (one.exercise, one.question) == (exercise, question))


def append_attempt(folder: Path, attempt: Attempt) -> None:
    """Add one line to the learner's ``answers.jsonl``; InputError if the folder cannot be written or the file is no file."""
    line = attempt.as_line()
    if len(line) > LINE_AT_MOST:  # it is ASCII
        raise InputError(f"{FILE}: an answer of {len(line):,} bytes; expected at most {LINE_AT_MOST:,}")
    append_line(folder / FILE, line)


def read_attempts(folder: Path, *, set_id: str | None = None, learner_id: str | None = None) -> Reading:
    """The attempts in a learner's folder; none, and no problem, where nobody has answered yet.

    With ``set_id`` or ``learner_id`` lines of another set or learner are left out and named. Never raises for what
    the file holds, however broken or hostile it is.
    """
    return _reading(read_lines(folder / FILE, lambda line: _attempt(line, set_id, learner_id), LINES_AT_MOST))


def parse_attempts(content: bytes, *, set_id: str | None = None, learner_id: str | None = None) -> Reading:
    """The attempts in the bytes of a file; see ``read_attempts``."""
    return _reading(parse_lines(content, FILE, lambda line: _attempt(line, set_id, learner_id), LINES_AT_MOST))


def _reading(lines: Lines[Attempt]) -> Reading:
    once: dict[str, Attempt] = {}
    for attempt in lines.kept:
        once.setdefault(attempt.attempt_id, attempt)  # the same line twice is one attempt
    return Reading(tuple(once.values()), lines.problems)


def _attempt(line: bytes, set_id: str | None, learner_id: str | None) -> Attempt:
    values = fields_of(line, LINE_AT_MOST, _TEXTS, others=("attempt", "hints", "answer"), what="an answer")
    for name in ("attempt", "hints"):
        if type(values[name]) is not int or not 0 <= values[name] <= LINES_AT_MOST:
            raise InputError(f"{name} is not a count")
    if not is_answer(values["answer"]) and values["answer"] is not None:
        raise InputError("the answer is not a number, a text or a short list of them")
    attempt = Attempt(**{name: values[name] for name in _FIELDS[1:]})
    if attempt.attempt_id != values["attempt_id"]:
        raise InputError("was changed after it was written")
    if set_id is not None and attempt.set_id != set_id:
        raise InputError("is of another set")
    if learner_id is not None and attempt.learner_id != learner_id:
        raise InputError("is of another learner")
    return attempt


def is_answer(value: Any, depth: int = 2) -> bool:
    """Whether a value is what an answer may be: a number, a text, or at most eight of them, two levels deep."""
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return abs(value) <= LARGEST_NUMBER
    if isinstance(value, str):
        return len(value) <= LONGEST
    if depth == 0 or not isinstance(value, list | dict) or len(value) > ENTRIES_AT_MOST:
        return False
    names = list(value) if isinstance(value, Mapping) else []
    inner = list(value.values()) if isinstance(value, Mapping) else value
    return all(len(name) <= 60 for name in names) and all(is_answer(one, depth - 1) for one in inner)
