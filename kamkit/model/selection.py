"""Which accounts are key: criteria, scores, and overrides with a name and a reason."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, count, day, flag, key_link, link, number, own_id, text
from kamkit.model.field import score as scale
from kamkit.model.record import Record


class Criterion(Record, table="criteria", key=("criterion_id",), title="Criteria"):
    """What an account is judged by, with what a 2, a 5 and a 9 look like."""

    criterion_id: str = own_id("Criterion", "A short name.")
    name: str = text("Name", "What is asked.", required=True)
    group: Literal["revenue and profit", "interrelationships"] = choice("Group", "One of the two.", required=True)
    kind: Literal["measured", "judged"] = choice("Kind", "Read off the data, or scored by people.", required=True)
    horizon: Literal["current", "potential"] = choice("Horizon", "Today's business, or what may come.", required=True)
    weight: float | None = number("Weight", "Points of 100.", unit="points of 100", low=0, high=100)
    measure: Literal["revenue", "contribution", "growth", "potential", "financial security"] | None = choice(
        "Measure", "The figure a measured criterion reads."
    )
    anchor_2: str | None = text("A 2 looks like", "In words, or the figure a measured criterion needs.")
    anchor_5: str | None = text("A 5 looks like", "In words, or the figure.")
    anchor_9: str | None = text("A 9 looks like", "In words, or the figure.")
    level_2: float | None = number("Figure for 2", "Measured criteria: the value that earns a 2.")
    level_5: float | None = number("Figure for 5", "Measured criteria: the value that earns a 5.")
    level_9: float | None = number("Figure for 9", "Measured criteria: the value that earns a 9.")
    position: int | None = count("Position", "Order on the page.")
    weight_reason: str | None = text("Why this weight", "Needed where current outweighs potential.", long=True)


class Score(Record, table="scores", key=("account_id", "criterion_id", "scorer_id", "round"), title="Scores"):
    """One person's score of one account on one judged criterion."""

    account_id: str = key_link("accounts", "Account", "Who is scored.")
    criterion_id: str = key_link("criteria", "Criterion", "On what.")
    scorer_id: str = key_link("team_members", "Scorer", "By whom.")
    round: int = count("Round", "1 alone, 2 after the discussion.", low=1, default=1)
    score: float | None = scale("Score", "1 to 10; empty with 'don't know'.")
    dont_know: bool = flag("Don't know", "An answer, never a number.", default=False)
    reason: str | None = text("Reason", "In a few words.", long=True)
    scored_on: date | None = day("On", "The day of the score.")
    agreed: bool = flag("Agreed together", "Yes: the group's score, written down by this person; no: this person's own.", default=False)


class Override(Record, table="overrides", key=("account_id",), title="Overrides"):
    """An account put on or off the list against its score, signed and explained."""

    account_id: str = key_link("accounts", "Account", "Who is put on or off.")
    direction: Literal["in", "out"] = choice("Direction", "On the list, or off it.", required=True)
    signed_by: str = text("Signed by", "The person who decides.", required=True, person=True)
    reason: str = text("Reason", "Why the score is not followed.", required=True, long=True)
    signed_on: date = day("On", "The day of the signature.", required=True)
    pushes_out_id: str | None = link("accounts", "Pushes out", "Who loses the place.")
    dissent: str | None = text("Dissent", "Who disagrees, and why.", long=True, person=True)


class Comparison(Record, table="comparisons", key=("scorer", "first_id", "second_id"), title="Pairwise comparisons"):
    """How much more one criterion matters than another, 1/9 to 9 (for AHP)."""

    scorer: str = own_id("Scorer", "Who judged.", person=True)
    first_id: str = key_link("criteria", "First criterion", "The one that matters this much more.")
    second_id: str = key_link("criteria", "Second criterion", "The one compared with.")
    ratio: float = number("Ratio", "9 far more, 1 the same, 1/9 far less.", low=1 / 9, high=9, required=True)
