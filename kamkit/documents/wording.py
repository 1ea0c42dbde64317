"""What is said and asked in an interview, part by part; thirty minutes in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kamkit.show.words import listed

if TYPE_CHECKING:
    from kamkit.documents.asking import Asked, Interview, Question

MINUTES = 30


_UNKNOWN = (("", ""),) * 6  # lines to write down what they name


@dataclass(frozen=True)
class Part:
    """One part of the interview: its minutes, what is said, what is asked, a table of items, and lines to write on."""

    title: str
    minutes: int
    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, str] = ("", "")
    room: int = 2


RULES: dict[Asked, tuple[str, ...]] = {
    "customer": (
        "The best one to ask is somebody from outside the account team. An answer given to the account manager's face is a courtesy.",
        "Two departments at least, five people in all: one buyer is not the customer.",
        "Say at the start who will see the answers and what becomes of them, and keep to it.",
        "Ask, be silent, write down their words. Do not explain, defend or sell; a complaint is noted and passed on the same day.",
        "\"I don't know\" is an answer. Leave the mark empty.",
    ),
    "employee": (
        "Ask people who are on duty where the customer meets us, not their superiors. Not in front of others.",
        "Say that this is about the work and not about them, and who will see the answers.",
        "Marks are what they think the customer would say. They are kept apart from customers' answers.",
        "Ask for the last time something happened, not for an opinion of it.",
    ),
    "manager": (
        "Ask before the customer is asked, and put the sheet away: the difference between the two is the result.",
        "Marks are what the account manager thinks the customer would say. They are kept apart from customers' answers.",
        "For every reason and every figure ask: who said so, and when?",
    ),
}

OPENING: dict[Asked, Part] = {
    "customer": Part(
        "Opening", 4,
        ("Thank them, and say why you ask: to find out what we should do differently, not to sell.",),
        ("What does your work look like this year? What are you measured by?",
         "What would make this a good year for you, and what could spoil it?"),
    ),
    "employee": Part(
        "Opening", 3, ("Say why you ask, and that the last question is the most important one.",),
        ("Where in your work do you meet this customer, and how often?",),
    ),
    "manager": Part(
        "Opening", 4, ("Say why you ask, and that nobody is graded by it.",),
        ("What is this customer forced to do by its own customers and competitors?",
         "Who there decides about us, and when did you last talk to each of them?"),
    ),
}  # fmt: skip

CLOSING: dict[Asked, Part] = {
    "customer": Part(
        "Closing", 3, (),
        ("What should I have asked and did not?", "Whom else of your people should we ask?",
         "May we come back in a year with the same questions?"),
    ),
    "employee": Part("Closing", 4, (), ("If you could change one thing for this customer tomorrow, what would it be?",)),
    "manager": Part(
        "Closing", 3, (), ("Which of your answers are you least sure of? Whom could we ask?",),
    ),
}  # fmt: skip


def parts_of(interview: Interview) -> list[Part]:
    """The parts between opening and closing."""
    return {"customer": _customer, "employee": _employee, "manager": _manager}[interview.asked](interview)


def _customer(interview: Interview) -> list[Part]:
    return [
        Part(
            "What you expect", 8, (_list(interview),),
            ("Which of these could you do without, and which could you not?", "What is missing from the list?"),
            _noted(interview.expectations) or _UNKNOWN, ("A supplier like us is expected to give", "In their words: why, and what happened last"), 0,
        ),
        Part(
            "Where we meet", 8, (_walk(interview),),
            ("Tell me about the last time this happened. What did you do then?", "Who does it better, and how?"),
            _noted(interview.walked) or _UNKNOWN, ("The last time", "In their words"), 0,
        ),
        Part(
            "Why you decided", 4, (),
            ("When you last bought, renewed or went elsewhere: who decided, and what decided it?",
             "What would have made you decide otherwise?",
             "What would you pay for, if somebody could supply it? What is it worth to you a year?"), room=4,
        ),
        Part(
            "All in all", 3, ("Read each question out and write the mark into the sheet.",),
            tuple(f"{question.text}" for question in interview.outcomes), room=1,
        ),
    ]  # fmt: skip


def _employee(interview: Interview) -> list[Part]:
    owed = interview.behaviours
    return [
        Part(
            "Where you meet them", 8, (_walk(interview),),
            ("What does the customer go through there, as they would tell it?", "What do they say to you and to nobody else?"),
            _noted(interview.walked), ("The last time", "What happened"), 0,
        ),
        Part(
            "What we owe them", 10,
            ("Read out what we say is done." if owed else "Nothing is written down yet about what we owe at these points.",),
            ("When was it done like this the last time?", "What kept you from it: time, a tool, a rule, nobody told you?",
             "What would you need so that it happens every time?"),
            tuple((f"{name}: {what}", "") for name, what in owed), ("What we owe", "What keeps us from it"), 0 if owed else 5,
        ),
        Part(
            "What they expect", 5, ("Marks into the sheet: how much it matters to the customer, and how they would mark us.",),
            ("What do they expect that is not on the list?",),
        ),
    ]  # fmt: skip


def _manager(interview: Interview) -> list[Part]:
    return [
        Part(
            "What they expect", 8, (f"Marks into the sheet: how much it matters to them, how they would mark {_us(interview)}{_rivals(interview)}.",),
            ("Why does this customer expect it? Who said so, and when?",),
            _noted(interview.expectations) or _UNKNOWN, ("Expectation", "Why, and how you know"), 0,
        ),
        Part(
            "What they decided", 7, (),
            ("The last three decisions about us: when, who, and the reasons they gave?",
             "What would they like that we could supply? What is it worth to them a year, and what would they pay?"), room=5,
        ),
        Part(
            "Where we meet", 8, (_walk(interview),),
            ("Where do we lose them? What did you promise there, and who keeps it?",),
            _noted(interview.walked), ("The last time", "What was promised"), 0,
        ),
    ]  # fmt: skip


def _list(interview: Interview) -> str:
    if not interview.expectations:
        return "There is no list of expectations yet: let them name what they expect, one thing after the other."
    return f"Show the list. Marks: how much it matters, how well {_us(interview)} does{_rivals(interview)}."


def _walk(interview: Interview) -> str:
    if not interview.points:
        return "No touch points are written down yet: ask them to walk through a year with you."
    rest = len(interview.points) - len(interview.walked)
    more = f" These are the points that matter most; the sheet has {rest} more: take those this person meets us at." if rest else ""
    return f"Walk through a year with them, one point after the other.{more}"


def _noted(questions: tuple[Question, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((question.text, "") for question in questions)


def _us(interview: Interview) -> str:
    return interview.us if interview.us != "us" else "we"


def _rivals(interview: Interview) -> str:
    names = [name for _, name in interview.rivals]
    return f", and the same for {listed(names)}, if they know" if names else ""
