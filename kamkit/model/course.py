"""People on the course, and what they answered."""

from __future__ import annotations

from kamkit.model.field import count, key_link, own_id, text
from kamkit.model.record import Record


class Learner(Record, table="learners", key=("learner_id",), title="Learners"):
    """Somebody on the course."""

    learner_id: str = own_id("Learner", "As in the roster, kept to the letter.")
    name: str = text("Name", "First name and surname.", required=True, person=True)
    group: str | None = text("Group", "The class or team.")


class Answer(Record, table="answers", key=("learner_id", "exercise", "question", "attempt"), title="Answers"):
    """One attempt of a learner at a question."""

    learner_id: str = key_link("learners", "Learner", "Who answered.")
    exercise: str = own_id("Exercise", "Its number and name.")
    question: str = own_id("Question", "Its name within the exercise.")
    attempt: int = count("Attempt", "1 is the first.", low=1, required=True)
    value: str | None = text("Answer", "As JSON.", long=True)
    hints: int = count("Hints", "How many were taken.", default=0)
