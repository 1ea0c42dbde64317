"""Whether the people on duty know: point by point at one account, as coverage across all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication import place_duty, rank_coverage, rank_waiting
from kamkit.method.communication.duty import LATE, NO_PROMISE, OWNS, SURE
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import counted, day, percent, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

BARS_AT_MOST = 24
NAMED = 4
_ROWS = 30


def show_duty(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who is on duty at each touch point and what they have confirmed; without an account a bar for each account."""
    duty = place_duty(tables, account_id, as_of)
    if duty.empty:
        return parts.nothing_yet(
            "a touchline with people on duty", "Whoever serves the account", "in 04_map_touch_points, an owner for each point"
        )
    coverage = rank_coverage(duty)
    if not account_id:
        return _chart(coverage)
    points = duty.assign(
        on_duty=duty["person"].where(duty["person"] != "", duty["role"].where(duty["role"] != "", "nobody")),
        promise=duty["promise"].where(duty["promise"] != "", "nothing promised"),
        knows=[_said(state, on) for state, on in zip(duty["account_state"], duty["account_on"], strict=True)],
        knows_promise=[_said(state, on) for state, on in zip(duty["promise_state"], duty["promise_on"], strict=True)],
    )
    columns = [
        Column("name", "Touch point"),
        Column("on_duty", "On duty"),
        Column("promise", "Promised there"),
        Column("knows", "Knows that the account is key"),
        Column("knows_promise", "Knows what is promised"),
    ]
    unsure = ~duty["account_state"].isin(SURE) | ~duty["promise_state"].isin((*SURE, NO_PROMISE))
    return parts.stack(
        parts.say(*_sentences(coverage.iloc[0], duty)),
        parts.table(points, columns, caption="Who is on duty, and what they have confirmed", mark=unsure, limit=_ROWS),
    )


def show_waiting(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Our people who have not confirmed what they should know, across the accounts looked at."""
    waiting = rank_waiting(place_duty(tables, account_id, as_of))
    if waiting.empty:
        return parts.say("Nobody on duty has anything left to confirm.")
    columns = [
        Column("person", "Has not confirmed"),
        Column("points", "Touch points", "count"),
        Column("overdue", "Overdue", "count"),
    ]
    if not account_id:
        waiting["which"] = [_few(names) for names in waiting["which"]]
        columns += [Column("accounts", "Accounts", "count"), Column("which", "Which")]
    return parts.table(waiting, columns, caption="Who has not confirmed", mark=waiting["overdue"] > 0, limit=_ROWS)


def _few(names: str) -> str:
    found = names.split("; ")
    return ", ".join(found) if len(found) <= NAMED else f"{', '.join(found[:NAMED])} and {len(found) - NAMED} more"


def _said(state: str, on: object) -> str:
    return f"confirmed, {day(on)}" if not pd.isna(on) else state


def _sentences(row: pd.Series, duty: pd.DataFrame) -> list[str]:
    manned = row["points"] - row["unmanned"]
    said = [
        f"At {row['account_known']} of {counted(int(row['points']), 'touch point')} the person on duty knows that the account is "
        f"key, at {row['promise_known']} of {row['promised']} with a promise what is promised."
    ]
    if row["unmanned"]:
        said.append(f"{counted(int(row['unmanned']), 'point has', 'points have')} nobody on duty.")
    if manned and (duty["account_state"] == OWNS).all():
        said.append("All of them are the key account manager's own.")
    late = int(((duty["account_state"] == LATE) | (duty["promise_state"] == LATE)).sum())
    if late:
        said.append(f"At {counted(late, 'point', 'points')} the day for confirming has passed.")
    return said


def _chart(coverage: pd.DataFrame) -> Shown:
    known = coverage[coverage["wanted"] > 0]
    if known.empty:
        return parts.nothing_yet(
            "anybody on duty at a touch point who has to be told", "Whoever serves the account",
            "in 04_map_touch_points, an owner for each point",
        )  # fmt: skip
    shown = known.head(BARS_AT_MOST)
    full, none = int((known["share"] >= 100).sum()), int((known["confirmed"] == 0).sum())
    message = (
        f"{percent(known['confirmed'].sum() / known['wanted'].sum() * 100)} of what people on duty have to know is "
        f"confirmed: all of it at {full} of {counted(len(known), 'account')}, nothing at {none}."
    )
    left = len(known) - len(shown)
    detail = "Dark: confirmed; middle: told, not confirmed; light: nobody told. The account manager's own points are left out."
    return parts.chart(_bars(shown), message, f"{detail} The {left} best are left out." if left else detail)


def _bars(shown: pd.DataFrame) -> Any:
    from kamkit.show.figures import MAIN, QUIET, SECOND, new_figure, plain

    figure, axes = new_figure(height=1.25 + 0.2 * len(shown))
    marks, places = Marks(), range(len(shown))[::-1]
    for place, row in zip(places, shown.itertuples(), strict=True):
        asked = row.asked / row.wanted * 100
        marks.stroke((0, 100), (place, place), QUIET, 8, layer=1)
        if row.asked:
            marks.stroke((row.share, row.share + asked), (place, place), SECOND, 8, layer=2)
        if row.share > 0:
            marks.stroke((0, row.share), (place, place), MAIN, 8, layer=3)
        axes.annotate(f"{row.share:.0f} %", (103, place), fontsize=8, va="center", annotation_clip=False)
    marks.draw(axes)
    axes.set(xlim=(0, 112), ylim=(-0.7, len(shown) - 0.3))
    top = len(shown) - 0.3
    for at, text in ((0, "confirmed (dark)"), (38, "told, not confirmed (middle)"), (86, "nobody told (light)")):
        axes.annotate(text, (at, top), fontsize=8, va="bottom", annotation_clip=False)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [short(plain(row.account), 30) for row in shown.itertuples()][::-1], size=9)
    draw_scale(axes, "x", [0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    return figure
