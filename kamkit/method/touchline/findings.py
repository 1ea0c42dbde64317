"""What the touchline tells about an account, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.touchline.behaviour import check_behaviours, check_redesigns
from kamkit.method.touchline.change import NO_STEP, OVERDUE, SAID_TOO_EARLY, place_changes
from kamkit.method.touchline.line import MOMENT, SUSPECTED, place_touch_points
from kamkit.method.touchline.moments import FEW, rank_worst_moments
from kamkit.method.touchline.promises import (
    NO_OWNER,
    NO_POINT,
    OTHERWISE_ELSEWHERE,
    OTHERWISE_HERE,
    compare_promises,
)
from kamkit.method.values.answers import review_answers
from kamkit.method.values.pool import LOWER, review_against_pool

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_BEHIND = 1.0  # points behind the competitor, or other accounts, that are worth a finding (ours)


def review_touchline(tables: Tables, account_id: str = "", as_of: date | None = None) -> tuple[Finding, ...]:
    """Where the touchline asks for something to be done, worst first; for one account, or "" for the standard.

    With ``as_of`` the steps of change are looked at too.
    """
    line = place_touch_points(tables, account_id)
    if line.empty:
        return (
            Finding(
                "unknown",
                "There is no touchline yet.",
                "Write down where customers meet us, in their order; twelve points are enough.",
            ),
        )
    thin = _thin(tables, account_id) if account_id else ""
    found = [*_moments(line, thin), *_unasked(line)]
    if not thin:
        found += _behind(line)
    if not account_id:
        found += _shared(tables, line)
    else:
        found += _differences(tables, account_id, line)
    for row in check_behaviours(tables, account_id, line).itertuples():
        found.append(Finding("careful", f"{row.name}, behaviour owed: {row.says}.", "Write who does what by when."))
    for row in check_redesigns(tables, account_id, line).itertuples():
        found.append(
            Finding("careful", f"{row.name}, new experience: {row.says}.", "Answer the question or leave it as it is.")
        )
    found += _promised(tables, account_id)
    if as_of:
        found += _changing(tables, account_id, as_of)
    return worst_first(found)


def _promised(tables: Tables, account_id: str) -> Iterator[Finding]:
    table = compare_promises(tables, account_id)
    table = table[table["open"]]
    for row in table[table["kind"] == OTHERWISE_HERE].head(2).itertuples():
        to = "" if account_id else f" to {row.account}"
        yield Finding(
            "careful", f'{row.point}: "{row.promise}" was promised{to}, and "{row.other}" to {row.whom}.',
            "Settle which of them holds, and tell whoever was told the other.",
        )  # fmt: skip
    given = table["promise_id"] != ""  # what a point promises everybody is the programme's to settle, not the account's
    for row in table[(table["kind"] == OTHERWISE_ELSEWHERE) & given].head(1).itertuples():
        yield Finding(
            "careful", f'{row.point}: here "{row.promise}", at {row.whom} "{row.other}".',
            "Have a reason for the difference, or promise both the same; customers talk to each other.",
        )  # fmt: skip
    nobody, nowhere = (table.loc[table["kind"] == kind, "promise"] for kind in (NO_OWNER, NO_POINT))
    if len(nobody):
        yield Finding(
            "careful", f"{_first(nobody)} without an owner.", "Name the one person who keeps it, or take it back."
        )
    if len(nowhere):
        yield Finding(
            "unknown", f"{_first(nowhere)} at no touch point, so nobody on duty knows of it.", "Say where it is kept."
        )


def _first(promises: pd.Series) -> str:
    if len(promises) == 1:
        return f'The promise "{promises.iloc[0]}" stands'
    return f'{len(promises)} promises, such as "{promises.iloc[0]}", stand'


def _changing(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    changes = place_changes(tables, account_id, as_of)
    if account_id:
        changes = changes[changes["own"]]
    whose = {row.Index: "" if account_id else f" ({row.account})" for row in changes.itertuples()}
    for row in changes[changes["verdict"] == OVERDUE].head(2).itertuples():
        yield Finding(
            "careful",
            f"{row.name}{whose[row.Index]}: {row.overdue} of {row.steps} steps of the change overdue. Next: {row.next.rstrip('.')}.",
            "Ask that person what is missing; then give a new day, or give the change up aloud.",
        )
    for row in changes[changes["verdict"] == SAID_TOO_EARLY].head(2).itertuples():
        yield Finding(
            "careful",
            f"{row.name}{whose[row.Index]}: said to be {row.said}, but a step of it is {row.reached}. Next: {row.next.rstrip('.')}.",
            "A new experience is as far as its last step: correct what is said, or help that step.",
        )
    silent = changes.loc[changes["verdict"] == NO_STEP, "name"]
    if len(silent):
        yield Finding(
            "unknown", f"No step leads to the new experience of {silent.iloc[0]}{f' and {len(silent) - 1} more' if len(silent) > 1 else ''}.",
            "Write down who has to do what differently by when.",
        )  # fmt: skip


def _moments(line: pd.DataFrame, too_thin: str) -> Iterator[Finding]:
    for row in line[line["moment"] == MOMENT].sort_values("shortfall", ascending=False).itertuples():
        answers = "1 answer" if row.answers == 1 else f"{row.answers} answers"
        thin = row.answers < FEW or too_thin != ""
        yield Finding(
            "careful" if thin else "danger",
            f"{row.name} is a moment of truth: importance {row.importance:.1f}, performance {row.performance:.1f} ({answers}).",
            "Ask more of their people before you act." if thin else _remedy(row.behaviour),
        )
    for row in line[line["moment"] == SUSPECTED].sort_values("our_shortfall", ascending=False).itertuples():
        yield Finding(
            "unknown",
            f"{row.name} is suspected to be a moment of truth, by our view alone "
            f"(importance {row.our_importance:.0f}, performance {row.our_performance:.0f}).",
            "Ask the customer before you act on it.",
        )


def _remedy(behaviour: object) -> str:
    if pd.isna(behaviour):
        return "Name the behaviour owed: who does what by when."
    return "The behaviour owed is written down; find out why customers do not see it happen."


def _behind(line: pd.DataFrame) -> Iterator[Finding]:
    behind = line[(line["lead"] <= -_BEHIND) & (line["moment"] != MOMENT)].sort_values("lead")
    for row in behind.head(3).itertuples():
        yield Finding(
            "careful",
            f"{row.name}: {row.competitor} is rated {row.competitor_performance:.1f}, we {row.performance:.1f}.",
            "Find out what they do differently there.",
        )


def _unasked(line: pd.DataFrame) -> Iterator[Finding]:
    silent = line[line["answers"] == 0]
    if len(silent) == len(line):
        yield Finding(
            "unknown", "No customer has answered about any touch point: all of this is our view.", "Ask them."
        )
    elif len(silent):
        names = ", ".join(silent["name"].head(4)) + (f" and {len(silent) - 4} more" if len(silent) > 4 else "")
        yield Finding("unknown", f"Nobody was asked about {names}.", "Ask whoever meets us there.")


def _thin(tables: Tables, account_id: str) -> str:
    asked = review_answers(tables, account_id)
    return str(asked["thin"].iloc[0]) if len(asked) else ""


def _shared(tables: Tables, line: pd.DataFrame) -> Iterator[Finding]:
    """What the touchlines of all accounts have in common."""
    worst = rank_worst_moments(tables)
    sure = worst[(worst["gap_moment"] == MOMENT) & (worst["gap_answers"] >= FEW)]
    if len(sure):
        names = sure["gap"].value_counts(sort=True)
        most = names[names == names.max()].sort_index()
        yield Finding(
            "danger",
            f"{len(sure)} of {len(worst)} accounts have a moment of truth where we fall short, "
            f"most often {most.index[0]} ({most.iloc[0]}).",
            "Open those accounts one by one; what several share is promised once for all.",
        )
    answered = line[(line["shortfall"] >= _BEHIND) & (line["moment"] != MOMENT)]
    for row in answered.sort_values("shortfall", ascending=False).head(2).itertuples():
        yield Finding(
            "careful",
            f"{row.name} matters {row.importance:.1f} to all customers together, and we get {row.performance:.1f}.",
            "Look which accounts it comes from before you change the standard.",
        )
    if not answered.empty or line["answers"].sum() == 0 or (line["moment"] == MOMENT).any():
        return
    yield Finding("fine", "No point of the standard touchline falls short by a point or more.")


def _differences(tables: Tables, account_id: str, line: pd.DataFrame) -> Iterator[Finding]:
    names = line.set_index("touch_point_id")["name"]
    table = review_against_pool(tables, account_id, "touch point", "performance")
    for row in table[(table["verdict"] == LOWER) & (table["difference"] <= -_BEHIND)].head(3).itertuples():
        yield Finding(
            "careful",
            f"{names.get(row.item_id, row.item_id)} is rated lower here than elsewhere ({row.here:.1f} against {row.elsewhere:.1f}).",
            "Look for what differs on this account: people, plant or route.",
        )
