"""Is it still a key account: what the figures say for keeping it, and what says look again. People decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.review.change import FALLEN, NOT_SHOWN, RISEN, TOO_FEW
from kamkit.method.review.creep import review_offer_creep, sum_creep
from kamkit.method.review.hours import rank_contribution_per_hour
from kamkit.method.review.outcomes import LATE, review_opportunities
from kamkit.method.review.promises import count_promises, promises_in
from kamkit.method.review.reappraisal import relationship_change, review_reappraisal
from kamkit.method.selection import select_accounts
from kamkit.method.worth import rank_accounts

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

KEEP, LOOK, NOTHING = "keeping it", "looking again", "nothing known"
FALLS = -10.0  # % a year: a contribution falling as much is a warning (default)
COLUMNS = ("question", "now", "speaks_for")
Line = tuple[str, str, str]


def review_case(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Seven questions about whether an account still warrants key-account treatment, each with its figure.

    Columns question, now (a sentence), speaks_for ('keeping it', 'looking again', 'nothing known'). There is no total: the
    questions do not weigh the same, and a star with little contribution is kept for what it may bring.
    MethodError if there is no such account, and as ``rank_accounts``.
    """
    scope = scope_of(tables, account_id, as_of)
    lines = [
        *_contribution(scope), *_per_hour(scope), *_promises(scope), *_relationship(scope), *_creep(scope),
        *_opportunities(scope), *_place(scope),
    ]  # fmt: skip
    return pd.DataFrame(lines, columns=list(COLUMNS))


def _contribution(scope: Scope) -> Iterator[Line]:
    question = "What does it bring, and is that more than a year before?"
    worth = rank_accounts(scope.whole, scope.as_of)
    row = worth[worth["account_id"] == scope.account_id].iloc[0]
    if row["revenue"] == 0 and not row["revenue_before"] > 0:
        yield question, "No sales line in the twelve months.", NOTHING
        return
    now = f"{str(row['contribution_is']).capitalize()} {scope.money(row['contribution'])} a year"
    before = row["contribution_before"]
    if pd.isna(before):
        yield question, f"{now}; the year before is not known.", LOOK if row["contribution"] < 0 else NOTHING
        return
    change = (row["contribution"] - before) / abs(before) * 100 if before else 0.0
    falls = row["contribution"] < 0 or change <= FALLS
    yield question, f"{now}; {scope.money(before)} the year before.", LOOK if falls else KEEP


def _per_hour(scope: Scope) -> Iterator[Line]:
    question = "Does an hour with it bring as much as elsewhere?"
    hours = rank_contribution_per_hour(scope.whole, scope.as_of)
    found = hours[(hours["account_id"] == scope.account_id) & hours["per_hour"].notna()]
    if found.empty:
        yield question, "Nobody has entered the hours spent.", NOTHING
        return
    row = found.iloc[0]
    said = f"{scope.money(row['per_hour'])} an hour, over {row['hours_spent']:,.0f} hours; the median is {scope.money(row['median'])}."
    yield question, said, KEEP if row["per_hour"] >= row["median"] else LOOK


def _promises(scope: Scope) -> Iterator[Line]:
    question = "Did we keep our promises?"
    count = count_promises(promises_in(scope))
    if not count.due:
        yield (
            question,
            f"No promise was due; {count.to_come} to come." if count.to_come else "No promise is written down.",
            NOTHING,
        )
        return
    late = f", {count.late} of them late" if count.late else ""
    said = f"{count.kept + count.late} of {count.due} kept{late}; {count.broken} broken, {count.overdue} overdue."
    yield question, said, LOOK if count.missed else KEEP


def _relationship(scope: Scope) -> Iterator[Line]:
    question = "Does the customer say the relationship is better?"
    row = relationship_change(review_reappraisal(scope.whole, scope.account_id, scope.as_of), scope.account_id)
    if row is None:
        yield question, "The same questions have not been asked twice.", NOTHING
        return
    verdict = str(row["verdict"])
    said = f"{row['change']:+.1f} points, {row['people_after']} people after"
    if verdict in (NOT_SHOWN, TOO_FEW):
        why = "the interval holds zero" if verdict == NOT_SHOWN else "too few to say"
        yield question, f"{said}: {why}.", NOTHING
        return
    yield question, f"{said}, interval {row['low']:+.1f} to {row['high']:+.1f}.", KEEP if verdict == RISEN else LOOK
    assert verdict in (RISEN, FALLEN)


def _creep(scope: Scope) -> Iterator[Line]:
    question = "What do we give it that nobody decided?"
    creep = review_offer_creep(scope.whole, scope.account_id, scope.as_of)
    if creep.empty:
        yield question, "Nothing is written down as given without charge or beyond the contract.", NOTHING
        return
    found = sum_creep(creep)
    said = (
        f"Unnoticed: {scope.money(found.unnoticed)} in promises, {scope.money(found.delivered)} in deliveries a year."
    )
    yield question, said, LOOK if found.unnoticed + found.delivered > 0 else KEEP


def _opportunities(scope: Scope) -> Iterator[Line]:
    question = "Is there still something to win?"
    found = review_opportunities(scope.whole, scope.account_id, scope.as_of)
    still = found[found["state"].isin(["open", LATE])]
    if found.empty or (still["expected"].isna().all() and len(still)):
        yield question, "No opportunity is sized.", NOTHING
        return
    expected = float(still["expected"].sum())
    won = float(found["won"].sum())
    yield (
        question,
        f"{scope.money(expected)} a year expected from open ones; {scope.money(won)} won so far.",
        KEEP if expected > 0 else LOOK,
    )


def _place(scope: Scope) -> Iterator[Line]:
    question = "Would it make today's list?"
    row = select_accounts(scope.whole, scope.as_of).place_of(scope.account_id)
    if row is None:
        yield question, "It is not a candidate.", LOOK
        return
    if pd.isna(row["in_list"]):
        yield question, "It is not scored yet.", NOTHING
        return
    yield question, str(row["why"]), KEEP if row["in_list"] else LOOK
