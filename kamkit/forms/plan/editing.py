"""The rows a plan is made of, edited for one account; without an account, for the portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.plan.agreement import AGREED
from kamkit.method.worth.own_rows import units_in
from kamkit.show.plan import show_offers

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk


def edit_goals(desk: Desk) -> Form:
    """What the customer wants, where it comes from, and how we help."""
    core = ("goal", "forced_by", "our_help", "evidence", "known_on")
    return _of_account(desk, "customer_goals", core, f"What {desk.account_name} wants", "goal")


def edit_objectives(desk: Desk) -> Form:
    """What we want: growth or retention, in money, with a date; the strategy and the measure under more."""
    return _of_account(
        desk, "objectives", ("kind", "statement", "amount", "due", "state"), f"Our objectives with {desk.account_name}",
        "objective",
    )  # fmt: skip


def edit_opportunities(desk: Desk) -> Summed:
    """What we could do, in the customer's money: units, effect, how sure, price; costs and dates under more."""
    form = _of_account(
        desk, "opportunities", ("name", "units", "effect", "evidence", "price"), f"What we could do for {desk.account_name}",
        "opportunity", state=("open",),
    )  # fmt: skip
    return Summed(form, show_offers)


def edit_agreements(desk: Desk) -> Form:
    """Who has agreed to the plan, on which side, and when; kept as decisions."""
    core = ("side", "decided_on", "decided_by", "reasons")
    title = f"Who has agreed to the plan for {desk.account_name}"
    return _of_account(desk, "decisions", core, title, "agreed", order=("decided_on",), kind=AGREED)


def edit_sources(desk: Desk) -> Form:
    """Which data matter, what for, where they are kept and by whom; an account's own, or all."""
    core = ("what", "used_for", "kept_in", "keeper_id", "refreshed_on")
    if desk.account_id:
        return _of_account(desk, "data_sources", core, f"Data kept for {desk.account_name} alone", "source")
    return edit_rows(desk, "data_sources", where={}, core=core, title="Data sources", new_id_prefix="source")


def _of_account(
    desk: Desk, table: str, core: tuple[str, ...], title: str, prefix: str, *, order: Sequence[str] = (), **where: Any
) -> Form:
    """A form for the account's rows; in the portfolio the account stands first and the last of the core under more."""
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
    else:
        core = ("account_id", *core[:4])
    return edit_rows(desk, table, where=where, core=core, title=title, new_id_prefix=prefix, order_by=order)
