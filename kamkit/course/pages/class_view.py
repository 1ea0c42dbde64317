"""How a class stands, question by question, and how far its answers lie from the right ones: without anybody's name.

Everybody has a case, and so a right answer, of one's own: what can be compared is how far each answer lies from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kamkit.course.desk import ExerciseDesk
from kamkit.course.kinds import Choice, Kind, Number
from kamkit.course.question import Question

SHOWN_FROM = 3  # answers; of fewer everybody in the room could say whose they are
NAMED = 4  # misconceptions


@dataclass(frozen=True)
class Stand:
    """One learner's question: how it was tried, what the answer that stands is worth, and how far it lies off.

    ``misconceptions``: those that any of the tries showed, each once: a mistake that was mended is worth talking about.
    ``distance``: of a number the share of the right one that it lies above (+) or below (-), None where the right one is
    0; of all else the share that is not right, 0 to 1.
    """

    tries: int
    hints: int
    mark: float
    right: bool
    right_at_once: bool
    misconceptions: tuple[str, ...]
    distance: float | None


def stand_of(desk: ExerciseDesk, question: Question) -> Stand | None:
    """How a question stands at a desk; None while it has no answer that the case has options for."""
    answer, tries = desk.last(question.id)
    verdict = desk.verdict(question.id)
    if answer is None or verdict is None:
        return None
    return Stand(
        tries, desk.hints_taken(question.id), desk.mark(question.id), verdict.right, verdict.right and tries == 1, _shown(desk, question),
        _distance(desk, question, answer, verdict.score, verdict.right),
    )  # fmt: skip


def _shown(desk: ExerciseDesk, question: Question) -> tuple[str, ...]:
    verdicts = [desk.verdict_on(question.id, one.answer) for one in desk.tries(question.id) if one.answer is not None]
    return tuple(dict.fromkeys(found.misconception for found in verdicts if found is not None and found.misconception))


def _distance(desk: ExerciseDesk, question: Question, answer: float, score: float, right: bool) -> float | None:
    kind = question.kind_for(desk.tables)
    if not isinstance(kind, Number):
        return 1 - score
    if right:
        return 0.0
    expected = kind.read(question.expected(desk.tables))
    return (kind.read(answer) - expected) / abs(expected) if expected else None


@dataclass(frozen=True)
class Summary:
    """A question in a class of ``learners``; ``misconceptions``: how many showed each, most frequent first."""

    learners: int
    answered: int
    right: int
    right_at_once: int
    mark: float
    misconceptions: tuple[tuple[str, int], ...]
    distances: tuple[float | None, ...]  # from the smallest: in no order of persons

    @property
    def enough(self) -> bool:
        """Whether so many have answered that it may be shown to all."""
        return self.answered >= SHOWN_FROM


def summarise(stands: Sequence[Stand | None]) -> Summary:
    """One question, everybody in the class; None stands for nothing answered yet."""
    given = [one for one in stands if one is not None]
    named = Counter(name for one in given for name in one.misconceptions)
    ordered = tuple(sorted(named.items(), key=lambda pair: (-pair[1], pair[0])))
    distances = sorted((one.distance for one in given), key=lambda one: (one is None, one or 0.0))
    return Summary(
        len(stands), len(given), sum(one.right for one in given), sum(one.right_at_once for one in given),
        sum(one.mark for one in given) / len(stands) if stands else 0.0, ordered[:NAMED], tuple(distances),
    )  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column of dots: what it stands for, how many, and whether it is the right one."""

    label: str
    count: int
    right: bool = False


_EDGES = (1.0, 0.5, 0.2, 0.05)
_OFF = (("up to a quarter not right", 0.25), ("up to half", 0.5), ("up to three quarters", 0.75), ("nearly all or all", 1.0))


def columns_of(kind: Kind, distances: Iterable[float | None]) -> list[Column]:
    """The distances in a few columns; the right answer's is marked.

    Numbers: below and above the right one, by shares of it. One choice: right or not. All else: by how much of the answer
    is not right.
    """
    found = [one for one in distances if one is not None]
    if isinstance(kind, Choice):
        return [Column("right", found.count(0.0), True), Column("another option", len(found) - found.count(0.0))]
    if not isinstance(kind, Number):
        bounds = [0.0, *(bound for _, bound in _OFF)]
        rest = [
            Column(label, sum(low + 1e-9 < one <= high + 1e-9 for one in found))
            for (label, high), low in zip(_OFF, bounds, strict=False)
        ]
        return [Column("right", sum(one <= 1e-9 for one in found), True), *rest]
    below = [Column(label, sum(_in(-one, low, high) for one in found)) for label, low, high in _steps("below")]
    above = [Column(label, sum(_in(one, low, high) for one in found)) for label, low, high in _steps("above")]
    return [*below, Column("right", sum(one == 0 for one in found), True), *reversed(above)]


def _steps(side: str) -> list[tuple[str, float, float]]:
    """From far to near: label, more than, up to."""
    uppers = (float("inf"), *_EDGES)
    lowers = (*_EDGES, 0.0)
    between = [f"{low * 100:.0f} to {edge:.0%} {side}" if low else f"up to {edge:.0%} {side}" for edge, low in zip(_EDGES, (*_EDGES[1:], 0.0), strict=True)]
    labels = [f"over {_EDGES[0]:.0%} {side}", *between]
    return [(label.replace("%", " %"), low, high) for label, low, high in zip(labels, lowers, uppers, strict=True)]


def _in(value: float, low: float, high: float) -> bool:
    return low < value <= high
