"""The health of an account and the quality of its data: two things, never one number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.plan import (
    estimate_data_quality,
    estimate_health,
    planned_accounts,
    review_data_quality,
    review_signs,
)
from kamkit.method.plan.health import WORST_FIRST
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.plan.wording import HEALTH, ROWS_AT_MOST, no_plans
from kamkit.show.words import counted, listed, percent

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_health(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The five signs of one account's health; without an account, the accounts with a plan, the worst first."""
    return _signs(tables, account_id, as_of) if account_id else _worst(tables, as_of)


def _signs(tables: Tables, account_id: str, as_of: date) -> Shown:
    signs = review_signs(tables, as_of, account_id)
    row = estimate_health(tables, as_of, account_id).iloc[0]
    said = f"Health of {row['account']}: {HEALTH[row['health']]}."
    if row["unknown"]:
        said += f" {counted(int(row['unknown']), 'of five signs is', 'of five signs are')} not known; unknown is never fine."
    signs = signs.assign(state=signs["state"].map(HEALTH), sign=signs["sign"].str.capitalize())
    columns = [Column("sign", "Sign"), Column("state", "State"), Column("says", "What is known")]
    marked = signs["state"].isin([HEALTH["danger"], HEALTH["careful"]])
    return parts.stack(parts.say(said), parts.table(signs, columns, mark=marked))


def _worst(tables: Tables, as_of: date) -> Shown:
    accounts = planned_accounts(tables, "", as_of)
    if not accounts:
        return no_plans()
    health = estimate_health(tables, as_of).loc[accounts]
    counts = health["health"].value_counts()
    said = listed([f"{counts[state]} {HEALTH[state][2:].lower()}" for state in WORST_FIRST if state in counts])
    order = health["health"].map(WORST_FIRST.index).argsort(kind="stable")
    health = health.iloc[order]
    shown = health.assign(state=health["health"].map(HEALTH))
    columns = [Column("account", "Account"), Column("state", "Health"), Column("says", "Why")]
    table = parts.table(
        shown, columns, caption="Health, the worst first", mark=shown["health"] == "danger", limit=ROWS_AT_MOST
    )
    return parts.stack(parts.say(f"Of {counted(len(health), 'account')} with a plan: {said}."), table)


def show_data_quality(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How much of what one account's plan rests on is confirmed and fresh, by kind; without an account, the lowest first."""
    return _by_kind(tables, account_id, as_of) if account_id else _lowest(tables, as_of)


def _by_kind(tables: Tables, account_id: str, as_of: date) -> Shown:
    row = estimate_data_quality(tables, as_of, account_id).iloc[0]
    kinds = review_data_quality(tables, as_of, account_id)
    kinds = kinds.assign(kind=kinds["kind"].str[:1].str.upper() + kinds["kind"].str[1:])
    columns = [
        Column("kind", "Facts about"), Column("facts", "Facts", "count"), Column("confirmed", "Confirmed", "count"),
        Column("fresh", "Under 12 months", "count"), Column("sound", "Both", "count"), Column("oldest", "Oldest", "date"),
    ]  # fmt: skip
    table = parts.table(kinds[kinds["facts"] > 0], columns)
    return parts.stack(parts.say(quality_sentence(row)), table)


def quality_sentence(row: pd.Series) -> str:
    """``Quality of the data of Ostrevia: 36 % ...`` from a row of ``estimate_data_quality``."""
    said = f"Quality of the data of {row['account']}: {quality_of(row)}."
    return f"{said} Nothing is written down on: {row['nothing_on']}." if row["nothing_on"] else said


def quality_of(row: pd.Series) -> str:
    """The share, with the counts it is made of."""
    if not row["facts"]:
        return "not known, no fact is written down"
    return f"{percent(row['share'])}, {row['sound']} of {counted(int(row['facts']), 'fact')} confirmed and under twelve months old"


def _lowest(tables: Tables, as_of: date) -> Shown:
    accounts = planned_accounts(tables, "", as_of)
    if not accounts:
        return no_plans()
    quality = estimate_data_quality(tables, as_of).loc[accounts].sort_values("share", kind="stable", na_position="first")
    facts, sound = int(quality["facts"].sum()), int(quality["sound"].sum())
    said = f"{sound} of {counted(facts, 'fact')} in all plans are confirmed and under twelve months old."
    columns = [
        Column("account", "Account"), Column("share", "Quality of its data", "percent"), Column("facts", "Facts", "count"),
        Column("confirmed", "Confirmed", "count"), Column("fresh", "Under 12 months", "count"),
        Column("nothing_on", "Nothing on"),
    ]  # fmt: skip
    table = parts.table(quality, columns, caption="Quality of the data, the lowest first", limit=ROWS_AT_MOST)
    return parts.stack(parts.say(said), table)
