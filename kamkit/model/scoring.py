"""What a group scores together: each alone, then revealed, discussed, and settled with the dissent kept."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, own_id, text
from kamkit.model.field import score as scale
from kamkit.model.record import Record

About = Literal["criteria", "touch points", "relationship stage", "plan review"]


class Scoring(Record, table="scorings", key=("scoring_id",), title="Scoring together"):
    """One thing that a group scores: opened by the facilitator, revealed, perhaps scored again, agreed."""

    scoring_id: str = own_id("Scoring", "A short name.")
    about: About = choice("About", "What is scored.", required=True)
    account_id: str | None = link("accounts", "Account", "Whose; empty: the list of accounts, or the standard touchline.")
    opened_on: date = day("Opened on", "The day.", required=True)
    opened_by: str | None = text("Opened by", "The facilitator.", person=True)
    number: int | None = count("Number", "Scorings are counted as they are opened.", low=1)
    round: int = count("Round", "1 alone, 2 after the discussion.", low=1, default=1)
    state: Literal["open", "revealed", "agreed", "dropped"] = choice(
        "State", "Ballots are hidden while it is open.", default="open"
    )
    discussing: str | None = text("Under discussion", "The item that stands on the projector.")
    agreed_on: date | None = day("Agreed on", "The day the group settled.")
    agreed_by: str | None = text("Written down by", "Who wrote the group's scores down.", person=True)


class ScoringItem(Record, table="scoring_items", key=("scoring_id", "item_id"), title="Items scored together"):
    """One thing that gets one score, and the score the group settled on."""

    scoring_id: str = key_link("scorings", "Scoring", "Of which scoring.")
    item_id: str = own_id("Item", "Its number in the scoring.")
    subject_id: str = own_id("Subject", "The account, the touch point or the question that is scored.")
    aspect: str = own_id("Aspect", "The criterion; importance or performance; stage; question.")
    position: int | None = count("Position", "Order on the card.")
    final: float | None = scale("Final score", "What the group settled on; never a mean by itself.")
    final_unknown: bool = flag("The group does not know", "An answer, never a number.", default=False)
    final_reason: str | None = text("Why", "What settled it.", long=True)


class Ballot(Record, table="ballots", key=("scoring_id", "round", "scorer", "item_id"), title="Ballots"):
    """One person's score of one item; written when the facilitator reveals, never before."""

    scoring_id: str = key_link("scorings", "Scoring", "Of which scoring.")
    round: int = count("Round", "1 alone, 2 after the discussion.", low=1, required=True)
    scorer: str = own_id("Scorer", "The person, by the name they gave.", person=True)
    item_id: str = own_id("Item", "Its number in the scoring.")
    score: float | None = scale("Score", "Empty with 'don't know', or not answered.")
    dont_know: bool = flag("Don't know", "An answer: never zero, never the middle.", default=False)
    reason: str | None = text("Reason", "In a few words.", long=True)
    dissent: str | None = text("Dissent", "Why this person does not share the final score.", long=True)
