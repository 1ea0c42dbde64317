"""What grading finds of one question of one learner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamkit.course.judging import Verdict


@dataclass(frozen=True)
class Judged:
    """One question of one learner: its tries in their order, each with what is said to it; hints taken; its mark, 0 to 1."""

    exercise: str
    question: str
    answers: tuple[Any, ...]
    verdicts: tuple[Verdict, ...]
    hints: int
    score: float
    distance: float

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The mistakes its tries showed, each once, in their order."""
        return tuple(dict.fromkeys(verdict.misconception for verdict in self.verdicts if verdict.misconception))

    def as_row(self, learner_id: str) -> tuple[Any, ...]:
        """The row of the marks."""
        first = self.misconceptions[0] if self.misconceptions else ""
        return (learner_id, self.exercise, self.question, self.score, 1.0, first, len(self.answers), self.hints, self.distance)
