"""Opening and closing a scoring: the method says what is on the card and where the scores go, the box keeps them hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme


def open_scoring(
    programme: Programme,
    about: str,
    account_id: str = "",
    *,
    subjects: Sequence[str] | None = None,
    aspects: Sequence[str] | None = None,
) -> str:
    """Open a scoring for a group and give its id, short enough to type; errors as ``propose_items``.

    What was open before stays open. ``subjects`` and ``aspects`` choose what is on the card; None takes everything.
    """
    from kamkit.method.scoring import propose_items
    from kamkit.method.worth.own_rows import group_in

    tables = programme.tables()
    account_id = "" if about == "criteria" else account_id
    items = propose_items(tables, about, account_id, subjects=subjects, aspects=aspects)
    scoring = {
        "scoring_id": programme.new_id("scorings"), "about": about, "opened_on": today(programme),
        "account_id": group_in(tables, account_id) if account_id else None, "opened_by": programme.who or None,
    }  # fmt: skip
    return programme.ballots.open_scoring(scoring, items)


def save_agreement(programme: Programme, scoring_id: str) -> int:
    """Close a revealed scoring; its scores go into the tables that the workbooks read. The number of the change.

    Items without a final score stay open and go nowhere. Whoever wants to correct something undoes the change first.
    """
    from kamkit.method.scoring import rows_of_agreement

    day = today(programme)
    rows = rows_of_agreement(programme.tables(), scoring_id, programme.who, day)
    return programme.ballots.settle(scoring_id, rows, {"agreed_on": day, "agreed_by": programme.who or None})


def save_final(
    programme: Programme, scoring_id: str, item_id: str, score: float | None, *, unknown: bool = False, reason: str = ""
) -> None:
    """Write down what the group settled on for one item; ``unknown``: it does not know. InputError off the scale."""
    from kamkit.errors import InputError
    from kamkit.method.scoring import SCALES, scoring_row

    tables = programme.tables()
    scoring = scoring_row(tables, scoring_id)
    high = SCALES[str(scoring["about"])].high
    if scoring["state"] != "revealed":
        raise InputError(f"scoring {scoring_id}: is {scoring['state']}; only a revealed one can be settled")
    if score is not None and (unknown or not 1 <= score <= high):
        raise InputError(f"final score: found {score:g}; expected 1 to {high}, or 'not known' alone")
    row = {"scoring_id": scoring_id, "item_id": item_id, "final": score, "final_unknown": unknown, "final_reason": reason.strip() or None}
    programme.save("scoring_items", row)


def save_dissent(programme: Programme, scoring_id: str, item_id: str, scorer: str, why: str) -> None:
    """Keep that a person does not share the final score, and why; an empty ``why`` takes it back."""
    from kamkit.errors import InputError
    from kamkit.method.scoring import ballots_in, rounds_of

    tables = programme.tables()
    rounds = rounds_of(tables, scoring_id)
    if not rounds:
        raise InputError(f"scoring {scoring_id}: nothing is revealed yet; there is nothing to dissent from")
    if scorer not in set(ballots_in(tables, scoring_id)["scorer"]):
        raise InputError(f"dissent: found {scorer!r}; expected one of those who scored")
    programme.save("ballots", {
        "scoring_id": scoring_id, "round": rounds[-1], "scorer": scorer, "item_id": item_id, "dissent": why.strip() or None
    })  # fmt: skip


def today(programme: Programme) -> date:
    """The day on the programme's clock, where it stands."""
    return programme.clock().astimezone().date()
