"""Where the margin goes: what serving takes of it, for one account or for those that lose money."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth import rank_accounts, rank_units, review_cost_to_serve
from kamkit.method.worth.contribution import CONTRIBUTION
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.wording import ACTIVITIES
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import name_rows
from kamkit.show.words import counted, money, percent, short
from kamkit.show.worth.wording import capital, no_sales, row_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.method.worth.currency import Tables

LOSERS_AT_MOST = 10
UNITS_AT_MOST = 15
NOTEWORTHY = 0.5  # points of revenue
MUCH = 1.25  # times the others
_OVER_THE_LINE = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
WHO_COSTS = "Whoever gets the export from the ERP system"
WHO_RATES = "The controller"
WHERE_RATES = "in the form of step 1, five rates are enough"


def show_margin(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """Where an account's gross margin goes; without an account, the accounts that cost more than they bring."""
    ranking = rank_accounts(tables, as_of)
    group = group_id_of(tables, account_id) if account_id else ""
    if not ranking["revenue"].ne(0).any():
        return no_sales("where the margin goes")
    if not group:
        return _losers(tables, as_of, ranking)
    row = row_of(ranking, group)
    spent = review_cost_to_serve(tables, as_of, group)
    shown = [_one(row, spent)]
    if row["units"] > 1:
        shown.append(_units(rank_units(tables, as_of, group), row["currency"]))
    return parts.stack(*shown)


def _one(row: pd.Series, spent: pd.DataFrame) -> Shown:
    if row["contribution_is"] != CONTRIBUTION or spent.empty:
        return _not_known(row)
    spent = spent.assign(activity=spent["driver"].map(ACTIVITIES))
    priced = spent[spent["cost"] > 0]
    message = _message(row, priced)
    if priced.empty:
        return parts.say(message)
    drawn = parts.chart(_figure(row, priced), message, _in_words(spent))
    return parts.stack(drawn, parts.say(_in_words(spent)), _breakdown(spent, row["currency"]))


def _not_known(row: pd.Series) -> Shown:
    if row["contribution_is"] == CONTRIBUTION:
        return parts.say(f"No activity is known for {row['name']} in these twelve months: serving it cost nothing.")
    if pd.isna(row["cost_of_goods"]):
        return parts.nothing_yet(
            f"the cost of goods of {row['name']}",
            WHO_COSTS,
            "import the cost of each line, or enter an expected margin at the account",
        )
    return parts.nothing_yet(f"what serving {row['name']} costs", WHO_RATES, WHERE_RATES)


def _message(row: pd.Series, priced: pd.DataFrame) -> str:
    name, currency = short(row["name"], 40), row["currency"]
    margin, cost = money(row["gross_margin"], currency), money(row["cost_to_serve"], currency)
    if priced.empty:
        return f"{name}: nothing of the gross margin of {margin} goes into serving it."
    if row["contribution"] < 0:
        return f"Serving {name} costs {cost}; its gross margin is {margin}."
    return f"Of {margin} gross margin, serving {name} takes {cost} ({percent(_taken(row))})."


def _taken(row: pd.Series) -> float:
    return float(row["cost_to_serve"] / row["gross_margin"] * 100) if row["gross_margin"] > 0 else float("nan")


def _stands_out(spent: pd.DataFrame) -> pd.Series | None:
    """The activity that takes most beyond what it takes of the others' revenue; None if that is next to nothing."""
    over = spent["of_revenue"] - spent["others"]
    plain = spent[(over >= NOTEWORTHY) & (spent["of_revenue"] >= spent["others"] * MUCH)]
    return None if plain.empty else plain.loc[over[plain.index].idxmax()]


def _in_words(spent: pd.DataFrame) -> str:
    row = _stands_out(spent)
    if row is None:
        return "No activity takes much more of its revenue than of the others'."
    own, others = percent(row["of_revenue"], 1), percent(row["others"], 1)
    return f"{capital(row['activity'])} stand out: they take {own} of its revenue, and {others} of all other accounts'."


def _figure(row: pd.Series, priced: pd.DataFrame) -> Figure:
    """Gross margin down to what is left, one bar for each activity."""
    from kamkit.show import figures

    steps = [("Gross margin", 0.0, float(row["gross_margin"]), figures.MAIN)]
    level = float(row["gross_margin"])
    for activity, cost in zip(priced["activity"], priced["cost"], strict=True):
        steps.append((capital(str(activity)), level - cost, cost, figures.SECOND))
        level -= cost
    left = "What is left"
    steps.append((left, min(level, 0.0), abs(level), figures.ALARM if level < 0 else figures.MAIN))
    figure, axes = figures.new_figure(7.6, 0.9 + 0.33 * len(steps))
    for place, (_, start, size, colour) in enumerate(steps):
        axes.barh(place, size, left=start, color=colour, height=0.62, hatch="///" if colour == figures.ALARM else None)
    axes.axvline(0, color=figures.INK, linewidth=0.8)
    right = max(start + size for _, start, size, _ in steps)
    for place, (label, start, size, _) in enumerate(steps):
        sign = "-" if 0 < place < len(steps) - 1 or (label == left and level < 0) else ""
        axes.text(
            start + size + right * 0.01,
            place,
            f"{sign}{money(size)}",
            va="center",
            ha="left",
            fontsize=9,
            bbox=_OVER_THE_LINE,
        )
    axes.invert_yaxis()
    axes.set_xlim(min(0.0, level * 1.05), right * 1.14)
    axes.spines[["bottom", "left"]].set_visible(False)
    axes.xaxis.set_visible(False)
    name_rows(axes, [label for label, *_ in steps], size=9)
    return figure


def _breakdown(spent: pd.DataFrame, currency: str) -> Shown:
    columns = [
        Column("activity", "Activity"),
        Column("quantity", "How often", "count"),
        Column("rate", "Rate", "money"),
        Column("cost", "Cost", "money"),
        Column("of_revenue", "Of its revenue", "percent", 1),
        Column("others", "Of the others'", "percent", 1, help="The same activity, all other accounts together."),
        Column("how", "How we know"),
    ]
    return parts.table(spent, columns, caption=f"Cost to serve, amounts in {currency}" if currency else "Cost to serve")


def _units(units: pd.DataFrame, currency: str) -> Shown:
    columns = [
        Column("account_id", "Number"),
        Column("name", "Customer number"),
        Column("country", "Country"),
        Column("revenue", "Revenue", "money"),
        Column("growth", "Growth", "percent"),
        Column("gross_margin", "Gross margin", "money"),
    ]
    if units["gross_margin"].isna().all():
        columns.pop()
    units = units.sort_values("revenue", ascending=False, kind="stable")
    caption = f"Its customer numbers{f', amounts in {currency}' if currency else ''}"
    return parts.table(units, columns, caption=caption, limit=UNITS_AT_MOST)


def _losers(tables: Tables, as_of: date, ranking: pd.DataFrame) -> Shown:
    known = ranking[ranking["contribution_is"] == CONTRIBUTION]
    if known.empty:
        if ranking["gross_margin"].notna().any():
            return parts.nothing_yet("what serving the accounts costs", WHO_RATES, WHERE_RATES)
        return parts.nothing_yet("the cost of goods", WHO_COSTS, "import the cost of each line, or expected margins")
    losing = known[known["contribution"] < 0].sort_values("contribution")
    if losing.empty:
        return parts.say("No account costs more to serve than its gross margin brings.")
    first = [_elsewhere(tables, as_of, own) for own in losing["account_id"].head(LOSERS_AT_MOST)]
    losing = losing.assign(stands_out=first + [""] * (len(losing) - len(first)))
    columns = [
        Column("name", "Account"),
        Column("revenue", "Revenue", "money"),
        Column("gross_margin", "Gross margin", "money"),
        Column("cost_to_serve", "Cost to serve", "money"),
        Column("contribution", "Contribution", "money"),
        Column("stands_out", "What stands out", help="The activity that takes most beyond what it takes elsewhere."),
    ]
    currency = str(ranking["currency"].iloc[0])
    together = money(-losing["contribution"].sum(), currency)
    caption = f"{counted(len(losing), 'account loses', 'accounts lose')} {together} in all, largest loss first"
    return parts.table(losing, columns, caption=caption, limit=LOSERS_AT_MOST)


def _elsewhere(tables: Tables, as_of: date, account_id: str) -> str:
    row = _stands_out(review_cost_to_serve(tables, as_of, account_id))
    if row is None:
        return "nothing; the margin is thin"
    own, others = percent(row["of_revenue"], 1), percent(row["others"], 1)
    return f"{ACTIVITIES[row['driver']]}: {own} of revenue, elsewhere {others}"
