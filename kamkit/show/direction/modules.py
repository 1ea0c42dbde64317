"""The modules of the programme, and the paths through the workbooks, to look at."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.direction.modules import A_PHASE, HOW, propose_phases, review_phases
from kamkit.method.direction.paths import WORKBOOKS, list_paths
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import counted, day, listed, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WHO = "The programme supervisor"


def show_proposed_phases(tables: Tables, as_of: date) -> Shown:
    """The modules recommended, in phases, each with its reason and a result to begin with."""
    proposed = propose_phases(tables, as_of)
    if proposed.empty:
        return parts.say("Every basic is rated 4 or more, or its result was reached: nothing is proposed.", "Refine what you have in 13_refine_the_programme.")
    shown = proposed.assign(how=[listed([name.replace("_", " ") for name in HOW[module]]) for module in proposed["module"]])
    columns = [
        Column("phase", "Phase", "count"),
        Column("module", "Module"),
        Column("why", "Why now"),
        Column("starts_on", "From", "date"),
        Column("ends_on", "To", "date"),
        Column("result", "Result to be measured"),
        Column("how", "Done in"),
    ]
    return parts.table(shown, columns, caption=f"Proposed: the basics first, {A_PHASE} modules at most in a phase")


def show_phases(tables: Tables, as_of: date) -> Shown:
    """The plan: when each module runs, its result, and where it departs from what is proposed and why."""
    plan = review_phases(tables, as_of)
    planned = plan[plan["state"] != "not planned"]
    if planned.empty:
        return parts.nothing_yet("phases of the programme", WHO, "take the proposal above into the plan, or add a row")
    dated = planned[planned["starts_on"].notna() & planned["ends_on"].notna()]
    table = _plan_table(tables, plan)
    if dated.empty:
        return table
    return parts.stack(parts.chart(_calendar(dated, as_of), _message(planned)), table)


def _message(planned: pd.DataFrame) -> str:
    running = list(planned.loc[planned["state"] == "running", "module"])
    done = int((planned["state"] == "done").sum())
    now = f"{listed(running)} {'runs' if len(running) == 1 else 'run'} now" if running else "Nothing runs now"
    said = f"{now[0].upper()}{now[1:]}; {done} of {counted(len(planned), 'module')} reached the result that was measured"
    late = list(planned.loc[planned["state"] == "ended, not measured", "module"])
    return f"{said}; {listed(late)} ended without being measured." if late else f"{said}."


def _plan_table(tables: Tables, plan: pd.DataFrame) -> Shown:
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    shown = plan.assign(
        who=plan["owner_id"].map(people).astype("str").fillna(plan["owner_id"]),
        against=[_against(row) for row in plan.itertuples()],
    )
    columns = [
        Column("phase", "Phase", "count"),
        Column("module", "Module"),
        Column("starts_on", "From", "date"),
        Column("ends_on", "To", "date"),
        Column("result", "Result"),
        Column("who", "Owner"),
        Column("state", "State"),
        Column("against", "Beside the proposal"),
    ]
    mark = plan["state"].isin(["ended, not measured", "not reached", "not planned"])
    return parts.table(shown, columns, caption="The plan, and what is proposed but not in it", mark=mark)


def _against(row: Any) -> str:
    if row.note:
        return str(row.note)
    if pd.isna(row.proposed_phase):
        return "not proposed" if row.state not in ("done", "not reached") else ""
    return "as proposed" if row.proposed_phase == row.phase else f"proposed for phase {row.proposed_phase}"


def _calendar(dated: pd.DataFrame, as_of: date) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, QUIET, SECOND, new_figure

    colours = {"done": MAIN, "running": SECOND, "ended, not measured": ALARM, "not reached": ALARM}
    figure, axes = new_figure(height=1.1 + 0.3 * len(dated))
    marks, places = Marks(), list(range(len(dated)))[::-1]
    for place, row in zip(places, dated.itertuples(), strict=True):
        days = (row.starts_on.toordinal(), row.ends_on.toordinal())
        marks.stroke(days, (place, place), colours.get(row.state, QUIET), 9, layer=1)
        axes.annotate(row.state, (days[1], place), (8, 0), textcoords="offset points", fontsize=8, va="center", ha="left")
    first = min(as_of.toordinal(), *(found.toordinal() for found in dated["starts_on"]))
    last = max(as_of.toordinal(), *(found.toordinal() for found in dated["ends_on"]))
    room = max((last - first) * 0.25, 10)
    axes.set_xlim(first - room / 5, last + room)
    axes.set_ylim(-0.7, len(dated) - 0.2)
    marks.stroke((as_of.toordinal(), as_of.toordinal()), (-0.7, len(dated) - 0.4), INK, 1, layer=3)
    marks.draw(axes)
    axes.annotate(day(as_of), (as_of.toordinal(), len(dated) - 0.4), fontsize=8, ha="center", va="bottom", annotation_clip=False)
    axes.spines["left"].set_visible(False)
    name_rows(axes, [f"{row.phase}  {row.module}" for row in dated.itertuples()][::-1], size=9)
    months = pd.date_range(date.fromordinal(first).replace(day=1), date.fromordinal(last), freq="QS")
    draw_scale(axes, "x", [month.toordinal() for month in months], [day(month)[2:] for month in months])
    return figure


def show_paths(tables: Tables, account_id: str = "") -> Shown:
    """The paths through the workbooks, as links with minutes; for an account what each workbook has of it, and which comes next."""
    if account_id:
        return _account_path(tables, account_id)
    minutes = {book.name: book.minutes for book in WORKBOOKS}
    items, lines = [], []
    for row in list_paths().itertuples():
        steps = [f"{_link(name)} ({minutes[name]})" for name in row.workbooks]
        facts = f"; the facts come from {listed([_link(name) for name in row.facts_from])}" if row.facts_from else ""
        items.append(f"<li><b>{escape(row.path)}</b>, about {_hours(row.minutes)}: {', '.join(steps)}{facts}</li>")
        plain = f"; the facts come from {listed(row.facts_from)}" if row.facts_from else ""
        lines.append(f"{row.path}, about {_hours(row.minutes)}: " + ", ".join(f"{name} ({minutes[name]})" for name in row.workbooks) + plain)
    said = "Minutes in brackets, for a first time."
    return Shown(f'<ul class="paths">{"".join(items)}</ul><p>{said}</p>', "\n".join([*lines, said]))


def _link(name: str) -> str:
    return f'<a href="{name}.ipynb">{name.replace("_", " ")}</a>'


def _hours(minutes: int) -> str:
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 30) / 2:g} hours"


def _account_path(tables: Tables, account_id: str) -> Shown:
    own = own_rows(tables, account_id)
    rows = [(book.name.replace("_", " "), book.about, book.minutes, _left(own, book.leaves)) for book in WORKBOOKS if book.leaves]
    frame = pd.DataFrame(rows, columns=["workbook", "about", "minutes", "there"])
    columns = [
        Column("workbook", "Workbook"),
        Column("about", "What for"),
        Column("minutes", "Minutes", "count"),
        Column("there", "What is there of this account"),
    ]
    empty = frame["there"] == "nothing yet"
    said = f"Next for it: {short(frame.loc[empty, 'workbook'].iloc[0], 60)}." if empty.any() else "Every workbook has something of it; begin with what is oldest, in 12 review the account."
    return parts.stack(parts.say(said), parts.table(frame, columns, caption="What each workbook has of this account", mark=empty))


def _left(own: Tables, leaves: tuple[str, ...]) -> str:
    from kamkit.model import record

    found = []
    for table in leaves:
        rows = own[table]
        rows = rows[rows["account_id"].fillna("") != ""]
        if len(rows):
            found.append(f"{record(table).title.lower()}: {len(rows):,}")
    return ", ".join(found) or "nothing yet"
