"""Our objectives with an account: growth or retention, in money, with a date, and what stands behind them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan.who import named, planned_in
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where
from kamkit.method.worth import rank_accounts

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

KINDS = ("growth", "retention")
COLUMNS = (
    "account_id", "account", "objective_id", "kind", "statement", "amount", "due", "days_left", "overdue", "missing",
    "strategy", "state", "measure", "unit", "baseline", "now", "target",
)  # fmt: skip


@remembered
def place_objectives(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The objectives of an account ("": of all), open ones first, each account's in their order on the page.

    Columns: account_id and account (the group's), objective_id, kind (growth, retention), statement, amount
    (contribution a year gained or kept, reporting currency; NaN: not said), due (NaT: not said), days_left (whole
    days from ``as_of``), overdue (open and past its day), missing ("amount", "date", "amount and date" or ""),
    strategy, state (open, reached, missed, dropped), measure (name), unit, baseline, now (its latest reading up to
    ``as_of``; NaN: none), target. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    place = pd.Series(range(len(scope.groups)), index=scope.groups.index)
    rows = scope.rows("objectives")
    rows = rows.assign(at=rows["group_id"].map(place), closed=rows["state"] != "open")
    rows = rows.sort_values(["closed", "at", "position", "objective_id"], na_position="last", kind="stable")
    placed = named(scope, rows)
    placed["days_left"] = (placed["due"] - scope.day).dt.days.astype("Int64")
    placed["overdue"] = (placed["state"] == "open") & (placed["due"] < scope.day)
    placed["missing"] = _missing(placed)
    return placed.join(_measures(scope, placed["measure_id"]), on="measure_id")[list(COLUMNS)].reset_index(drop=True)


def _missing(placed: pd.DataFrame) -> pd.Series:
    amount = placed["amount"].isna().map({True: "amount", False: ""})
    day = placed["due"].isna().map({True: "date", False: ""})
    both = (amount != "") & (day != "")
    return (amount + both.map({True: " and ", False: ""}) + day).astype("str")


def _measures(scope: Scope, wanted: pd.Series) -> pd.DataFrame:
    ids = tuple(wanted.dropna().unique())
    measures = rows_where(scope.whole, "measures", "measure_id", ids).drop_duplicates("measure_id")
    readings = rows_where(scope.whole, "readings", "measure_id", ids)
    readings = readings[readings["read_on"] <= scope.day].sort_values("read_on", kind="stable")
    found = measures.set_index("measure_id")[["name", "unit", "baseline", "target"]].rename(columns={"name": "measure"})
    return found.assign(now=readings.groupby("measure_id")["value"].last().reindex(found.index))


def sum_objectives(placed: pd.DataFrame) -> pd.DataFrame:
    """The open objectives of ``place_objectives`` by kind: a row for growth, one for retention, and none is left out.

    Columns: kind, objectives and accounts (counts), amount (money a year; of those that name one; NaN if none
    does), without_amount, without_date, overdue (counts). What has no amount is counted and not taken as zero.
    """
    rows = placed[placed["state"] == "open"]
    grouped = rows.assign(no_amount=rows["amount"].isna(), no_date=rows["due"].isna()).groupby("kind")
    summed = pd.DataFrame(
        {
            "objectives": grouped.size(),
            "accounts": grouped["account_id"].nunique(),
            "amount": grouped["amount"].sum(min_count=1),
            "without_amount": grouped["no_amount"].sum(),
            "without_date": grouped["no_date"].sum(),
            "overdue": grouped["overdue"].sum(),
        }
    ).reindex(pd.Index(KINDS, name="kind"))
    counts = ["objectives", "accounts", "without_amount", "without_date", "overdue"]
    summed[counts] = summed[counts].fillna(0).astype("int64")
    return summed.reset_index()


@remembered
def review_backing(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What stands behind the objectives: opportunities behind growth, today's contribution behind retention.

    One row per account (group) that should have a plan: account_id, account, complete (open objectives in money
    with a date, count), growth and retention (sums of open objectives, money a year; NaN: none), if_all_won (what the
    open opportunities would bring together, those that cost us left out, money a year; NaN: none sized), expected
    (the same x probability), unsized (open opportunities without contribution or probability, count), contribution (of
    the last twelve months; NaN where no sales are known) and contribution_is (what that is). A probability is
    somebody's estimate; the sum is no forecast. MethodError where a rate of exchange is missing.
    """
    scope = scope_of(tables, account_id, as_of)
    accounts = planned_in(scope)
    objectives, chances = scope.rows("objectives"), scope.rows("opportunities")
    objectives = objectives[objectives["state"] == "open"]
    chances = chances[chances["state"] == "open"]
    unsized = chances["contribution"].isna() | chances["probability"].isna()
    gain = chances["contribution"].where(chances["contribution"] > 0)  # a price cut brings no growth
    expected = gain * chances["probability"] / 100
    ranked = rank_accounts(scope.whole, as_of).set_index("account_id").reindex(accounts)
    sold = ranked["revenue"].fillna(0) != 0
    complete = objectives["amount"].notna() & objectives["due"].notna()
    found = pd.DataFrame(
        {
            "account": scope.groups["name"].reindex(accounts).astype("str"),
            "complete": complete.groupby(objectives["group_id"]).sum().reindex(accounts).fillna(0).astype("int64"),
            **{kind: _sum(objectives, kind).reindex(accounts) for kind in KINDS},
            "if_all_won": gain.groupby(chances["group_id"]).sum(min_count=1).reindex(accounts),
            "expected": expected.groupby(chances["group_id"]).sum(min_count=1).reindex(accounts),
            "unsized": unsized.groupby(chances["group_id"]).sum().reindex(accounts).fillna(0).astype("int64"),
            "contribution": ranked["contribution"].where(sold),
            "contribution_is": ranked["contribution_is"],
        }
    )
    return found.rename_axis("account_id").reset_index()


def _sum(objectives: pd.DataFrame, kind: str) -> pd.Series:
    return objectives[objectives["kind"] == kind].groupby("group_id")["amount"].sum(min_count=1)
