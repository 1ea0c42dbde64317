"""Forms for the action plan: take a proposal into it, and edit what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.forms.desk import Desk
from kamkit.forms.faces import two_faces
from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.planning import propose_actions
from kamkit.method.planning.propose import OPEN
from kamkit.method.worth.own_rows import units_in
from kamkit.model.frame import settings_of
from kamkit.show.parts import Shown
from kamkit.show.planning import show_kinds, show_ladder, show_measures, show_proposals

if TYPE_CHECKING:
    from kamkit.forms.accepting import Accepting

CORE = ("what", "due", "responsible_id", "accountable_id", "state")
_TAKEN_OVER = (
    "account_id", "what", "because", "because_id", "kind", "cause", "due", "measure_text",
    "responsible_id", "accountable_id",
)  # fmt: skip


def edit_actions(desk: Desk) -> Form:
    """The actions of the account, by day; without an account the open ones of the portfolio."""
    where: dict[str, str | Sequence[str]] = {"state": OPEN}
    core: tuple[str, ...] = ("account_id", "what", "due", "responsible_id", "accountable_id")
    if desk.account_id:
        where, core = {"account_id": units_in(desk.tables(), desk.account_id)}, CORE
    title = f"Actions for {desk.account_name}"
    return edit_rows(desk, "actions", where=where, core=core, title=title, new_id_prefix="action", order_by=("due",))


def edit_causes(desk: Desk) -> Summed:
    """What kind of thing each open action changes, and the cause it removes; the table face sums up by kind."""
    return Summed(
        _open_actions(desk, ("what", "kind", "cause", "because", "because_id"), "Kind and cause"),
        lambda tables, account_id: show_kinds(tables, account_id, desk.as_of),
    )


def edit_measures(desk: Desk) -> Summed:
    """What success means for each open action, its measure, and who is told; the table face adds the last reading."""
    return Summed(
        _open_actions(desk, ("what", "measure_text", "measure_id", "informed", "review_on"), "Measure, and who is told"),
        lambda tables, account_id: show_measures(tables, account_id, desk.as_of),
    )


def edit_ladder(desk: Desk) -> Summed:
    """After how many days a line manager, and the level above, hears of what is late; one ladder for the programme."""
    core = ("action_to_manager", "action_to_top", "promise_to_manager", "promise_to_top", "danger_from")
    form = edit_rows(desk, "settings", where={"settings_id": "programme"}, core=core, title="The ladder, in days")
    return Summed(form, lambda tables, account_id: show_ladder(settings_of(tables)))


def _open_actions(desk: Desk, core: tuple[str, ...], what: str) -> Form:
    where: dict[str, str | Sequence[str]] = {"state": OPEN}
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
    return edit_rows(
        desk, "actions", where=where, core=core, title=f"{what}: {desk.account_name}", new_id_prefix="action",
        order_by=("due",),
    )  # fmt: skip


class Proposals:
    """Proposed actions that can be taken into the plan; made by :func:`edit_proposals`."""

    taken = "it is an open action now, in the form below; change there what does not fit."

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._accepting: Accepting | None = None
        self._proposed = pd.DataFrame()
        self._read_from: object = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.accepting.view)

    @property
    def accepting(self) -> Accepting:
        """The live face."""
        if self._accepting is None:
            from kamkit.forms.accepting import Accepting

            self._accepting = Accepting(self)
        return self._accepting

    def proposed(self) -> pd.DataFrame:
        """What is proposed now; worked out again when somebody changed something."""
        tables = self.desk.tables()
        if tables is not self._read_from:
            self._proposed = self._work_out()
            self._read_from = tables
        return self._proposed

    def _work_out(self) -> pd.DataFrame:
        return propose_actions(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def shown(self) -> Shown:
        """The table face."""
        return show_proposals(self.desk.tables(), self.desk.account_id, self.proposed())

    def take(self, proposal: pd.Series) -> int:
        """Save a proposal as an open action of the account; the number of the change, to undo it by."""
        known = {name: proposal[name] for name in _TAKEN_OVER if not pd.isna(proposal[name])}
        if "due" in known:
            known["due"] = pd.Timestamp(known["due"]).date()
        action_id = self.desk.programme.new_id("actions", "action")
        saved = self.desk.programme.save("actions", {**known, "action_id": action_id, "state": "open"}, version=0)
        assert saved.change_id is not None  # a new row always differs
        return saved.change_id


def edit_proposals(desk: Desk) -> Proposals:
    """The actions the gaps ask for, each with a button that takes it into the plan as an open action."""
    return Proposals(desk)
