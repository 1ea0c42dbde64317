"""The touchline as a picture: every point in its order, what it matters and how we do there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.touchline import MOMENT, SUSPECTED, place_touch_points
from kamkit.method.touchline.moments import FEW
from kamkit.method.values import review_answers
from kamkit.show import figures, parts, words
from kamkit.show.marks import Marks
from kamkit.show.parts import Shown
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.values.wording import account_name, quoted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

WRITER = "The account team"
IN_THE_FORM = "in the form of touch points in step 1"
_GREY = "#7d8894"
_RIGHT = 14.2  # where the axes end, right of the scale from 1 to 10
_POINTS_AT_MOST = 24
_MARKS = {MOMENT: "moment of truth", SUSPECTED: "suspected"}


def show_touchline(tables: Tables, account_id: str = "") -> Shown:
    """The touch points in their order: importance (stroke), performance (dot), the best competitor (diamond).

    Filled: customers' answers. Hollow: our view, where no customer has answered.
    """
    line = place_touch_points(tables, account_id)
    if line.empty:
        return no_touchline(tables, account_id)
    drawn = line[line[["performance", "our_performance", "importance", "our_importance"]].notna().any(axis=1)]
    if drawn.empty:
        whose = f"at {account_name(tables, account_id)}" if account_id else "for customers"
        return parts.nothing_yet(f"what the touch points matter {whose}, and how we do there", WRITER, IN_THE_FORM)
    thin = _thin(tables, account_id)
    drawn = drawn.head(_POINTS_AT_MOST).assign(hint=False)
    # What one or two people say, or one department alone, is drawn as a hint and not as an alarm.
    hints = (drawn["moment"] == MOMENT) & ((drawn["answers"] < FEW) | (thin != ""))
    drawn = drawn.assign(hint=hints, moment=drawn["moment"].where(~hints, ""))
    message = _message(tables, account_id, drawn)
    chart = parts.chart(_picture(drawn, _widest(drawn)), message, _detail(drawn))
    return parts.stack(chart, parts.say(*_reading(line.assign(moment=drawn["moment"], hint=drawn["hint"]), account_id)))


def no_touchline(tables: Tables, account_id: str) -> Shown:
    """What stands where there is no touchline yet."""
    whose = f" of {account_name(tables, account_id)}" if account_id else ""
    return parts.nothing_yet(f"the touchline{whose}: where customers meet us, in their order", WRITER, IN_THE_FORM)


def _widest(drawn: pd.DataFrame) -> object:
    """The row the message is about: the worst moment of truth, else the widest shortfall."""
    worst = drawn[drawn["moment"] == MOMENT] if (drawn["moment"] == MOMENT).any() else drawn
    return worst["shortfall"].idxmax() if worst["shortfall"].notna().any() else None


def _picture(drawn: pd.DataFrame, widest: object) -> Figure:
    figure, axes = figures.new_figure(7.6, 1.35 + 0.34 * len(drawn))
    marks, rows = Marks(), drawn.to_dict("records")
    for place, row in enumerate(rows):
        _point(marks, place, row)
        _margin(axes, place, row)
    labels = [_label(row) for row in rows]
    bold = [moment == MOMENT or row == widest for row, moment in drawn["moment"].items()]
    _stages(marks, drawn)
    marks.draw(axes)
    axes.set_ylim(len(drawn) - 0.5, -0.7)
    axes.set_xlim(0.5, _RIGHT)
    axes.spines["bottom"].set_bounds(1, 10)
    axes.spines["left"].set_visible(False)
    name_rows(axes, labels, bold=bold)
    draw_scale(axes, "x", range(1, 11))
    title = "MARKS, 1 to 10. Upright stroke: how much it matters; dot: how we do"
    if drawn["competitor_performance"].notna().any():
        title += "; diamond: the best competitor"
    hollow = drawn["performance"].isna().any() and drawn["our_performance"].notna().any()
    head(axes, title + ("\nhollow: our view, no customer has answered" if hollow else ""))
    return figure


def _label(row: dict[str, Any]) -> str:
    return figures.plain(words.short(row["name"], 40))


def _point(marks: Marks, place: int, row: dict[str, Any]) -> None:
    asked = not pd.isna(row["performance"])
    importance = row["importance"] if asked else row["our_importance"]
    performance = row["performance"] if asked else row["our_performance"]
    colour = figures.ALARM if row["moment"] == MOMENT else figures.MAIN
    if not pd.isna(importance) and not pd.isna(performance):
        short = importance > performance
        marks.stroke(
            (importance, performance), (place, place), colour if short and asked else figures.QUIET,
            3 if row["moment"] == MOMENT else 1.6, style="-" if asked else ":", layer=1,
        )  # fmt: skip
    if not pd.isna(importance):
        ink = figures.INK if asked else _GREY
        marks.stroke((importance, importance), (place - 0.28, place + 0.28), ink, 2.2, layer=3)
    if not pd.isna(performance):
        size = 8 if row["moment"] == MOMENT else 7
        marks.point(performance, place, colour if asked else figures.PAPER, size, edge=colour, layer=4)
    if asked and not pd.isna(row["competitor_performance"]):
        theirs = row["competitor_performance"]
        marks.point(theirs, place, figures.SECOND, 5, shape="D", edge=figures.INK, rim=0.6, layer=5)


def _margin(axes: Axes, place: int, row: dict[str, Any]) -> None:
    general = "our view" if row["view_of"] == "account" or not row["account_id"] else "our view, of all"
    who = words.counted(int(row["answers"]), "answer") if row["answers"] else general
    said = "a hint" if row["hint"] else _MARKS.get(row["moment"], "")
    axes.text(
        10.55, place, f"{said}, {who}" if said else who, va="center", fontsize=7.5,
        fontweight="bold" if row["moment"] == MOMENT else "normal",
        color=figures.INK if said else _GREY,
    )  # fmt: skip


def _stages(marks: Marks, drawn: pd.DataFrame) -> None:
    """A thin line where one stage ends and the next begins, with the stage's name above the line."""
    stages = drawn["stage"].fillna("").tolist()
    for place, stage in enumerate(stages):
        if place == 0 or stage == stages[place - 1]:
            continue
        marks.stroke((0.5, _RIGHT), (place - 0.5, place - 0.5), "#e3e7eb", 0.8, layer=0)


def _message(tables: Tables, account_id: str, drawn: pd.DataFrame) -> str:
    name = account_name(tables, account_id) if account_id else "customers"
    if thin := _thin(tables, account_id):
        return f"{thin}: too thin to say where we win or lose {name}"
    moments = drawn[drawn["moment"] == MOMENT].sort_values("shortfall", ascending=False)
    if len(moments):
        row = moments.iloc[0]
        return (
            f"{quoted(row['name'], 44)} is where we lose {name}: it matters {row['importance']:.1f}, "
            f"we get {row['performance']:.1f}{_rival(row, account_id)}"
        )
    suspected = drawn[drawn["moment"] == SUSPECTED].sort_values("our_shortfall", ascending=False)
    answered = drawn[drawn["shortfall"].notna()]
    if answered.empty:
        if len(suspected):
            return (
                f"{quoted(suspected['name'].iloc[0], 44)} may be where we lose {name}, but that is our view alone: ask"
            )
        return (
            f"No customer has answered: this is our view of where {name} meet us"
            if not account_id
            else f"Nobody at {name} has answered: this is our view"
        )
    row = answered.sort_values("shortfall", ascending=False).iloc[0]
    if row["shortfall"] <= 0:
        return f"At every point that was asked about, we do at least as well as it matters to {name}"
    return (
        f"We fall furthest short at {quoted(row['name'], 44)}: to {name} it matters {row['importance']:.1f}, "
        f"we get {row['performance']:.1f}{_rival(row, account_id)}"
    )


def _thin(tables: Tables, account_id: str) -> str:
    asked = review_answers(tables, account_id)
    return str(asked["thin"].iloc[0]) if account_id and len(asked) else ""


def _rival(row: pd.Series, account_id: str) -> str:
    if not row["competitor_performance"] > row["performance"]:
        return ""
    them = row["competitor"] if account_id else "the best competitor"
    return f"; {them} gets {row['competitor_performance']:.1f}"


def _reading(line: pd.DataFrame, account_id: str) -> list[str]:
    settled = int((line["answers"] > 0).sum())
    points = words.counted(len(line), "point")
    which = f"all {points}" if settled == len(line) else f"{settled or 'none'} of {points}"
    said = [f"Customers have answered about {which}."]
    moments = line[line["moment"] == MOMENT]
    if len(moments):
        said.append(f"Moments of truth: {words.listed([quoted(name) for name in moments['name']])}.")
    hints = line[line["hint"].fillna(False).astype(bool)]
    if len(hints):
        said.append(
            f"Would be a moment of truth if more people said so: {words.listed([quoted(name) for name in hints['name']])}."
        )
    ahead = line[line["lead"] > 0.5].sort_values("lead", ascending=False)
    if len(ahead):
        row = ahead.iloc[0]
        said.append(f"We are furthest ahead of the competitor at {quoted(row['name'])}, by {row['lead']:.1f} points.")
    if account_id and not settled:
        said.append("Everything on the picture is our own view, so it may be wrong everywhere.")
    return said


def _detail(drawn: pd.DataFrame) -> str:
    told = []
    for row in drawn.to_dict("records"):
        asked = not pd.isna(row["performance"])
        importance = row["importance"] if asked else row["our_importance"]
        performance = row["performance"] if asked else row["our_performance"]
        said = f"{row['name']}: importance {words.number(importance)}, performance {words.number(performance)}"
        if asked and not pd.isna(row["competitor_performance"]):
            said += f", competitor {row['competitor_performance']:.1f}"
        told.append(said + ("" if asked else " (our view)"))
    return "; ".join(told) + "."
