"""Forms for the touchline: the points, what is owed at each, and the new experience."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.worth.own_rows import units_in
from kamkit.show.touchline import show_new_experiences, show_points, show_promises

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk


def edit_touch_points(desk: Desk) -> Summed:
    """The points in their order, with our view of each; an account's row refines the standard of the same id."""
    return Summed(
        _form(desk, ("name", "stage", "customer_role", "importance", "performance"), "Touch points"), show_points
    )


def edit_behaviours(desk: Desk) -> Summed:
    """What is promised at each point, and the behaviour owed: who does what by when."""
    core = ("name", "promise", "behaviour", "owner_id", "change_stage")
    return Summed(_form(desk, core, "Promise and behaviour"), show_promises)


def edit_new_experiences(desk: Desk) -> Summed:
    """The new experience of a point, and the three questions it answers."""
    core = ("name", "new_experience", "consistent_with", "better_than_id", "expectation_id")
    return Summed(_form(desk, core, "New experience"), show_new_experiences)


def _form(desk: Desk, core: Sequence[str], what: str) -> Form:
    if not desk.account_id:
        title = f"{what}: the standard touchline"
        return edit_rows(desk, "touch_points", where={"account_id": ""}, core=core, title=title, new_id_prefix="point")
    group = units_in(desk.tables(), desk.account_id)[0]
    title = f"{what}: {desk.account_name} (an empty field keeps the standard's)"
    return edit_rows(desk, "touch_points", where={"account_id": group}, core=core, title=title)
