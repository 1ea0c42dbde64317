"""Collect what was handed in: whose it is, that it was issued by this class, and what was answered.

Whatever is not whole is set aside with one line that says why, and nothing of it counts. ``answers.jsonl`` and
``set.json`` are read as data; notebooks are not even opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kamkit.course.attempts import TRIES_AT_MOST, Attempt, parse_attempts
from kamkit.course.classes.opening import FILE as CLASS_FILE
from kamkit.course.classes.opening import TRAINERS, Class, Learner
from kamkit.course.classes.packages import ANSWERS, SET, Package, Refused, open_package
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.lines import FILE_AT_MOST, load_data
from kamkit.course.options import found_markup
from kamkit.errors import InputError

SET_AT_MOST = 4_000
OURS = (CLASS_FILE, "roster.csv", "graded.json", "gradebook.csv", "gradebook.xlsx", "items.csv", "set-aside.csv", "class.html", "links.csv")
_OF_SYSTEMS = re.compile(r"\..*|~\$.*|thumbs\.db|desktop\.ini|__macosx", re.IGNORECASE)  # left by systems and editors
_SIGNED = ("set_id", "learner_id", "name", "class_id", "hint_cost", "attempt_cost", "case")


@dataclass(frozen=True)
class Submission:
    """A set that was handed in, whole: ``what`` is the folder's or zip's name."""

    what: str
    learner_id: str
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True)
class Aside:
    """What was set aside, and why; nothing of it counts."""

    what: str
    why: str


def collect(one: Class) -> tuple[dict[str, Submission], tuple[Aside, ...]]:
    """The submission that counts for each learner who has one, and all that was set aside."""
    found: dict[str, list[Submission]] = {}
    asides: list[Aside] = []
    for path in _entries(one.folder):
        try:
            submission = _submission(one, path)
        except InputError as error:
            asides.append(Aside(_named(path), _one_line(error)))
            continue
        except OSError as error:
            asides.append(Aside(_named(path), f"cannot be read ({error.strerror or type(error).__name__})"))
            continue
        if submission is not None:
            found.setdefault(submission.learner_id, []).append(submission)
    counted = {}
    for learner_id, several in found.items():
        best, others = _choose(several)
        asides += others
        if best is not None:
            counted[learner_id] = best
    return counted, tuple(sorted(asides, key=lambda aside: aside.what))


def _entries(folder: Path) -> Iterator[Path]:
    for name in sorted(os.listdir(folder)):
        ours = name in OURS or name in TRAINERS and not os.path.lexists(folder / name / SET)  # whoever calls a set "feedback" has handed it in
        if not ours and not _OF_SYSTEMS.fullmatch(name):
            yield folder / name


def packages_of(one: Class) -> Iterator[tuple[Learner, Package]]:
    """The sets of this class in its folder, each with whose it is; ``collect`` says why others are passed over."""
    for path in _entries(one.folder):
        try:
            package = open_package(path)
            if package is not None:
                yield _whose(one, package), package
        except (InputError, OSError):
            continue


def _submission(one: Class, path: Path) -> Submission | None:
    """The set in a folder or zip; None for a learner's own folder in which nothing was answered yet."""
    package = open_package(path)
    issued_here = any(path.name == learner.folder for learner in one.learners) and path.is_dir()
    if package is None:
        if issued_here:
            return None
        raise Refused(f"holds no set of this course: neither {SET} nor {ANSWERS}")
    if issued_here and not package.has_answers:
        return None
    learner = _whose(one, package)
    if not package.has_answers:
        return Submission(_named(path), learner.learner_id, ())
    content = package.read(ANSWERS, FILE_AT_MOST)
    reading = parse_attempts(content, set_id=learner.set_id, learner_id=learner.learner_id)
    if reading.problems:
        more = f" (and {len(reading.problems) - 1} more)" if len(reading.problems) > 1 else ""
        raise Refused(f"{reading.problems[0].removesuffix('; left out')}{more}; ask for the folder again")
    _check_attempts(reading.attempts)
    return Submission(_named(path), learner.learner_id, reading.attempts)


def _whose(one: Class, package: Package) -> Learner:
    try:
        values: Any = load_data(package.read(SET, SET_AT_MOST), SET_AT_MOST)
    except Refused:
        raise
    except InputError as error:
        raise Refused(f"{SET}: {error}") from None
    if not isinstance(values, dict) or set(values) != {*_SIGNED, "signature"} or not all(isinstance(value, str | float | int) for value in values.values()):
        raise Refused(f"{SET}: is not one that kamkit course issue wrote")
    if values["class_id"] != one.class_id:
        raise Refused(f"{SET}: was issued by another class, not by {one.class_id}")
    if not one.is_signed(str(values["signature"]), "set.json", *(str(values[name]) for name in _SIGNED)):
        raise Refused(f"{SET}: was changed after it was issued, or never issued by this class")
    learner = next((learner for learner in one.learners if learner.learner_id == values["learner_id"]), None)
    if learner is None or learner.set_id != values["set_id"]:
        raise Refused(f"{SET}: is of nobody in this class's roster")
    return learner


def _check_attempts(attempts: Sequence[Attempt]) -> None:
    """What no page of the kit could have written, although each line by itself is in order."""
    numbers: dict[tuple[str, str], set[int]] = {}
    for attempt in attempts:
        where = f"{ANSWERS}, {attempt.exercise}, {attempt.question}"
        if attempt.exercise not in NAMES or attempt.question not in {question.id for question in exercise_called(attempt.exercise).questions}:
            raise Refused(f"{where}: there is no such question")
        if markup := next(filter(None, map(found_markup, _texts(attempt.answer))), ""):
            raise Refused(f"{where}: an answer holds {markup}, which the answer form does not take")
        if attempt.answer is not None:
            numbers.setdefault((attempt.exercise, attempt.question), set()).add(attempt.attempt)
    for (exercise, question), given in numbers.items():
        if len(given) > TRIES_AT_MOST:
            raise Refused(f"{ANSWERS}, {exercise}, {question}: found {len(given):,} tries; expected at most {TRIES_AT_MOST}")
        if given != set(range(1, len(given) + 1)):
            raise Refused(f"{ANSWERS}, {exercise}, {question}: tries are missing; {len(given)} are there, the last is number {max(given)}")


def _texts(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, list):
        for one in answer:
            yield from _texts(one)
    elif isinstance(answer, dict):
        for name, one in answer.items():
            yield name
            yield from _texts(one)


def _choose(several: Iterable[Submission]) -> tuple[Submission | None, list[Aside]]:
    """Of several submissions of one learner the one that holds all the others; if none does, none counts."""
    ordered = sorted(several, key=lambda one: (-len(one.attempts), one.what))
    best, rest = ordered[0], ordered[1:]
    kept = {attempt.attempt_id for attempt in best.attempts}
    strays = [one for one in rest if not {attempt.attempt_id for attempt in one.attempts} <= kept]
    if not strays:
        return best, [Aside(one.what, f"all that is in it is in {best.what} as well, which counts for {best.learner_id}") for one in rest]
    names = " and ".join(sorted(one.what for one in (best, *strays)))
    why = f"{names} are both of {best.learner_id} and hold different answers, so neither counts; take one of them away"
    return None, [Aside(one.what, why) for one in ordered]


def _named(path: Path) -> str:
    """The name of what was handed in, as it can be printed and written: nothing in it turns the line or breaks it."""
    return "".join(sign if sign.isprintable() else "?" for sign in path.name)


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:400]
