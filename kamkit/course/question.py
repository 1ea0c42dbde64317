"""What a question is: its text, the kind of answer, how the right one is worked out, and the mistakes it tells apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kamkit.course.kinds import Answer, Kind
from kamkit.show.parts import Shown

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Said = str | Callable[["Tables"], str]  # fixed, or worked out from the case
Level = Literal["recognise", "compute", "decide", "defend"]


@dataclass(frozen=True)
class Misconception:
    """A mistake with a name: ``made`` is the answer of somebody who makes it, worked out from the case.

    An answer shows the mistake if it agrees with ``made`` within the kind's tolerance; where that cannot be said
    by one answer, ``shows`` tells. ``explanation`` is why it is a mistake, ``hint`` where to look; neither gives the
    answer.
    """

    name: str
    made: Callable[[Tables], Answer]
    explanation: Said
    hint: Said
    shows: Callable[[Tables, Answer], bool] | None = None


@dataclass(frozen=True)
class Question:
    """One question of an exercise.

    ``expected`` works the right answer out from the tables with the method; of a text it is one that would pass.
    ``right`` is said to a right answer, ``otherwise`` (with ``hint``) to a wrong one that shows no named mistake.
    ``hints`` may be asked for before answering, each at the trainer's cost. ``asks`` is what is asked in a few words, as a
    trainer's table has it.
    """

    id: str
    level: Level
    text: Said
    kind: Kind | Callable[[Tables], Kind]
    expected: Callable[[Tables], Answer]
    right: Said
    otherwise: Said
    hint: Said
    misconceptions: tuple[Misconception, ...]
    hints: tuple[Said, ...] = ()
    asks: str = ""

    def kind_for(self, tables: Tables) -> Kind:
        """The kind of answer, with the options as this case has them."""
        return self.kind(tables) if callable(self.kind) else self.kind

    def misconception(self, name: str) -> Misconception:
        """The mistake of that name; KeyError if the question does not know it."""
        for one in self.misconceptions:
            if one.name == name:
                return one
        raise KeyError(name)


@dataclass(frozen=True)
class Exercise:
    """An exercise: what it teaches, how long it takes, what it draws on, its questions and what is shown beside them."""

    name: str
    title: str
    objective: str
    minutes: int
    draws_on: str
    workbook: str
    step: str
    account_id: str
    questions: tuple[Question, ...]
    exhibits: Mapping[str, Callable[[Tables], Shown]] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The two digits it starts with."""
        return self.name[:2]

    def question(self, question_id: str) -> Question:
        """The question of that id; KeyError if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)


def said(text: Said, tables: Tables) -> str:
    """A text as this case has it."""
    return text(tables) if callable(text) else text
