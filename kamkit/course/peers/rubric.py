"""What reviewers mark a piece of work by: criteria, each with four levels that say what such a piece looks like.

A rubric is data. Four levels and no middle: a reviewer has to say on which side a piece lies. Levels that describe
what can be seen in the text make marks of different people agree more than *poor* to *excellent* does
(Jonsson and Svingby 2007).
"""

from __future__ import annotations

from dataclasses import dataclass

from kamkit.errors import InputError

LOWEST, HIGHEST = 1, 4
PLAN_TASK = "plan"


@dataclass(frozen=True)
class Criterion:
    """One thing to judge; ``levels`` are what a 1, a 2, a 3 and a 4 look like."""

    key: str
    label: str
    asks: str
    levels: tuple[str, str, str, str]


@dataclass(frozen=True)
class Rubric:
    """What one kind of work is marked by; a mark is 1 to 4 for each criterion."""

    key: str
    title: str
    criteria: tuple[Criterion, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The criteria by their names in the data."""
        return tuple(one.key for one in self.criteria)

    def criterion(self, key: str) -> Criterion:
        """The criterion of that name; KeyError if there is none."""
        for one in self.criteria:
            if one.key == key:
                return one
        raise KeyError(key)


def share_of(level: float) -> float:
    """A level, 1 to 4, as a share of what can be reached, 0 to 1: a 1 is worth nothing."""
    return (level - LOWEST) / (HIGHEST - LOWEST)


PLAN = Rubric(
    "plan",
    "An account plan on one page",
    (
        Criterion(
            "customer", "The customer's side", "Does it begin with what the customer has to achieve?",
            (
                "Speaks of us: our revenue, our products, our wishes.",
                "Names what every customer wants, such as lower cost or better quality.",
                "Names what this customer has to achieve or is forced to do; who said so is missing.",
                "Names it, with who at the customer said it or where it is written, and what we contribute.",
            ),
        ),
        Criterion(
            "evidence", "What it stands on", "Could you tell what is known from what is believed?",
            (
                "Opinions only.",
                "Some figures; where they come from is not said.",
                "The main claims have a figure and a source. What is assumed looks like what is known.",
                "As in 3, and what is assumed or unknown is called so, with who finds it out.",
            ),
        ),
        Criterion(
            "objective", "The objective", "Would you know in a year whether it was reached?",
            (
                "None, or a wish: more, better, closer.",
                "A direction with an amount or a date, not both.",
                "An amount of money and a date, to grow or to keep; what it rests on is not shown.",
                "As in 3, and it adds up: what brings it about, what it costs in hours and money.",
            ),
        ),
        Criterion(
            "actions", "The actions", "Could somebody begin on Monday?",
            (
                "Results or attitudes: improve trust, be proactive.",
                "Things to do; for most of them one person or a day is missing.",
                "Each has one person and a day; why it is done, or how one would tell, is missing for some.",
                "Each has one person, a day, the gap it closes and how anybody would tell that it worked.",
            ),
        ),
        Criterion(
            "limits", "What may go wrong", "Does it say what it will not do, and what would prove it wrong?",
            (
                "Nothing is said of it.",
                "A risk that any plan has, such as the market or the competition.",
                "A risk of this plan, and what we would see first.",
                "As in 3, and what is left undone or who goes short for it, and the day it is looked at again.",
            ),
        ),
    ),
)  # fmt: skip

TEXT = Rubric(
    "text",
    "A short answer to somebody",
    (
        Criterion(
            "answers", "It answers", "Does the person who asked get an answer?",
            (
                "Talks about something else.",
                "On the subject; what should be done stays open.",
                "A clear answer; the person's own concern is passed over.",
                "A clear answer that takes up what the person is concerned about.",
            ),
        ),
        Criterion(
            "grounded", "It stands on something", "Is it clear where it comes from, and how sure it is?",
            (
                "An opinion.",
                "A figure or a fact without where it comes from, or one that says more than it can.",
                "The figure or fact that decides, rightly used.",
                "As in 3, and it says how sure that is, or what is not known.",
            ),
        ),
        Criterion(
            "usable", "It can be acted on", "Would you know what happens next?",
            (
                "Nothing follows from it.",
                "A direction: look into it, talk to them.",
                "A next step with a person or a day.",
                "A next step with a person and a day, small enough to be begun, in words one would say to a colleague.",
            ),
        ),
    ),
)  # fmt: skip


def rubric_of(task: str) -> Rubric:
    """The rubric of a task: ``plan``, or a text question as ``10_the_action_plan/write_an_action``; InputError if neither."""
    if task == PLAN_TASK:
        return PLAN
    if task.count("/") == 1 and all(task.split("/")):
        return TEXT
    raise InputError(f"task {task!r}: not there; expected plan, or an exercise and a question such as 10_the_action_plan/write_an_action")
