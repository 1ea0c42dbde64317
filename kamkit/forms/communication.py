"""Forms for who has to know: drafts taken into the plan, messages and their confirmation, measures agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.forms.planning import Proposals
from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.communication import propose_messages
from kamkit.method.worth.own_rows import units_in
from kamkit.show.communication import show_agreed_measures, show_messages, show_missing_messages

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown

_TAKEN_OVER = ("account_id", "member_id", "audience", "topic", "what", "touch_point_id", "sender_id")


class MissingMessages(Proposals):
    """Drafts of the messages nobody has sent, to be taken into the plan; made by :func:`edit_missing_messages`."""

    taken = "it stands in the plan of step 4 now; note there the day they confirm it."

    def shown(self) -> Shown:
        """The table face."""
        return show_missing_messages(self.desk.tables(), self.desk.account_id, self.proposed())

    def take(self, proposal: pd.Series) -> int:
        """Save a draft as a message that is due; the number of the change, to undo it by."""
        known = {name: proposal[name] for name in _TAKEN_OVER if proposal[name]}
        known |= {"side": "inside", "due": pd.Timestamp(proposal["due"]).date()}
        message_id = self.desk.programme.new_id("messages", "message")
        saved = self.desk.programme.save("messages", {**known, "message_id": message_id}, version=0)
        assert saved.change_id is not None  # a new row always differs
        return saved.change_id

    def _work_out(self) -> pd.DataFrame:
        return propose_messages(self.desk.tables(), self.desk.account_id, self.desk.as_of)


def edit_missing_messages(desk: Desk) -> MissingMessages:
    """Who on duty has not been told, each with a draft and a button that takes it into the communication plan."""
    return MissingMessages(desk)


def edit_messages(desk: Desk) -> Summed:
    """Who is told what, by whom and by when, and the day it was confirmed; the table face has those to everybody too."""
    core: tuple[str, ...] = ("audience", "what", "sender_id", "due", "confirmed_on")
    where: dict[str, str | Sequence[str]] = {}
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
    else:
        core = ("account_id", "audience", "what", "due", "confirmed_on")
    form = edit_rows(
        desk, "messages", where=where, core=core, title=f"Messages: {desk.account_name}", new_id_prefix="message",
        order_by=("due",),
    )  # fmt: skip
    return Summed(form, lambda tables, account_id: show_messages(tables, account_id, desk.as_of))


def edit_measures(desk: Desk) -> Summed:
    """The account's measures, and which of them are agreed with the customer."""
    core: tuple[str, ...] = ("name", "baseline", "target", "due", "agreed_with_customer")
    where: dict[str, str | Sequence[str]] = {}
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
    else:
        core = ("account_id", "name", "target", "due", "agreed_with_customer")
    form: Form = edit_rows(
        desk, "measures", where=where, core=core, title=f"Measures: {desk.account_name}", new_id_prefix="measure"
    )
    return Summed(form, lambda tables, account_id: show_agreed_measures(tables, account_id, desk.as_of))
