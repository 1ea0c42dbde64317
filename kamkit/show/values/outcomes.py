"""Preferences worth supplying, whether customers would recommend us, and what to check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import (
    DerivedImportance,
    estimate_nps,
    estimate_relationship_quality,
    rank_preferences,
    review_values,
)
from kamkit.method.values.answers import names_of
from kamkit.method.worth import reporting_currency
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.wording import account_name, begun, no_answers
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


_ROWS = 10


def show_preferences(tables: Tables, account_id: str = "") -> Shown:
    """What customers would like, whether we can supply it, and whether it is worth it to both."""
    found = rank_preferences(tables, account_id)
    if found.empty:
        whose = f"of {account_name(tables, account_id)}" if account_id else "of any customer"
        return parts.nothing_yet(
            f"preferences {whose} that we could supply", "The key account manager",
            "in the form above: what it is worth to them a year, the price they accept, our cost, and from when",
        )  # fmt: skip
    accounts = names_of(own_rows(tables, account_id)["accounts"], "account_id")
    found = found.assign(
        account=found["account_id"].map(accounts).astype("str").fillna(found["account_id"]),
        worth=found["worth_supplying"].fillna(False).astype(bool),
        reading=[_verdict(row.worth_supplying, row.because) for row in found.itertuples()],
    )
    columns = [
        Column("name", "Preference"),
        Column("benefit", "Worth to them a year", "money", help="Units x effect x evidence factor"),
        Column("price", "Price they accept", "money"),
        Column("our_cost", "Our cost", "money"),
        Column("can_supply_from", "From", "date"),
        Column("evidence", "Evidence"),
        Column("reading", "Worth supplying?"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    worth = int(found["worth"].sum())
    said = f"{worth} of {counted(len(found), 'preference')} {'is' if worth == 1 else 'are'} worth supplying: benefit above price, price above cost."
    table = parts.table(
        found, columns, caption="Preferences, those worth supplying first", currency=reporting_currency(tables),
        mark=found["worth"], limit=_ROWS,
    )  # fmt: skip
    return parts.stack(parts.say(said), table)


def _verdict(worth: object, because: str) -> str:
    if pd.isna(worth):
        return begun(because)
    return "Yes" if worth else f"No: {because}"


def show_outcomes(tables: Tables, account_id: str = "") -> Shown:
    """Whether customers would recommend us, and how far they trust us, are satisfied and committed."""
    promoter, quality = estimate_nps(tables, account_id), estimate_relationship_quality(tables, account_id)
    if not promoter.answers and not quality["answers"].any():
        return no_answers(tables, account_id, "on recommendation, trust, satisfaction and commitment")
    said = []
    if promoter.answers:
        between = (
            ""
            if pd.isna(promoter.low)
            else f", between {promoter.low:.0f} and {promoter.high:.0f} with 95 % confidence"
        )
        said.append(
            f"Net promoter score of {account_name(tables, account_id)}: {promoter.score:.0f}{between} "
            f"({counted(promoter.promoters, 'promoter')}, {promoter.passives} passive, {counted(promoter.detractors, 'detractor')})."
        )
    columns = [
        Column("item", "Asked about"), Column("mean", "Mean, 1 to 10", "number", 1), Column("low", "From", "number", 1),
        Column("high", "To", "number", 1), Column("answers", "Answers", "count"),
    ]  # fmt: skip
    table = parts.table(quality.assign(item=quality["item"].str.capitalize()), columns, caption="Relationship quality")
    return parts.stack(*([parts.say(*said)] if said else []), table)


def show_values_check(
    tables: Tables, account_id: str = "", derived: DerivedImportance | None = None, as_of: date | None = None
) -> Shown:
    """What to know before acting on these answers, worst first, each with what to do about it."""
    return parts.show_findings(review_values(tables, account_id, derived, as_of))
