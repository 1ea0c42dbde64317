"""Promises beside each other, to look at: what was told two ways, what nobody keeps, what others were promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamkit.method.touchline import compare_promises, list_promises, place_touch_points
from kamkit.method.touchline.promises import NO_BEHAVIOUR, NO_OWNER, NO_POINT, OTHERWISE_ELSEWHERE, OTHERWISE_HERE
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.touchline.picture import WRITER
from kamkit.show.values.wording import account_name, begun, quoted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 12
_OTHERWISE = (OTHERWISE_HERE, OTHERWISE_ELSEWHERE)


def show_promise_check(tables: Tables, account_id: str = "") -> Shown:
    """What is wrong with the promises: told two ways, other than elsewhere, without owner, behaviour or point."""
    promised = _count(tables, account_id)
    if not promised:
        whose = f" to {account_name(tables, account_id)}" if account_id else ""
        return parts.nothing_yet(f"promises{whose}", WRITER, "in the form above")
    found = compare_promises(tables, account_id)
    said = f"{words.counted(promised, 'promise')} compared with what each point promises"
    said += " and with what other accounts were promised there." if account_id else "."
    if found.empty:
        return parts.say(said, "None contradicts another, and each has an owner and a behaviour owed.")
    counts = found["kind"].value_counts(sort=False)
    told = words.listed([f"{kind} ({count})" for kind, count in counts.items()])
    found = found.assign(
        kind_said=found["kind"].map(begun),
        beside=[_beside(row.kind, row.other, row.whom) for row in found.itertuples()],
        settled=(~found["open"]).map({True: "kept", False: ""}),
    )
    columns = [
        Column("point", "Touch point"), Column("promise", "Promised"), Column("kind_said", "What is wrong"),
        Column("beside", "Beside it"),
    ]  # fmt: skip
    if not account_id:
        columns.insert(0, Column("account", "To"))
        found["account"] = found["account"].where(found["account"] != "", "everybody")
    table = parts.table(found, columns, caption="Promises to settle", mark=found["kind"] == OTHERWISE_HERE, limit=_ROWS)
    return parts.stack(parts.say(said, f"{begun(told)}."), table)


def _count(tables: Tables, account_id: str) -> int:
    if not account_id:
        return len(list_promises(tables))
    given = own_rows(tables, account_id)["promises"]
    at_points = place_touch_points(tables, account_id)["promise"].notna().sum()
    return int(given["state"].isin(["open", "kept"]).sum() + at_points)


def _beside(kind: str, other: str, whom: str) -> str:
    if kind in _OTHERWISE:
        return f"{quoted(other, 90)}, to {whom}"
    return {
        NO_OWNER: "Name the one person who keeps it", NO_BEHAVIOUR: "Write who does what by when",
        NO_POINT: "Say where it is kept or broken",
    }[kind]  # fmt: skip
