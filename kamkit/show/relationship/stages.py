"""How close the two sides are, as each of them says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.relationship import STAGES, rank_stage_ratings, review_stages, stage_called
from kamkit.method.relationship.scale import MEANS, stages_apart
from kamkit.method.relationship.stages import GAP
from kamkit.show import figures, parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import missing
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.values.wording import account_name
from kamkit.show.words import listed, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kamkit.model.frame import Tables

_WHERE = "in the form of stages in step 1"
_ROWS_AT_MOST = 14


def show_stages(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Rater by rater where the relationship stands, ours above theirs; without an account, both medians per account."""
    found = review_stages(tables, account_id, as_of)
    if found.empty:
        return missing(tables, account_id, "a rating of how far the relationship is", _WHERE)
    if not account_id:
        return _all(found)
    ratings, row = rank_stage_ratings(tables, account_id, as_of), found.iloc[0]
    message = _message(account_name(tables, account_id), row)
    chart = parts.chart(_of_raters(ratings.head(_ROWS_AT_MOST), row), message, _range(row))
    return parts.stack(chart, parts.say(_range(row)), _evidence(ratings))


def show_scale() -> Shown:
    """The five stages, from no business to linked systems."""
    frame = pd.DataFrame({"stage": MEANS.keys(), "means": MEANS.values()})
    return parts.table(frame, [Column("stage", "Stage"), Column("means", "Means")], caption="The five stages")


def _message(name: str, row: pd.Series) -> str:
    if pd.isna(row["theirs"]):
        return f"We say {stage_called(row['ours'])}; nobody at {name} was asked"
    if pd.isna(row["ours"]):
        return f"{name} says {stage_called(row['theirs'])}; none of ours has said"
    if row["gap"] == 0:
        return f"Both sides say {stage_called(row['ours'])}"
    closer = "we think ourselves" if row["gap"] > 0 else "they feel"
    return (
        f"We say {stage_called(row['ours'])}, {name} says {stage_called(row['theirs'])}: "
        f"{closer} {stages_apart(row['gap'])} closer"
    )


def _range(row: pd.Series) -> str:
    said = []
    for side, who in (("ours", "ours"), ("theirs", "theirs")):
        raters = int(row[f"{side}_raters"])
        if row[f"{side}_agreed"]:
            said.append(f"{'We' if side == 'ours' else 'They'} settled on {stage_called(row[side])} as a group.")
        if not raters and row[f"{side}_agreed"]:
            continue
        if not raters:
            said.append(f"Nobody of {who} has said how far it is: unknown.")
            continue
        low, high = stage_called(row[f"{side}_low"]), stage_called(row[f"{side}_high"])
        span = f"range {low} to {high}" if low != high else "no range" if raters > 1 else "one voice is no range"
        middle = "" if row[f"{side}_agreed"] else f"median {stage_called(row[side])}, "
        said.append(f"{raters} of {who}: {middle}{span}.")
    return " ".join(said)


def _of_raters(ratings: pd.DataFrame, row: pd.Series) -> Figure:
    ours = ratings["side"] == "ours"
    labels = [f"{short(rating.rater, 26)}, {'ours' if rating.side == 'ours' else 'theirs'}" for rating in ratings.itertuples()]
    for unknown, side in ((not ours.any(), "ours"), (bool(ours.all()), "theirs")):
        if unknown:
            labels.append(f"nobody asked, {side}")
    figure, axes = figures.new_figure(7.6, 1.3 + 0.34 * len(labels))
    marks = Marks()
    for at, rating in enumerate(ratings.itertuples()):
        mine = rating.side == "ours"
        _mark(marks, float(rating.place), at, mine)
    for side, rows in (("ours", ours), ("theirs", ~ours)):
        places = [at for at, own in enumerate(rows) if own]
        if places:
            median = float(row[side])
            marks.stroke((median, median), (places[0] - 0.42, places[-1] + 0.42), figures.INK, 1.6, layer=1)
    _frame(axes, marks, len(labels))
    name_rows(axes, [figures.plain(label) for label in labels])
    head(axes, "Dot: one of ours; diamond: one of theirs; upright stroke: the median of the side")
    return figure


def _mark(marks: Marks, place: float, at: int, ours: bool, *, behind: bool = False) -> None:
    """``behind``: the other side's mark stands on the same place, so this one is drawn wider."""
    if ours:
        marks.point(place, at, figures.MAIN, 14 if behind else 9, layer=3)
    else:
        marks.point(place, at, figures.SECOND, 8, shape="D", edge=figures.INK, rim=0.8, layer=4)


def _frame(axes: Axes, marks: Marks, rows: int) -> None:
    for stage in range(1, len(STAGES) + 1):
        marks.stroke((stage, stage), (-0.6, rows - 0.4), "#e3e7eb", 0.8, layer=0)
    marks.draw(axes)
    axes.set_ylim(rows - 0.4, -0.6)
    axes.set_xlim(0.6, len(STAGES) + 0.4)
    axes.spines["left"].set_visible(False)
    draw_scale(axes, "x", range(1, len(STAGES) + 1), STAGES)


def _evidence(ratings: pd.DataFrame) -> Shown:
    ratings = ratings.assign(
        who=ratings["side"].map({"ours": "ours", "customer": "theirs"}),
        evidence=ratings["evidence_note"].fillna("no evidence given"),
    )
    columns = [
        Column("rater", "Who"), Column("who", "Side"), Column("stage", "Stage"), Column("evidence", "What shows it"),
        Column("rated_on", "On", "date"),
    ]  # fmt: skip
    return parts.table(ratings, columns, caption="Each with the evidence")


def _all(found: pd.DataFrame) -> Shown:
    both = found[found["gap"].notna()]
    message = _message_of_all(found, both)
    shown = [parts.chart(_of_accounts(found.head(_ROWS_AT_MOST)), message, _detail(found))]
    unasked = found[found["gap"].isna()]
    if len(unasked):
        shown.append(parts.say(f"Only one side has spoken at {listed([str(name) for name in unasked['name'].head(6)])}."))
    if len(found) > _ROWS_AT_MOST:
        shown.append(parts.say(f"The {_ROWS_AT_MOST} widest gaps of {len(found)} accounts; all of them stand in the list at the end."))
    return parts.stack(*shown)


def _message_of_all(found: pd.DataFrame, both: pd.DataFrame) -> str:
    if both.empty:
        return f"No gap can be told: at none of {len(found)} accounts have both sides spoken"
    apart = both[both["gap"] >= GAP]
    if apart.empty:
        return f"At none of {len(both)} accounts do we think ourselves a stage closer than the customer does"
    one = "account we think" if len(apart) == 1 else "accounts we think"
    return f"At {len(apart)} of {len(both)} {one} ourselves at least a stage closer than the customer does"


def _of_accounts(found: pd.DataFrame) -> Figure:
    figure, axes = figures.new_figure(7.6, 1.3 + 0.3 * len(found))
    marks = Marks()
    for at, row in enumerate(found.itertuples()):
        if not pd.isna(row.gap):
            marks.stroke((row.ours, row.theirs), (at, at), figures.MAIN if row.gap > 0 else figures.QUIET, 2.2, layer=1)
        for place, ours in ((row.ours, True), (row.theirs, False)):
            if not pd.isna(place):
                _mark(marks, float(place), at, ours, behind=row.gap == 0)
    _frame(axes, marks, len(found))
    name_rows(axes, [figures.plain(short(name, 28)) for name in found["name"]], bold=(found["gap"] >= GAP).tolist())
    head(axes, "Dot: median of ours; diamond: median of theirs; bold: we think ourselves a stage closer or more")
    return figure


def _detail(found: pd.DataFrame) -> str:
    told = [
        f"{row.name}: ours {stage_called(row.ours)}, theirs {stage_called(row.theirs)}"
        for row in found.head(_ROWS_AT_MOST).itertuples(index=False)
    ]
    return f"{'; '.join(told)}."
