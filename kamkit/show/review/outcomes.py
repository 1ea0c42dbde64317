"""What came of the opportunities, and what is given away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.review import review_offer_creep, review_opportunities, sum_creep
from kamkit.method.review.creep import UNNOTICED
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.review.wording import ROWS_AT_MOST, currency_of, who_enters, whom
from kamkit.show.words import counted, money

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_opportunities(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What was forecast of each opportunity, and what came of it; decided ones first."""
    found = review_opportunities(tables, account_id, as_of)
    if found.empty:
        what = f"opportunities at {whom(tables, account_id)}" if account_id else "opportunities of any account"
        return parts.nothing_yet(
            what, who_enters(tables, account_id, as_of), "in workbook 07, where opportunities are sized"
        )
    currency = currency_of(tables)
    frame = found.assign(
        forecast=[_forecast(p, recorded) for p, recorded in zip(found["probability"], found["recorded"], strict=True)],
        brought=[
            money(won) if not pd.isna(won) else "not known" if state == "won" else ""
            for won, state in zip(found["won"], found["state"], strict=True)
        ],
    )
    columns = [
        Column("name", "Opportunity"),
        Column("expected_on", "Expected on", "date"),
        Column("forecast", "Forecast"),
        Column("contribution", "Contribution a year", "money"),
        Column("expected", "Forecast x contribution", "money"),
        Column("state", "Outcome"),
        Column("brought", "Brought a year"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    table = parts.table(frame, columns, caption=f"Opportunities, in {currency}; decided ones first", limit=ROWS_AT_MOST)
    return parts.stack(parts.say(_told(found, currency)), table)


def _forecast(probability: float, recorded: bool) -> str:
    if pd.isna(probability):
        return "none"
    return f"{probability:.0f} %{'' if recorded else ', not written down before'}"


def _told(found: pd.DataFrame, currency: str) -> str:
    decided = found[found["state"].isin(["won", "lost", "dropped"])]
    still = counted(len(found) - len(decided), "opportunity", "opportunities")
    if decided.empty:
        return (
            f"Nothing is decided yet; {still} open, {money(found['expected'].sum(), currency)} a year expected in all."
        )
    won = decided[decided["state"] == "won"]
    said = f"{len(won)} of {counted(len(decided), 'decided opportunity', 'decided opportunities')} won, bringing {money(won['won'].sum(), currency)} a year"
    said += f"; the forecasts had added up to {money(decided['expected'].sum(), currency)}."
    return f"{said} {still[:1].upper()}{still[1:]} still open."


def show_offer_creep(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What is given without charge or delivered beyond the contract: on purpose or unnoticed, with its cost."""
    creep = review_offer_creep(tables, account_id, as_of)
    if creep.empty:
        whose = f"{whom(tables, account_id)} gets" if account_id else "any account gets"
        return parts.nothing_yet(
            f"anything that {whose} without charge",
            who_enters(tables, account_id, as_of),
            "in the form of promises in step 1, under more: charge and cost",
        )
    currency = currency_of(tables)
    frame = creep.assign(
        cost=[money(cost) for cost in creep["cost"]],
        scope=creep["scope"].astype("object").fillna("no running contract"),
    )
    columns = [
        Column("what", "What it gets"),
        Column("kind", "Kind"),
        Column("cost", "Cost a year"),
        Column("verdict", "Decided"),
        Column("reason", "Reason given"),
        Column("scope", "Scope of the contract") if account_id else Column("account", "Account"),
    ]
    caption = f"Without charge or beyond the contract, in {currency}; unnoticed ones marked"
    table = parts.table(frame, columns, caption=caption, mark=creep["verdict"] == UNNOTICED, limit=ROWS_AT_MOST)
    return parts.stack(parts.say(*_sums(creep, currency)), table)


def _sums(creep: pd.DataFrame, currency: str) -> list[str]:
    found = sum_creep(creep)
    said = [
        f"Promised without charge: {money(found.unnoticed, currency)} a year that nobody decided, {money(found.on_purpose, currency)} on purpose.",
        f"Delivered beyond any contract: {money(found.delivered, currency)} a year.",
    ]
    if found.unknown:
        said.append(f"The cost of {counted(found.unknown, 'thing')} is unknown, so the sums are too low.")
    if found.delivered and found.unnoticed + found.on_purpose:
        said.append("The two may overlap: what was promised may be what is delivered.")
    return said
