"""Opening and closing a scoring: the method says what is on the card and where the scores go, the box keeps them hidden."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
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

    Of items without a final score only what each person said goes there; nothing stands for the group. Whoever wants to
    correct something undoes the change first.
    """
    from kamkit.method.scoring import rows_of_agreement

    day = today(programme)
    return programme.ballots.settle(
        scoring_id, lambda: rows_of_agreement(programme.tables(), scoring_id, programme.who, day),
        {"agreed_on": day, "agreed_by": programme.who or None},
    )  # fmt: skip


def save_final(
    programme: Programme, scoring_id: str, item_id: str, score: float | None, *, unknown: bool = False, reason: str | None = None
) -> None:
    """Write down what the group settled on for one item; ``unknown``: it does not know. InputError off the scale.

    ``reason`` None leaves the reason as it is.
    """
    from kamkit.errors import InputError
    from kamkit.method.scoring import SCALES, scoring_row

    tables = programme.tables()
    high = SCALES[str(scoring_row(tables, scoring_id)["about"])].high
    refuse_strange_item(tables, scoring_id, item_id)
    if score is not None and (unknown or not 1 <= score <= high):
        raise InputError(f"final score: found {score:g}; expected 1 to {high}, or 'not known' alone")
    row = {"item_id": item_id, "final": score, "final_unknown": unknown}
    programme.ballots.amend(scoring_id, "scoring_items", [row if reason is None else {**row, "final_reason": reason.strip() or None}])


def save_offered(programme: Programme, scoring_id: str) -> int:
    """Write down, as one change, what all are within a point of, where nothing is written down yet; how many items."""
    from kamkit.method.scoring import list_finals, propose_finals

    tables = programme.tables()
    finals, offered = list_finals(tables, scoring_id), propose_finals(tables, scoring_id)
    rows = [
        {"item_id": row.item_id, "final": offered[row.item_id], "final_unknown": False, "final_reason": "all within a point of each other"}
        for row in finals.itertuples() if row.final != row.final and not row.unknown and offered[row.item_id] is not None
    ]  # fmt: skip
    programme.ballots.amend(scoring_id, "scoring_items", rows, "what all are within a point of")
    return len(rows)


def save_dissent(programme: Programme, scoring_id: str, item_id: str, scorer: str, why: str) -> None:
    """Keep that a person does not share the final score, and why; an empty ``why`` takes it back."""
    from kamkit.errors import InputError
    from kamkit.method.scoring import rounds_of

    tables = programme.tables()
    refuse_strange_item(tables, scoring_id, item_id)
    ballots = tables["ballots"][tables["ballots"]["scoring_id"] == scoring_id]
    rounds = rounds_of(tables, scoring_id)
    if not rounds:
        raise InputError(f"scoring {scoring_id}: nothing is revealed yet; there is nothing to dissent from")
    if scorer not in set(ballots["scorer"]):
        raise InputError(f"dissent: found {scorer!r}; expected one of those who scored")
    earlier = ballots[(ballots["scorer"] == scorer) & (ballots["item_id"] == item_id) & ballots["dissent"].notna()]
    wanted = dict.fromkeys((int(one) for one in earlier["round"]), None) | {rounds[-1]: why.strip() or None}
    programme.ballots.amend(scoring_id, "ballots", [
        {"round": one, "scorer": scorer, "item_id": item_id, "dissent": said} for one, said in wanted.items()
    ])  # fmt: skip


def refuse_strange_item(tables: Tables, scoring_id: str, item_id: str) -> None:
    """InputError if the item is not on the card of this scoring."""
    from kamkit.errors import InputError

    items = tables["scoring_items"]
    if item_id not in set(items.loc[items["scoring_id"] == scoring_id, "item_id"]):
        raise InputError(f"item {item_id[:20]!r}: not on this card")


def today(programme: Programme) -> date:
    """The day on the programme's clock, where it stands."""
    return programme.clock().astimezone().date()
