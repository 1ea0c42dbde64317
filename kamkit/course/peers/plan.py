"""The open-ended plan: six parts to write, and the marks of a piece of work's shape (that it is there, and not too long)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kamkit.course.lines import ID, LEARNER, SHORT, WHEN, fields_of
from kamkit.course.options import AnswerError
from kamkit.course.peers.texts import checked_text, short_words

FILE = "plan.jsonl"
LINE_AT_MOST = 60_000  # bytes; six parts of 900 signs, each of which may take six bytes and more as JSON


@dataclass(frozen=True)
class Part:
    """One part of the plan; ``most`` characters."""

    key: str
    label: str
    asks: str
    most: int = 700


TITLE = "Your plan for Ostrevia Pharma"
BRIEF = (
    "The contract is about to end. Write the plan for the next twelve months, on one page, from what the exercises and the record "
    "have shown you. It goes to people who were not in the room. Three others on the course will read it and mark it by the levels below."
)
PARTS = (
    Part("customer", "What the customer has to achieve", "And what is forced on them. Who said so, or where does it stand?"),
    Part("stand", "Where we stand", "Where are we won or lost, against whom, from which figures? What do we not know?"),
    Part("objective", "What we want", "To grow or to keep what? How much money, by when, and what does that rest on?"),
    Part("actions", "What we do", "Three to five actions: what, who, by when, because of what, how anybody will tell.", 1_100),
    Part("price", "What it takes", "Hours, money, and who goes short for it. What will we not do?"),
    Part("wrong", "What may go wrong", "What would we see first, what then, and on which day do we look at this page again?"),
)
WORDS = 8  # the fewest of a part


@dataclass(frozen=True)
class Plan:
    """A plan as it was handed in; the last one of a learner stands."""

    set_id: str
    learner_id: str
    parts: Mapping[str, str]
    when: str = ""

    @property
    def piece_id(self) -> str:
        """What the content comes to: 16 signs of its SHA-256."""
        content = [self.set_id, self.learner_id, [self.parts[part.key] for part in PARTS]]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]

    def as_line(self) -> str:
        """The plan as one line of JSON, the end of the line included."""
        values = {"piece_id": self.piece_id, "set_id": self.set_id, "learner_id": self.learner_id, "parts": dict(self.parts), "when": self.when}
        return json.dumps(values, ensure_ascii=True, allow_nan=False) + "\n"


def read_parts(given: Any) -> dict[str, str]:
    """The six parts as text without needless space; AnswerError names the first that is missing, too short or too long."""
    if not isinstance(given, Mapping) or set(given) - {part.key for part in PARTS}:
        raise AnswerError(f"expected the {len(PARTS)} parts of the plan, and nothing else")
    parts = {}
    for part in PARTS:
        text = checked_text(given.get(part.key, ""), part.label, part.most)
        if short_words(text, WORDS):
            raise AnswerError(f"{part.label}: too short to be read by others; expected at least {WORDS} words")
        parts[part.key] = text
    return parts


def parse_plan(line: bytes) -> Plan:
    """The plan of one line of a file; InputError if it is not one, or was changed after it was written."""
    values = fields_of(
        line, LINE_AT_MOST, {"piece_id": ID, "set_id": SHORT, "learner_id": LEARNER, "when": WHEN}, others=("parts",), what="a plan"
    )
    plan = Plan(values["set_id"], values["learner_id"], read_parts(values["parts"]), values["when"])
    if plan.piece_id != values["piece_id"]:
        raise AnswerError("was changed after it was written")
    return plan
