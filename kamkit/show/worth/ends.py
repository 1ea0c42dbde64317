"""The best and the worst customers side by side, and what each is worth."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.worth import estimate_habits, estimate_lifetime_values, rank_accounts, rank_ends
from kamkit.method.worth.contribution import CONTRIBUTION
from kamkit.method.worth.ends import Ends
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import money, number, percent
from kamkit.show.worth.wording import capital, no_sales

if TYPE_CHECKING:
    from kamkit.method.worth.currency import Tables

_HABITS = {
    "revenue": "Revenue a year, each",
    "growth": "Growth of revenue",
    "margin": "Gross margin, of revenue",
    "serving": "Cost to serve, of revenue",
    "kept": "What is left, of revenue",
    "order_value": "Value of an order",
    "small_orders": "Small orders, of all orders",
    "rush_orders": "Rush orders, of all orders",
    "returns": "Lines returned for 100 sold",
}
_MONEY = ("revenue", "order_value")


def show_best_and_worst(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """The best and the worst customers beside each other: what each brings, is worth, and in what they differ.

    With an account: that one beside both ends.
    """
    ends = rank_ends(tables, as_of)
    group = group_id_of(tables, account_id) if account_id else ""
    if ends.best.empty:
        return no_sales("the best and the worst customers")
    if not group:
        return parts.stack(parts.say(_summary(ends)), _both(tables, ends), _differ(ends), parts.say(*_lifetime(tables, ends)))
    ranking = rank_accounts(tables, as_of)
    own = ranking[ranking["account_id"] == group]
    said = _own_worth(own_rows(tables, group), own)
    return parts.stack(_differ(ends, str(own["name"].iloc[0]), estimate_habits(own, ends.counts)), parts.say(said))


def _summary(ends: Ends) -> str:
    count, what = len(ends.best), ends.contribution_is
    first, last = float(ends.best["contribution"].sum()), float(ends.worst["contribution"].sum())
    text = f"The best {count} bring {money(first, ends.currency)} of {what} a year; "
    if last < 0:
        return f"{text}the worst {count} take {money(-last, ends.currency)} back."
    return f"{text}the last {count} bring {money(last, ends.currency)}."


def _both(tables: Tables, ends: Ends) -> Shown:
    frame = pd.DataFrame({"place": range(1, len(ends.best) + 1)})
    columns: list[Column] = []
    for side, label, rows in (("best", "Best", ends.best), ("worst", "Worst", ends.worst)):
        frame[side], frame[f"{side} brings"] = rows["name"], rows["contribution"]
        frame[f"{side} worth"] = _worths(tables, rows)
        columns += [
            Column(side, label),
            Column(f"{side} brings", f"{label}: a year", "money", help=capital(ends.contribution_is)),
            Column(f"{side} worth", f"{label}: worth to us (from, to)", help="Lifetime value; see below."),
        ]
    return parts.table(frame, columns, caption=capital(f"both ends, amounts in {ends.currency}") if ends.currency else "Both ends")


def _worths(tables: Tables, rows: pd.DataFrame) -> Sequence[str]:
    try:
        found = estimate_lifetime_values(tables, rows)
    except MethodError:
        return ["cannot be said"] * len(rows)
    return [_worth(row, "") for row in found.itertuples()]


def _worth(row: object, currency: str) -> str:
    value, low, high = (float(getattr(row, name, float("nan"))) for name in ("value", "low", "high"))
    return f"{money(value, currency)} ({money(low)} to {money(high)})"


def _own_worth(tables: Tables, row: pd.DataFrame) -> str:
    own = row.iloc[0]
    try:
        (found,) = estimate_lifetime_values(tables, row).itertuples()
    except MethodError as error:
        return f"What {own['name']} is worth over its lifetime cannot be said: {error}."
    whose = "its own" if found.retention_is == "of the account" else "the programme's"
    stays = f"{found.retention:g} % a year, {whose} assumption"
    return (
        f"{own['name']} brings {money(own['contribution'], own['currency'])} of {own['contribution_is']} a year. "
        f"If it stays ({stays}), it is worth {_worth(found, str(own['currency']))}, at a discount rate of {found.discount:g} %."
    )


def _lifetime(tables: Tables, ends: Ends) -> list[str]:
    try:
        found = estimate_lifetime_values(tables, ends.best)
    except MethodError as error:
        return [f"What a customer is worth over its lifetime cannot be said: {error}."]
    what = "the yearly contribution" if ends.contribution_is == CONTRIBUTION else f"the yearly {ends.contribution_is}"
    usual = found.loc[found["retention_is"] == "of the programme", "retention"]
    stays = f"{usual.iloc[0]:g} % where the account has none of its own" if len(usual) else "each account's own"
    return [
        f"Worth to us: {what} for as long as the customer stays, the first a year away, discounted at "
        f"{found['discount'].iloc[0]:g} % (customer lifetime value; Gupta and Lehmann, 2003).",
        f"The chance of staying is an assumption ({stays}); the range takes five points less and five more.",
        *["A minus is what the customer costs us if nothing is mended."][: int((ends.worst["contribution"] < 0).any())],
    ]


def _differ(ends: Ends, name: str = "", own: pd.Series | None = None) -> Shown:
    count = len(ends.best)
    known = ends.habits.notna().any(axis=1)
    order = [habit for habit in _HABITS if known[habit] or (own is not None and pd.notna(own[habit]))]
    frame = pd.DataFrame(
        {
            "habit": [_HABITS[habit] for habit in order],
            "best": [_written(habit, ends.habits.loc[habit, "best"]) for habit in order],
            "worst": [_written(habit, ends.habits.loc[habit, "worst"]) for habit in order],
        }
    )
    columns = [Column("habit", "What differs"), Column("best", f"Best {count}"), Column("worst", f"Worst {count}")]
    if own is not None:
        frame.insert(1, "own", [_written(habit, own[habit]) for habit in order])
        columns.insert(1, Column("own", name))
    currency = f", amounts in {ends.currency}" if ends.currency else ""
    return parts.table(frame, columns, caption=f"All of the best and all of the worst taken together{currency}")


def _written(habit: str, value: object) -> str:
    if habit in _MONEY:
        return money(value)
    return number(value) if habit == "returns" else percent(value, 0 if habit == "growth" else 1)
