"""What stands behind the page: who agreed to it, which data it rests on, and what does not fit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan import place_sources, review_account_plan, review_agreement
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.plan.wording import ROWS_AT_MOST, no_plans, on_day
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_SIDES = {"customer": "the customer", "ours": "our side"}
_AGREED = "agreed"


def show_agreement(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who has agreed to the plan on either side, and when; without an account, whose customers have."""
    agreed = review_agreement(tables, account_id, as_of)
    if agreed.empty:
        return no_plans()
    return _one(agreed) if account_id else _all(agreed)


def _one(agreed: pd.DataFrame) -> Shown:
    rows = agreed.assign(
        side=agreed["side"].map(_SIDES).str.capitalize(), on=agreed["agreed_on"].map(on_day, na_action=None),
        state=agreed["state"].str.capitalize(),
    )  # fmt: skip
    columns = [
        Column("side", "Side"), Column("state", "State"), Column("on", "On"), Column("agreed_by", "Who"),
        Column("reasons", "In their words"),
    ]  # fmt: skip
    return parts.table(rows, columns, mark=agreed["state"] != _AGREED)


def _all(agreed: pd.DataFrame) -> Shown:
    wide = agreed.assign(on=agreed["agreed_on"].map(on_day, na_action=None))
    by = wide.pivot(index="account_id", columns="side", values=["on", "state", "agreed_by"])
    rows = agreed.drop_duplicates("account_id").set_index("account_id")[["account"]].assign(
        customer=by["on"]["customer"], who=by["agreed_by"]["customer"], ours=by["on"]["ours"], state=by["state"]["customer"]
    )  # fmt: skip
    current = int((rows["state"] == _AGREED).sum())
    said = f"{current} of {counted(len(rows), 'customer')} agreed to the plan in the last twelve months."
    rows = rows.assign(last=agreed.groupby("account_id")["agreed_on"].max())
    rows = rows[rows["last"].notna()].sort_values("last", ascending=False, kind="stable")
    if rows.empty:
        return parts.nothing_yet("anybody's agreement to a plan", "Each key account manager", "in this form")
    columns = [
        Column("account", "Account"), Column("customer", "Customer agreed"), Column("who", "Who there"), Column("ours", "We agreed"),
    ]  # fmt: skip
    table = parts.table(rows, columns, caption="Agreements, the latest first", limit=ROWS_AT_MOST)
    return parts.stack(parts.say(said), table)


def show_sources(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The data the plan rests on, what for, where kept and by whom; stale ones marked."""
    rows = place_sources(tables, account_id, as_of)
    if rows.empty:
        return parts.nothing_yet("data sources", "Whoever keeps the figures", "in the form of step 5")
    stale = rows["stale"].fillna(False).astype(bool)
    rows = rows.assign(
        state=[_source(row) for row in rows.itertuples()], on=rows["refreshed_on"].map(on_day, na_action=None)
    )
    said = f"{int(stale.sum()) or 'Not one'} of {counted(len(rows), 'data source')} {'is' if stale.sum() <= 1 else 'are'} older than it is good for."
    columns = [
        Column("account", "For"), Column("what", "Data"), Column("used_for", "Used for"), Column("comes_from", "Comes from"),
        Column("kept_in", "Kept in"), Column("keeper", "Keeper"), Column("on", "Refreshed"), Column("state", "State"),
    ]  # fmt: skip
    return parts.stack(parts.say(said), parts.table(rows, columns, mark=stale, limit=ROWS_AT_MOST))


def _source(row: object) -> str:
    stale, age, valid, missing = (getattr(row, name) for name in ("stale", "age", "months_valid", "missing"))
    state = "age not known" if pd.isna(stale) else "stale" if stale else "fresh"
    if state == "stale":
        state = f"stale: {age:.0f} months old, good for {valid:.0f}"
    return f"{state}; missing: {missing}" if missing else state


def show_account_plan_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What does not fit or does not hold in the plan, worst first, each with what to do about it."""
    return parts.show_findings(review_account_plan(tables, account_id, as_of))
