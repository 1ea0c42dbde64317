"""What customers wait for, to look at: queries by age and touch point, promises by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.running import count_settled, place_promises, place_queries, review_query_points
from kamkit.method.running.queries import NO_DAY, OVERDUE, SOON
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
BARS_AT_MOST = 14


def show_queries(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How long the open queries have waited, against the day promised, and where they arose."""
    points = review_query_points(tables, account_id, as_of)
    if points.empty:
        what = f"queries of {account_name(tables, account_id)}" if account_id else "queries of any customer"
        where = "in the form of queries below" if account_id else "in this step, with an account"
        return parts.nothing_yet(what, "Whoever takes the call", where)
    queries = place_queries(tables, account_id, as_of)
    by_point = _points(points)
    if queries.empty:
        return parts.stack(parts.say("No query is open; everybody who asked has an answer."), by_point)
    chart = parts.chart(_bars(queries.head(BARS_AT_MOST), account_id), _message(queries), _detail(queries))
    return parts.stack(chart, by_point)


def _points(points: pd.DataFrame) -> Shown:
    told = points.assign(
        waits=["" if pd.isna(days) else counted(int(days), "day") for days in points["oldest"]],
        took=["" if pd.isna(days) else counted(round(days), "day") for days in points["median_days"]],
        kept=["" if pd.isna(share) else f"{share:.0f} %" for share in points["in_time"]],
    )
    columns = [
        Column("point", "Where it arose"), Column("queries", "Queries", "count"), Column("open", "Open", "count"),
        Column("over", "Past their day", "count"), Column("waits", "Oldest open"), Column("took", "Median until content"),
        Column("kept", "Answered in time"),
    ]  # fmt: skip
    return parts.table(told, columns, caption="Queries by touch point", mark=points["over"] > 0, limit=ROWS_AT_MOST)


def _message(queries: pd.DataFrame) -> str:
    over = queries[(queries["over_days"] > 0).fillna(False).astype(bool)]
    text = f"{len(over)} of {counted(len(queries), 'open query', 'open queries')} {'is' if len(over) == 1 else 'are'} past the day promised"
    if over.empty:
        return f"No open query is past the day promised; {counted(len(queries), 'is', 'are')} open"
    return f"{text}; the longest wait is {queries['open_days'].max()} days"


def _detail(queries: pd.DataFrame) -> str:
    left = len(queries) - BARS_AT_MOST
    return f"The {BARS_AT_MOST} longest over; {left} more are open." if left > 0 else ""


def _bars(queries: pd.DataFrame, account_id: str) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, QUIET, new_figure, plain
    from kamkit.show.scales import draw_scale, name_rows

    figure, axes = new_figure(height=1.25 + 0.27 * len(queries))
    waits = queries["open_days"].to_numpy(float)
    promised = queries["promised_days"].astype("Float64").to_numpy(float, na_value=float("nan"))
    late = (queries["over_days"] > 0).fillna(False).to_numpy(bool)
    rows = range(len(queries))
    axes.barh(rows, waits, height=0.56, color=[ALARM if one else QUIET if promise != promise else MAIN for one, promise in zip(late, promised, strict=True)])
    marks = Marks()
    for row, promise in enumerate(promised):
        if promise == promise:
            marks.stroke((promise, promise), (row - 0.4, row + 0.4), INK, 2, layer=3)
    top = max(waits.max(), promised[promised == promised].max(initial=1.0), 1.0)
    for row, (wait, promise) in enumerate(zip(waits, promised, strict=True)):
        said = "no day promised" if promise != promise else f"{wait - promise:.0f} over" if wait > promise else f"{promise - wait:.0f} left"
        axes.text(max(wait, promise if promise == promise else 0) + top * 0.012, row, said, va="center", fontsize=8)
    first = next((row for row, promise in enumerate(promised) if promise == promise), None)
    if first == 0:
        axes.text(promised[0], -0.5, "promised", ha="center", va="bottom", fontsize=8)
    marks.draw(axes)
    axes.set_ylim(len(queries) - 0.4, -0.95)
    axes.set_xlim(0, top * 1.18)
    axes.spines["left"].set_visible(False)
    labels = [short(plain(row["what"] if account_id else f"{row['account']}: {row['what']}"), 44) for row in queries.to_dict("records")]
    name_rows(axes, labels, size=9, bold=[bool(old) for old in queries["old"]])
    draw_scale(axes, "x", names=lambda days: f"{days:.0f}", label="days since it was asked; complaints over 30 days in bold", label_size=8)
    return figure


def show_promises(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The open promises by the day they have to be kept, and how many were kept and broken in the last twelve months."""
    promises = place_promises(tables, account_id, as_of)
    kept, broken = count_settled(tables, account_id, as_of)
    if promises.empty and not kept + broken:
        what = f"promises to {account_name(tables, account_id)}" if account_id else "promises to any customer"
        where = "in the form of promises below" if account_id else "in this step, with an account"
        return parts.nothing_yet(what, "Whoever gave one", where)
    said = f"In the last twelve months {kept} {'was' if kept == 1 else 'were'} kept and {broken} broken."
    if promises.empty:
        return parts.say("No promise is open.", said)
    counts = promises["state"].value_counts()
    first = (
        f"{counted(len(promises), 'promise is', 'promises are')} open: {counts.get(OVERDUE, 0)} past their day, "
        f"{counts.get(SOON, 0)} due within thirty days, {counts.get(NO_DAY, 0)} without a day."
    )
    columns = [
        *([] if account_id else [Column("account", "Account")]), Column("what", "Promise"), Column("promised_to", "To"),
        Column("owner", "Who keeps it"), Column("due", "By", "date"), Column("state", "State"),
    ]  # fmt: skip
    table = parts.table(
        promises, columns, caption="Open promises, by day; overdue marked", mark=promises["state"] == OVERDUE, limit=ROWS_AT_MOST
    )
    return parts.stack(parts.say(first, said), table)
