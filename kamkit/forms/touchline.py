"""Forms for the touchline: the points, what is owed at each, and the new experience."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamkit.forms.rows import Form, edit_rows
from kamkit.method.worth import units_of

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk


def edit_touch_points(desk: Desk) -> Form:
    """The points in their order, with our view of each; an account's row refines the standard of the same id."""
    return _form(desk, ("name", "stage", "customer_role", "importance", "performance"), "Touch points")


def edit_behaviours(desk: Desk) -> Form:
    """What is promised at each point, and the behaviour owed: who does what by when."""
    return _form(desk, ("name", "promise", "behaviour", "owner_id", "change_stage"), "Promise and behaviour")


def edit_new_experiences(desk: Desk) -> Form:
    """The new experience of a point, and the three questions it answers."""
    core = ("name", "new_experience", "consistent_with", "better_than_id", "expectation_id")
    return _form(desk, core, "New experience")


def _form(desk: Desk, core: Sequence[str], what: str) -> Form:
    if not desk.account_id:
        title = f"{what}: the standard touchline"
        return edit_rows(desk, "touch_points", where={"account_id": ""}, core=core, title=title, new_id_prefix="point")
    group = units_of(desk.tables()["accounts"], desk.account_id)[0]
    title = f"{what}: {desk.account_name}"
    return edit_rows(desk, "touch_points", where={"account_id": group}, core=core, title=title)
