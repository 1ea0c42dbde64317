"""What a certificate says, and who has earned one."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from kamkit.course.exercises import exercise_called
from kamkit.errors import InputError
from kamkit.show.words import percent

if TYPE_CHECKING:
    import pandas as pd

COURSE = "Key account management: the course on the case of Varnholt Packaging"
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none looks like another
_GROUPS, _GROUP = 4, 5
_TWINS = str.maketrans("OIL", "011")


class Signing(Protocol):
    """What is needed of a class: its key, held by nobody else."""

    def sign(self, purpose: str, *texts: str) -> str:
        """64 hex signs."""


@dataclass(frozen=True)
class Threshold:
    """What the trainer asks for: a share of all marks of these exercises, 0 to 1."""

    share: float = 0.6
    exercises: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.share <= 1:
            raise InputError(f"--at-least: found {100 * self.share:g} %; expected more than 0 and at most 100")

    @property
    def says(self) -> str:
        """The threshold in words, as it stands on the certificate."""
        count = len(self.exercises)
        return f"{percent(100 * self.share)} of the marks of {'all ' if count == 12 else ''}{count} exercise{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Worked:
    """One exercise on a certificate; ``score`` of ``most`` marks."""

    exercise: str
    title: str
    objective: str
    score: float
    most: float


@dataclass(frozen=True)
class Certificate:
    """What stands on a certificate. ``also``: what else was done, as label and text. Everything in it is signed."""

    class_id: str
    learner_id: str
    name: str
    day: str
    threshold: str
    share: float
    worked: tuple[Worked, ...]
    also: tuple[tuple[str, str], ...] = ()
    course: str = COURSE

    @property
    def content(self) -> str:
        """All of it as one text, always the same for the same."""
        return json.dumps(as_values(self), sort_keys=True, ensure_ascii=True, allow_nan=False)


@dataclass(frozen=True)
class Shortfall:
    """Somebody who has not reached the threshold, and how far they are."""

    learner_id: str
    share: float
    says: str


def certificate_for(
    marks: pd.DataFrame, *, class_id: str, learner_id: str, name: str, threshold: Threshold, on: date, also: Sequence[tuple[str, str]] = ()
) -> Certificate | Shortfall:
    """The certificate of one learner, or how far they are from it.

    ``marks``: learner_id, exercise, question, score, max, as a class is graded; a question that is not there counts
    nothing, a threshold of no exercises means those that stand in ``marks``.
    """
    own = marks[marks["learner_id"] == learner_id]
    names = threshold.exercises or tuple(sorted(own["exercise"].unique()))
    threshold = replace(threshold, exercises=names)
    worked = tuple(_worked(own, one) for one in names)
    most = sum(one.most for one in worked)
    share = sum(one.score for one in worked) / most if most else 0.0
    if share < threshold.share - 1e-9:
        below = math.floor(1000 * share + 1e-6) / 10  # 59.96 % is not said to be 60 %
        return Shortfall(learner_id, share, f"{percent(below, 1)}; asked for: {threshold.says}")
    return Certificate(class_id, learner_id, _plain(name), on.isoformat(), threshold.says, round(share, 4), worked, tuple(also))


def _worked(own: pd.DataFrame, exercise: str) -> Worked:
    rows = own[own["exercise"] == exercise]
    found = exercise_called(exercise)
    return Worked(found.name, found.title, found.objective, round(float(rows["score"].sum()), 4), float(rows["max"].sum()) or float(len(found.questions)))


def _plain(name: str) -> str:
    """A name without signs that cannot be seen, which could make it read as another."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())


def as_values(one: Certificate) -> dict[str, Any]:
    """A certificate as what JSON can hold."""
    return {**vars(one), "worked": [vars(worked) for worked in one.worked], "also": [list(pair) for pair in one.also]}


def from_values(values: Mapping[str, Any]) -> Certificate:
    """A certificate from what JSON holds; TypeError or KeyError if it is none."""
    worked: Iterable[Worked] = (Worked(**one) for one in values["worked"])
    return Certificate(**{**values, "worked": tuple(worked), "also": tuple((label, text) for label, text in values["also"])})


def code_of(by: Signing, one: Certificate) -> str:
    """The code on a certificate: twenty signs in four groups, 100 bits of what only the class's key can make of its content."""
    drawn = int(by.sign("certificate", one.content), 16)
    signs = [_LETTERS[(drawn >> (5 * at)) & 31] for at in range(_GROUPS * _GROUP)]
    return "-".join("".join(signs[at : at + _GROUP]) for at in range(0, len(signs), _GROUP))


def tidy_code(typed: str) -> str:
    """A code as somebody typed it from paper: case, spaces and look-alikes do not matter."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_TWINS)
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))
