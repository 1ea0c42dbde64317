"""The way to a new experience, to look at: how far each point is, and who has to do what differently by when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.touchline import list_change_steps, place_changes
from kamkit.method.touchline.change import NO_STEP, ON_ITS_WAY, OVERDUE, SAID_TOO_EARLY, STAGES
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.touchline.picture import WRITER
from kamkit.show.values.wording import account_name, begun, quoted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 20
_SAID = {
    OVERDUE: "a step is overdue", SAID_TOO_EARLY: "not as far as it is said to be", NO_STEP: "nobody has a step to do",
}  # fmt: skip


def show_change_steps(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who has to do what differently by when, overdue first; with an account also what all accounts need of it."""
    steps = list_change_steps(tables, account_id, as_of)
    if steps.empty:
        whose = f"for {account_name(tables, account_id)}" if account_id else "at any touch point"
        return parts.nothing_yet(f"steps of change {whose}: who does what differently by when", WRITER, "in this form")
    columns = [
        Column("account", "For"), Column("point", "Touch point"), Column("who", "Who"), Column("what", "Does what"),
        Column("due", "By", "date"), Column("stage", "Stage reached"),
    ]  # fmt: skip
    caption = "Steps of change, overdue first"
    return parts.table(steps, columns, caption=caption, mark=steps["overdue"], limit=_ROWS)


def show_changes(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How far each new experience is: the stage said, the stage reached by its last step, and who is next."""
    changes = place_changes(tables, account_id, as_of)
    if changes.empty:
        whose = f" for {account_name(tables, account_id)}" if account_id else ""
        return parts.nothing_yet(f"a new experience{whose} that anybody is on the way to", WRITER, "in step 3")
    changes = changes.assign(
        stage=[_stage(row) for row in changes.itertuples()],
        steps_said=[_steps(row) for row in changes.itertuples()],
    )
    columns = [
        Column("name", "Touch point"), Column("stage", "Stage reached"), Column("steps_said", "Steps"),
        Column("next", "Next"), Column("next_due", "By", "date"),
    ]  # fmt: skip
    if not account_id:
        columns.insert(0, Column("account", "For"))
    caption = f"From {STAGES[0]} to {STAGES[-1]}: as far as the last step is"
    table = parts.table(
        changes.assign(next_due=changes["next_due"].map(_day)), [*columns[:-1], Column("next_due", "By")],
        caption=caption, mark=changes["verdict"] == OVERDUE, limit=_ROWS,
    )  # fmt: skip
    unseen = list_change_steps(tables, account_id, as_of)
    unseen = unseen[unseen["says"] != ""]
    said = [*_sentences(changes.to_dict("records")), *_unseen(unseen.to_dict("records"))]
    return parts.stack(parts.say(*said), table)


def _stage(row: object) -> str:
    reached, said = row.reached, row.said  # type: ignore[attr-defined]
    if not reached:
        return f"said to be {said}" if said else "not known"
    place = f"{reached} ({STAGES.index(reached) + 1} of {len(STAGES)})"
    return f"{place}, said to be {said}" if said and STAGES.index(said) > STAGES.index(reached) else place


def _steps(row: object) -> str:
    steps, overdue = row.steps, row.overdue  # type: ignore[attr-defined]
    return f"{steps}, {overdue} overdue" if overdue else str(steps) if steps else "none"


def _day(value: object) -> str:
    return "" if value is None or str(value) == "NaT" else words.day(value)


def _sentences(changes: list[dict[str, object]]) -> list[str]:
    said = [f"{words.counted(len(changes), 'new experience')}."]
    for verdict, told in _SAID.items():
        found = [quoted(change["name"], 40) for change in changes if change["verdict"] == verdict]
        if found:
            said.append(f"{begun(told)} at {words.listed(list(dict.fromkeys(found)))}.")
    if all(change["verdict"] not in _SAID for change in changes):
        going = sum(change["verdict"] == ON_ITS_WAY for change in changes)
        said.append(f"None is overdue; {going or 'none'} of them still on the way.")
    return said


def _unseen(steps: list[dict[str, object]]) -> list[str]:
    if not steps:
        return []
    first = steps[0]
    more = f", and {len(steps) - 1} more" if len(steps) > 1 else ""
    return [f"Nobody could see this step done: {first['who']}, {quoted(first['what'])} ({first['says']}){more}."]
