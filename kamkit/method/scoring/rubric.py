"""What a plan is judged by when a group reviews it: eight questions, each with what a 1, a 3 and a 5 look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One question about a plan; ``anchors`` says what a mark looks like, ``workbook`` where it is mended."""

    question_id: str
    asks: str
    anchors: tuple[tuple[int, str], ...]
    workbook: str


def _question(question_id: str, asks: str, one: str, three: str, five: str, workbook: str) -> Question:
    return Question(question_id, asks, ((1, one), (3, three), (5, five)), workbook)


# The kit's own choice (default), drawn from what the sources ask of a plan: business development with a sum and a day,
# built with the customer, actions with one name each, danger, communication, and a day on which it is looked at again.
PLAN_QUESTIONS = (
    _question(
        "goals", "Does it start from what the customer wants or is forced to do?",
        "From what we want to sell", "From goals that we assume", "From goals in the customer's own words, confirmed",
        "07_write_the_account_plan",
    ),
    _question(
        "objective", "Is there an objective in money, with a day?",
        "An intention", "A sum or a day, not both", "A sum and a day, and each of us could say them",
        "07_write_the_account_plan",
    ),
    _question(
        "benefit", "Do we know what it is worth to the customer?",
        "A list of our features", "A sum that we worked out", "A sum that the customer worked out with us",
        "07_write_the_account_plan",
    ),
    _question(
        "gaps", "Does each action close a gap that the customer feels?",
        "Actions that anybody could have", "Some answer a touch point or a risk",
        "Each names the touch point, risk or promise it answers", "08_draft_the_action_plan",
    ),
    _question(
        "names", "Has each action one name, a day and a measure?",
        "Departments and quarters", "A name and a day", "One name, a day, and what will be different in figures",
        "08_draft_the_action_plan",
    ),
    _question(
        "danger", "Is it said how we would notice that we are losing them, and what we do then?",
        "Nobody has thought of it", "Risks without a trigger", "Triggers, first steps, and who is told by when",
        "08_draft_the_action_plan",
    ),
    _question(
        "told", "Does everybody who has to keep it know what they owe?",
        "Those in this room", "They were sent the plan", "They confirmed what they will do",
        "10_communicate_the_plan",
    ),
    _question(
        "agreed", "Would the customer recognise it as theirs too?",
        "They do not know of it", "They know parts of it", "They helped to write it and said yes, with a name and a day",
        "10_communicate_the_plan",
    ),
)  # fmt: skip
BY_ID = {question.question_id: question for question in PLAN_QUESTIONS}
