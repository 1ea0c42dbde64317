"""Forms for the touchline: the points, the new experience, what is owed at each, and the steps that lead there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.worth.own_rows import units_in
from kamkit.show.touchline import show_change_steps, show_new_experiences, show_points, show_promises

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


def edit_touch_points(desk: Desk) -> Summed:
    """The points in their order, with our view of each; an account's row refines the standard of the same id."""
    core = ("name", "customer_role", "current_experience", "importance", "performance")
    return Summed(_form(desk, core, "Touch points"), show_points)


def edit_behaviours(desk: Desk) -> Summed:
    """What is promised at each point, and the behaviour owed by whoever is on duty: who does what by when."""
    core = ("name", "our_role", "promise", "behaviour", "owner_id")
    return Summed(_form(desk, core, "Promise and behaviour"), show_promises)


def edit_new_experiences(desk: Desk) -> Summed:
    """The new experience of a point, and the three questions it answers."""
    core = ("name", "new_experience", "consistent_with", "better_than_id", "expectation_id")
    return Summed(_form(desk, core, "New experience"), show_new_experiences)


def edit_changes(desk: Desk) -> Summed:
    """The steps of change: who does what differently by when, and the stage reached; the account's, or for all."""
    account = units_in(desk.tables(), desk.account_id)[0] if desk.account_id else ""
    title = f"Steps of change: {desk.account_name}" if account else "Steps of change: for all accounts"
    form = edit_rows(
        desk, "change_steps", where={"account_id": account}, core=("touch_point_id", "who", "what", "due", "stage"),
        title=title, new_id_prefix="step", order_by=("due",),
    )  # fmt: skip

    def shown(tables: Mapping[str, pd.DataFrame], account_id: str) -> Shown:
        return show_change_steps(tables, account_id, desk.as_of)

    return Summed(form, shown)


def _form(desk: Desk, core: Sequence[str], what: str) -> Form:
    if not desk.account_id:
        title = f"{what}: the standard touchline"
        return edit_rows(desk, "touch_points", where={"account_id": ""}, core=core, title=title, new_id_prefix="point")
    group = units_in(desk.tables(), desk.account_id)[0]
    title = f"{what}: {desk.account_name} (an empty field keeps the standard's)"
    return edit_rows(desk, "touch_points", where={"account_id": group}, core=core, title=title)
