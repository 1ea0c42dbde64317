"""The customer value map: what customers get from us, and for what price, against the competitor they rate best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import estimate_customer_value, rank_competitors, review_answers
from kamkit.method.values.stated import weight_of_price
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.profile import show_profile
from kamkit.show.values.scatter import Line, Plane, draw_plane
from kamkit.show.values.wording import ASKER, BY_ASKING, account_name
from kamkit.show.words import counted, percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

_ROWS = 9


def show_value_map(tables: Tables, account_id: str = "") -> Shown:
    """Relative quality against relative price, a dot per account; for one account, mark by mark against the best."""
    found = rank_competitors(tables, account_id) if account_id else estimate_customer_value(tables)
    found = found[found["strength"].notna()]
    if found.empty:
        whose = account_name(tables, account_id) if account_id else "customers"
        return parts.nothing_yet(f"marks of {whose} for a competitor beside us", ASKER, BY_ASKING)
    found = found.assign(label=found["name"] if account_id else found["account"], worth=_worth(tables, found))
    message = _of_account(tables, account_id, found) if account_id else _of_all(found)
    drawn = found[found["relative_price"].notna() & found["relative_quality"].notna()]
    if len(drawn) < 1:
        return parts.stack(parts.say(f"{message}."), _table(found, account_id))
    if account_id:
        return parts.stack(show_profile(tables, account_id, message), _table(found, account_id))
    chart = parts.chart(_picture(drawn, _slope(tables), message), message, _detail(drawn))
    return parts.stack(chart, _table(found, account_id))


def _slope(tables: Tables) -> float:
    """How much quality makes up for a price: the stated weight of price over that of everything else."""
    weight = weight_of_price(tables)
    return weight if weight > 0 else 1.0


def _worth(tables: Tables, found: pd.DataFrame) -> pd.Series:
    """Positive where quality makes up for the price, by the weights customers state."""
    quality, price = found["relative_quality"] - 1, found["relative_price"] - 1
    both = quality - _slope(tables) * price
    return both.where(both.notna(), found["strength"] - 1)


def _picture(drawn: pd.DataFrame, slope: float, message: str) -> Figure:
    points = pd.DataFrame(
        {
            "x": drawn["relative_price"],
            "y": drawn["relative_quality"],
            "label": drawn["label"],
            "main": drawn["worth"] < 0,
        }
    )
    low, high = min(points["x"].min(), 1) - 0.04, max(points["x"].max(), 1) + 0.04
    line = ((low, 1 + slope * (low - 1)), (high, 1 + slope * (high - 1)))
    return draw_plane(
        points,
        Plane(
            "cheaper   \u2190   our price against the competitor's, as felt (1.0: the same)   \u2192   dearer",
            "worse   \u2190   our quality against the competitor's   \u2192   better",
            ("WE ARE WORTH MORE", "", "", "THE COMPETITOR IS WORTH MORE"),
            (*_level(points), line),
            "on the line, quality makes up for the price",
        ),
        message,
    )


def _level(points: pd.DataFrame) -> tuple[Line, Line]:
    """Where price, and where quality, is the competitor's."""
    left, right = min(points["x"].min(), 1), max(points["x"].max(), 1)
    low, high = min(points["y"].min(), 1), max(points["y"].max(), 1)
    return ((1, low), (1, high)), ((left, 1), (right, 1))


def _of_all(found: pd.DataFrame) -> str:
    worse = found[found["worth"] < 0].sort_values("worth", kind="stable")
    if worse.empty:
        return f"At all {len(found)} accounts that compared us, we are worth more than the competitor they rate best"
    most = worse.iloc[0]
    return (
        f"At {len(worse)} of {counted(len(found), 'account')} a competitor is worth more than we are; "
        f"the widest gap is at {most['label']}, to {most['name']}"
    )


def _of_account(tables: Tables, account_id: str, found: pd.DataFrame) -> str:
    name = account_name(tables, account_id)
    best = found[found["best"]]
    row = best.iloc[0] if len(best) else found.iloc[0]
    asked = review_answers(tables, account_id)
    prefix = f"{asked['thin'].iloc[0]}, so a hint only: " if len(asked) and asked["thin"].iloc[0] else ""
    if row["strength"] < 1:
        verdict = f"{name} rates {row['name']} above us, {row['their_score']:.1f} against {row['our_score']:.1f}"
    else:
        verdict = f"{name} rates us above {row['name']}, {row['our_score']:.1f} against {row['their_score']:.1f}"
    if pd.isna(row["relative_price"]) or abs(row["relative_price"] - 1) < 0.02:
        return prefix + verdict
    side = "dearer" if row["relative_price"] > 1 else "cheaper"
    return f"{prefix}{verdict}, and feels us {percent(100 * abs(row['relative_price'] - 1))} {side}"


def _table(found: pd.DataFrame, account_id: str) -> Shown:
    columns = [
        Column("name", "Against" if account_id else "Best competitor there"),
        Column("our_score", "We", "number", 1, help="Weighted mean of their marks, 1 to 10"),
        Column("their_score", "They", "number", 1),
        Column("strength", "Strength", "number", 2, help="Ours over theirs; 1.00 is level"),
        Column("relative_quality", "Quality", "number", 2, help="Without price; 1.00 is level"),
        Column("relative_price", "Price felt", "number", 2, help="1.10: they feel us 10 % dearer"),
        Column("answers", "Answers", "count"),
    ]
    if not account_id:
        columns.insert(0, Column("label", "Account"))
        found = found.sort_values("worth", kind="stable")
    caption = "Us against each competitor they know" if account_id else "Where we are weakest first"
    return parts.table(found, columns, caption=caption, mark=found["worth"] < 0, limit=_ROWS)


def _detail(drawn: pd.DataFrame) -> str:
    told = [
        f"{row.label}: quality {row.relative_quality:.2f}, price {row.relative_price:.2f}"
        for row in drawn.sort_values("worth", kind="stable").head(10).itertuples(index=False)
    ]
    return "; ".join(told) + ". 1.00 is level with the competitor."
