"""What was done where it got better, the lessons drawn, and how far the four points of the method are."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.refinement import rank_practices, review_lessons, review_points, review_refinement
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.values.wording import account_name
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 20
_CAP = 0.9  # a stroke reaches half its width beyond its ends


def show_practices(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What was done at accounts whose measure improved, before it did, and how sure that is."""
    found = rank_practices(tables, account_id, as_of)
    if found.empty:
        where = f"at {account_name(tables, account_id)}" if account_id else "at any account"
        return parts.nothing_yet(
            f"an action {where} that was done before a measure improved", "Whoever did something that worked",
            "as done in workbook 08, with the measure it was for",
        )  # fmt: skip
    frame = found.assign(
        moved=[
            f"{row.before:,.4g} to {row.after:,.4g}{'' if pd.isna(row.unit) else f' {row.unit}'}"
            for row in found.itertuples()
        ],
        tested=found["tested_in"].fillna("nowhere else"),
    )
    columns = [
        Column("account", "Account"),
        Column("action", "What was done"),
        Column("done_on", "Done", "date"),
        Column("measure", "What improved then"),
        Column("moved", "From, to"),
        Column("sure", "How sure"),
        Column("tested", "Tested elsewhere"),
    ]
    table = parts.table(
        frame, columns, caption="What went before an improvement; it need not be its cause", limit=ROWS_AT_MOST
    )
    sure = int((~found["sure"].str.startswith("a hint")).sum())
    said = f"{counted(len(found), 'action')} at {counted(found['account_id'].nunique(), 'account')} went before an improvement; {sure or 'none'} of them stand on more than one sign."
    return parts.stack(table, parts.say(said))


def show_lessons(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The lessons: evidence, domain, account, where tested, and what each lacks."""
    found = review_lessons(tables, account_id, as_of)
    if found.empty:
        where = f"learnt at {account_name(tables, account_id)}" if account_id else "written down"
        return parts.nothing_yet(f"lessons {where}", "Whoever learnt something", "in the form of lessons in step 3")
    frame = found.assign(
        tested_in=found["tested_in"].fillna("nowhere else"), evidence_note=found["evidence_note"].fillna("none")
    )
    columns = [
        Column("statement", "Lesson"),
        Column("evidence_note", "Evidence"),
        Column("domain", "Learnt in"),
        Column("account", "Learnt at"),
        Column("tested_in", "Tested in"),
        Column("missing", "Lacks"),
    ]
    return parts.table(
        frame,
        columns,
        caption="Lessons, newest first; those that lack something are marked",
        mark=found["missing"] != "",
        limit=ROWS_AT_MOST,
    )


def show_points(tables: Tables, account_id: str, as_of: date) -> Shown:
    """One measure for each of the four points of the method, in per cent, with what it was a year before."""
    points = review_points(tables, account_id, as_of)
    if not points["of"].sum():
        return parts.nothing_yet(
            "anything to measure the programme's four points by: accounts in the programme, touch points, messages, feedback", "The programme's supervisor",
            "in workbooks 03, 04, 10 and in step 1 here",
        )  # fmt: skip
    weakest = points.loc[points["value"].idxmin()]
    whose = f" at {account_name(tables, account_id)}" if account_id else ""
    message = f"The weakest of the four points{whose} is {weakest['point']}: {weakest['value']:.0f} %"
    if weakest["value"] == 100:
        message = f"Every point that can be counted{whose} is at 100 %"
    detail = "; ".join(f"{row.point}: {row.reached} of {row.of} {row.measure}" for row in points.itertuples()) + "."
    frame = points.assign(
        now=[f"{row.reached} of {row.of}" if row.of else "nothing to count" for row in points.itertuples()]
    )
    columns = [
        Column("point", "Point"),
        Column("question", "Question"),
        Column("measure", "Counted"),
        Column("now", "Now"),
        Column("before", "A year before", "percent"),
        Column("blind_to", "Blind to"),
    ]
    return parts.stack(
        parts.chart(_picture(points), message, detail),
        parts.table(frame, columns, caption="One measure for each point, 0 % none, 100 % all"),
    )


def _picture(points: pd.DataFrame) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, new_figure, plain

    figure, axes = new_figure(height=2.5)
    marks = Marks()
    rows = points.to_dict("records")
    for place, row in enumerate(rows):
        marks.stroke((_CAP, 100 - _CAP), (place, place), "#e3e7eb", 9, layer=0)
        if pd.isna(row["value"]):
            axes.text(2, place, "unknown: nothing to count yet", fontsize=8, va="center", color=INK)
            continue
        low = row["value"] == points["value"].min() < 100
        if row["value"] > 0:
            marks.stroke((_CAP, max(row["value"] - _CAP, _CAP)), (place, place), ALARM if low else MAIN, 9, layer=1)
        if not pd.isna(row["before"]):
            marks.stroke((row["before"], row["before"]), (place - 0.36, place + 0.36), INK, 2, layer=3)
        axes.text(102, place, f"{row['value']:.0f} %, {row['reached']} of {row['of']}", fontsize=8, va="center")
    marks.draw(axes)
    axes.set_xlim(0, 128)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 100)
    name_rows(axes, [plain(row["point"]) for row in rows], size=9)
    draw_scale(axes, "x", [0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    head(
        axes,
        "HOW FAR EACH POINT IS. Upright stroke: a year before"
        if points["before"].notna().any()
        else "HOW FAR EACH POINT IS",
    )
    return figure


def show_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What must not be overlooked before the next version, worst first."""
    return parts.show_findings(review_refinement(tables, account_id, as_of))
