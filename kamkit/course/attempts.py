"""What a learner answered: one line of JSON for each try or hint, appended at once, read as data only.

A line has exactly the fields of ``Attempt``. Reading never runs or imports anything, follows no link, and stops at
stated sizes; a line that is not what was expected is left out and named. ``attempt_id`` binds the content to the
set it was issued for: a line changed by hand, or taken from another set, does not fit its id or its set.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamkit.course.kinds import ENTRIES_AT_MOST, LARGEST_NUMBER, LONGEST, Answer
from kamkit.errors import InputError

FILE = "answers.jsonl"
FILE_AT_MOST = 2_000_000  # bytes; a whole course of twelve exercises is about a tenth of it
LINE_AT_MOST = 8_000
LINES_AT_MOST = 5_000
TRIES_AT_MOST = 200  # of one question
PROBLEMS_AT_MOST = 20
_SHORT = re.compile(r"[\w .@+-]{1,64}")
_LEARNER = re.compile(r"[^\x00-\x1f\x7f]{0,64}")
_QUESTION = re.compile(r"[a-z0-9_]{1,60}")
_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?")
_ID = re.compile(r"[0-9a-f]{16}")
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
    path = folder / FILE
    line = attempt.as_line().encode()
    if len(line) > LINE_AT_MOST:
        raise InputError(f"{FILE}: an answer of {len(line):,} bytes; expected at most {LINE_AT_MOST:,}")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o644)
        with os.fdopen(handle, "ab", buffering=0) as file:
            file.write(line)  # one write: two pages open at once do not mix their lines
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); copy the exercises to a folder of yours") from None


def read_attempts(folder: Path, *, set_id: str | None = None, learner_id: str | None = None) -> Reading:
    """The attempts in a learner's folder; none, and no problem, where nobody has answered yet.

    With ``set_id`` or ``learner_id`` lines of another set or learner are left out and named. Never raises for what
    the file holds, however broken or hostile it is.
    """
    path = folder / FILE
    try:
        found = os.lstat(path)
    except OSError:
        return Reading((), ())
    if not stat.S_ISREG(found.st_mode):
        return Reading((), (f"{FILE}: is not an ordinary file; left out",))
    if found.st_size > FILE_AT_MOST:
        return Reading((), (f"{FILE}: found {found.st_size:,} bytes; expected at most {FILE_AT_MOST:,}; left out",))
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            content = file.read(FILE_AT_MOST + 1)
    except OSError as error:
        return Reading((), (f"{FILE}: cannot be read ({error.strerror})",))
    return parse_attempts(content, set_id=set_id, learner_id=learner_id)


def parse_attempts(content: bytes, *, set_id: str | None = None, learner_id: str | None = None) -> Reading:
    """The attempts in the bytes of a file; see ``read_attempts``."""
    if len(content) > FILE_AT_MOST:
        return Reading((), (f"{FILE}: found more than {FILE_AT_MOST:,} bytes; left out",))
    kept: dict[str, Attempt] = {}
    problems: list[str] = []
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:LINES_AT_MOST], start=1):
        if not line.strip():
            continue
        try:
            attempt = _attempt(line)
            if set_id is not None and attempt.set_id != set_id:
                raise InputError("is of another set")
            if learner_id is not None and attempt.learner_id != learner_id:
                raise InputError("is of another learner")
        except InputError as error:
            problems.append(f"{FILE}, line {number}: {error}; left out")
            continue
        kept.setdefault(attempt.attempt_id, attempt)  # the same line twice is one attempt
    if len(lines) > LINES_AT_MOST + 1:
        problems.append(f"{FILE}: found {len(lines):,} lines; those after {LINES_AT_MOST:,} were left out")
    if len(problems) > PROBLEMS_AT_MOST:
        problems[PROBLEMS_AT_MOST:] = [f"{FILE}: and {len(problems) - PROBLEMS_AT_MOST:,} more of the kind"]
    return Reading(tuple(kept.values()), tuple(problems))


def _attempt(line: bytes) -> Attempt:
    values = load_data(line, LINE_AT_MOST)
    if not isinstance(values, dict) or tuple(sorted(values)) != tuple(sorted(_FIELDS)):
        raise InputError("does not have the fields of an answer")
    for name, allowed in (("set_id", _SHORT), ("learner_id", _LEARNER), ("exercise", _QUESTION),
                          ("question", _QUESTION), ("when", _WHEN), ("attempt_id", _ID)):  # fmt: skip
        if not isinstance(values[name], str) or not allowed.fullmatch(values[name]):
            raise InputError(f"{name} is not what was expected")
    for name in ("attempt", "hints"):
        if type(values[name]) is not int or not 0 <= values[name] <= LINES_AT_MOST:
            raise InputError(f"{name} is not a count")
    if not is_answer(values["answer"]) and values["answer"] is not None:
        raise InputError("the answer is not a number, a text or a short list of them")
    attempt = Attempt(**{name: values[name] for name in _FIELDS[1:]})
    if attempt.attempt_id != values["attempt_id"]:
        raise InputError("was changed after it was written")
    return attempt


def load_data(content: bytes, at_most: int) -> Any:
    """JSON as plain data: UTF-8, no NaN or infinity, no name twice; InputError for anything else, or if it is too long."""
    if len(content) > at_most:
        raise InputError(f"found {len(content):,} bytes; expected at most {at_most:,}")
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise InputError("is not readable as JSON") from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > 2 * ENTRIES_AT_MOST + len(_FIELDS) or len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("names")
    return dict(pairs)


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
