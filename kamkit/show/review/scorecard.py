"""The scorecard to look at, what an hour brings, and the contract's service levels."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.review import rank_contribution_per_hour, review_scorecard, review_service_levels
from kamkit.method.review.scorecard import MISSED, NO_READING, NO_TARGET, ON_THE_WAY, REACHED, STILL, WRONG_WAY
from kamkit.method.worth.own_rows import group_in
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.review.wording import ROWS_AT_MOST, currency_of, who_enters, whom
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.words import counted, money, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

BARS_AT_MOST = 16
_LEFT, _RIGHT = -45.0, 145.0
_ONE = {
    REACHED: "is at its target", ON_THE_WAY: "is on the way", STILL: "has not moved", WRONG_WAY: "has gone the wrong way",
    MISSED: "has missed its day",
}  # fmt: skip


def show_scorecard(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How far each measure is from its baseline to its target; for the portfolio the programme's own and the worst."""
    card = review_scorecard(tables, account_id, as_of)
    if card.empty:
        return _none(tables, account_id, as_of)
    drawn = card[card["progress"].notna()]
    if not account_id:
        own = drawn["account_id"] == ""
        worst = drawn[~own].sort_values(["progress", "measure_id"], kind="stable").head(BARS_AT_MOST - int(own.sum()))
        drawn = pd.concat([drawn[own], worst])
    if drawn.empty:
        return parts.say(_message(card, whom(tables, account_id)))
    message, detail = _message(card, whom(tables, account_id)), _detail(drawn)
    return parts.chart(_picture(drawn.head(BARS_AT_MOST), account_id), message, detail)


def show_measures(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The measures as a table: value against target with its direction, by perspective, and who looks at each."""
    card = review_scorecard(tables, account_id, as_of)
    if card.empty:
        return _none(tables, account_id, as_of)
    frame = card.assign(
        both=["both sides" if both else "us" for both in card["both_sides"]],
        direction=[f"{better} is better" if not pd.isna(better) else "" for better in card["better"]],
        now=[_value(value, unit) for value, unit in zip(card["value"], card["unit"], strict=True)],
        wanted=[_value(value, unit) for value, unit in zip(card["target"], card["unit"], strict=True)],
        perspective=card["perspective"].astype("object").fillna("not said"),
    )
    columns = [
        Column("perspective", "Perspective"),
        Column("name", "Measure"),
        Column("now", "Now"),
        Column("wanted", "Target"),
        Column("direction", "Direction"),
        Column("read_on", "Read on", "date"),
        Column("state", "State"),
        Column("both", "Looked at by"),
    ]
    if not account_id:
        columns.insert(1, Column("account", "Account"))
    bad = card["state"].isin([WRONG_WAY, MISSED])
    caption = "Measures by perspective; those gone the wrong way or missed are marked"
    return parts.table(frame, columns, caption=caption, mark=bad, limit=ROWS_AT_MOST + 15)


def _none(tables: Tables, account_id: str, as_of: date) -> Shown:
    what = f"measures of {whom(tables, account_id)}" if account_id else "measures of the programme or of any account"
    return parts.nothing_yet(what, who_enters(tables, account_id, as_of), "in the form of measures in step 2")


def _value(value: float, unit: object) -> str:
    if pd.isna(value):
        return "unknown"
    figure = f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"
    return figure if pd.isna(unit) else f"{figure} {unit}"


def _message(card: pd.DataFrame, name: str) -> str:
    told = card["state"].value_counts()
    judged = len(card) - int(told.get(NO_READING, 0)) - int(told.get(NO_TARGET, 0))
    if not judged:
        return f"Not one of {counted(len(card), 'measure')} of {name} has a reading and a target yet"
    reached, wrong = int(told.get(REACHED, 0)), int(told.get(WRONG_WAY, 0)) + int(told.get(MISSED, 0))
    if judged == 1:
        state = card.loc[~card["state"].isin([NO_READING, NO_TARGET]), "state"].iloc[0]
        return f"The only measure of {name} with a target and a reading {_ONE[str(state)]}"
    said = f"{reached or 'Not one'} of {counted(judged, 'measure')} of {name} {'is' if reached <= 1 else 'are'} at the target"
    if wrong:
        said += f"; {wrong} {'has' if wrong == 1 else 'have'} gone the wrong way or missed the day"
    return said


def _detail(drawn: pd.DataFrame) -> str:
    rows = [f"{row.name}: {row.progress:.0f} % of the way ({row.state})" for row in drawn.itertuples()]
    return "; ".join(rows) + "."


def _picture(drawn: pd.DataFrame, account_id: str) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, PAPER, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.2 + 0.32 * len(drawn))
    marks = Marks()
    rows = drawn.to_dict("records")
    for place, row in enumerate(rows):
        at = min(max(row["progress"], _LEFT + 5), 125.0)
        bad = row["state"] in (WRONG_WAY, MISSED)
        colour = ALARM if bad else MAIN
        marks.stroke((0, at), (place, place), colour if bad else QUIET, 3, layer=1)
        marks.point(
            at,
            place,
            colour if row["state"] != "not moved" else PAPER,
            8,
            shape="X" if bad else "o",
            edge=colour,
            layer=3,
        )
        axes.text(
            130,
            place,
            f"{_value(row['value'], float('nan'))}, target {_value(row['target'], row['unit'])}",
            fontsize=7.5,
            va="center",
        )
    for x, width in ((0.0, 1.2), (100.0, 2.0)):
        marks.stroke((x, x), (-0.6, len(rows) - 0.4), INK, width, layer=0)
    marks.draw(axes)
    axes.set_xlim(_LEFT, _RIGHT + 40)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(_LEFT, 125)
    names = [row["name"] if account_id else f"{row['account']}: {row['name']}" for row in rows]
    name_rows(axes, [short(plain(name), 48) for name in names])
    draw_scale(axes, "x", [0, 50, 100], ["baseline", "half the way", "target"])
    head(axes, "WAY TO THE TARGET. Cross: wrong way or late; hollow: not moved")
    return figure


def show_readings(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The last two readings of each measure, the newest first."""
    card = review_scorecard(tables, account_id, as_of)
    read = card[card["state"] != NO_READING].sort_values(
        ["read_on", "measure_id"], ascending=[False, True], kind="stable"
    )
    if read.empty:
        what = f"readings of the measures of {whom(tables, account_id)}" if account_id else "readings of any measure"
        return parts.nothing_yet(what, who_enters(tables, account_id, as_of), "in the form of readings in step 2")
    frame = read.assign(
        now=[_value(value, unit) for value, unit in zip(read["value"], read["unit"], strict=True)],
        last=[
            "none" if pd.isna(value) else _value(value, unit)
            for value, unit in zip(read["before"], read["unit"], strict=True)
        ],
    )
    columns = [
        Column("name", "Measure"),
        Column("read_on", "Read on", "date"),
        Column("now", "Value"),
        Column("last", "Reading before"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    caption = "Readings, newest first" + (f"; {len(card) - len(read)} without any" if len(card) > len(read) else "")
    return parts.table(frame, columns, caption=caption, limit=15)


def show_hours(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The contribution for each hour spent: an account beside the median, or all accounts, the highest first."""
    hours = rank_contribution_per_hour(tables, as_of)
    currency = currency_of(tables)
    if account_id:
        return _hours_of_one(
            tables, hours[hours["account_id"] == group_in(tables, account_id)], account_id, as_of, currency
        )
    if hours["per_hour"].isna().all():
        return parts.nothing_yet(
            "hours spent on any account", "Each key account manager", "in the table of hours per account, by import"
        )
    columns = [
        Column("account", "Account"),
        Column("contribution", "Contribution a year", "money"),
        Column("hours_spent", "Hours spent", "count"),
        Column("per_hour", "For an hour", "money"),
    ]
    low = hours["per_hour"] < 0
    table = parts.table(
        hours,
        columns,
        caption=f"Contribution for each hour, in {currency}; below zero marked",
        mark=low,
        limit=ROWS_AT_MOST,
    )
    return table


def _hours_of_one(tables: Tables, own: pd.DataFrame, account_id: str, as_of: date, currency: str) -> Shown:
    name = whom(tables, account_id)
    if own.empty or own["per_hour"].isna().all():
        return parts.nothing_yet(
            f"the hours spent on {name}, so no contribution for an hour",
            who_enters(tables, account_id, as_of),
            "in workbook 09, or in the table of hours per account by import",
        )
    row = own.iloc[0]
    said = (
        f"{name} {'brings' if row['per_hour'] >= 0 else 'loses'} {money(abs(row['per_hour']), currency)} of {row['contribution_is']} for each of {row['hours_spent']:,.0f} hours; "
        f"the median of accounts on the same basis is {money(row['median'], currency)}."
    )
    needed = row["hours_needed"]
    if not pd.isna(needed):
        gap = row["hours_spent"] - needed
        said += (
            f" It was to need {needed:,.0f} hours: {abs(gap):,.0f} {'more' if gap > 0 else 'fewer'} were spent."
            if gap
            else " That is what it was to need."
        )
    return parts.say(said)


def show_service_levels(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What the running contracts promise, beside how many agreed measures there are and how many are met."""
    levels = review_service_levels(tables, account_id, as_of)
    if levels.empty:
        what = f"a running contract of {whom(tables, account_id)}" if account_id else "running contracts of any account"
        return parts.nothing_yet(
            f"{what}, so no service levels",
            who_enters(tables, account_id, as_of),
            "in the table of contracts, by import or template",
        )
    columns = [
        Column("name", "Contract"),
        Column("ends_on", "Until", "date"),
        Column("service_levels", "Service levels, as written"),
        Column("met_of", "Agreed measures met"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    met = [
        f"{row.met} of {row.agreed}" + (f", {row.agreed - row.read} not read" if row.agreed > row.read else "")
        if row.agreed
        else "none agreed"
        for row in levels.itertuples()
    ]
    frame = levels.assign(met_of=met, service_levels=levels["service_levels"].fillna("none written"))
    return parts.table(frame, columns, caption="Service levels of the running contracts", limit=ROWS_AT_MOST)
