"""Forms for the review: promises settled, measures read, forecasts resolved, the decision; and what people changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.forms.rows import edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.review import review_periods
from kamkit.method.worth.own_rows import own_rows, units_in
from kamkit.show.review import show_decisions, show_forecasts, show_measures, show_promises, show_readings

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk

_BY_HAND = ("save", "delete", "undo")


def edit_promises(desk: Desk) -> Summed:
    """The promises to the account; without one, the open promises of the portfolio. Charge and cost under *more*."""
    core: tuple[str, ...] = ("what", "due", "state", "settled_on", "charge")
    where: dict[str, str | Sequence[str]] = {"account_id": units_in(desk.tables(), desk.account_id)}
    if not desk.account_id:
        where, core = {"state": "open"}, ("account_id", "what", "due", "settled_on", "charge")
    form = edit_rows(
        desk,
        "promises",
        where=where,
        core=core,
        title=f"Promises to {desk.account_name}",
        new_id_prefix="promise",
        order_by=("due",),
    )
    return Summed(form, lambda tables, account_id: show_promises(tables, account_id, desk.as_of))


def edit_measures(desk: Desk) -> Summed:
    """The measures of the account; without one, the programme's own and everybody's."""
    core: tuple[str, ...] = ("name", "perspective", "better", "target", "due")
    where: dict[str, str | Sequence[str]] = {"account_id": units_in(desk.tables(), desk.account_id)}
    if not desk.account_id:
        where, core = {}, ("account_id", "name", "perspective", "better", "target")
    form = edit_rows(
        desk, "measures", where=where, core=core, title=f"Measures of {desk.account_name}", new_id_prefix="measure"
    )
    return Summed(form, lambda tables, account_id: show_measures(tables, account_id, desk.as_of))


def edit_readings(desk: Desk) -> Summed:
    """The readings of the account's measures; without one, of all measures."""
    where: dict[str, str | Sequence[str]] = {}
    if desk.account_id:
        where = {"measure_id": own_rows(desk.tables(), desk.account_id)["measures"]["measure_id"].tolist()}
    core = ("measure_id", "read_on", "value", "source")
    form = edit_rows(
        desk, "readings", where=where, core=core, title=f"Readings for {desk.account_name}", order_by=("read_on",)
    )
    return Summed(form, lambda tables, account_id: show_readings(tables, account_id, desk.as_of))


def edit_forecasts(desk: Desk) -> Summed:
    """Forecasts about the account: what counts as having happened, how likely, by when, and what came."""
    core: tuple[str, ...] = ("event", "probability", "resolves_on", "happened", "resolved_on")
    where: dict[str, str | Sequence[str]] = {"account_id": units_in(desk.tables(), desk.account_id)}
    if not desk.account_id:
        where, core = {}, ("account_id", "event", "probability", "happened", "resolved_on")
    form = edit_rows(
        desk,
        "forecasts",
        where=where,
        core=core,
        title=f"Forecasts about {desk.account_name}",
        new_id_prefix="forecast",
        order_by=("resolves_on",),
    )
    return Summed(form, lambda tables, account_id: show_forecasts(tables, account_id, desk.as_of))


def edit_decisions(desk: Desk) -> Summed:
    """Our decisions about the account: kept, upgraded, stepped down or deselected, by whom and why."""
    core: tuple[str, ...] = ("kind", "decided_on", "decided_by", "reasons", "effective_on")
    where: dict[str, str | Sequence[str]] = {"side": "ours", "account_id": units_in(desk.tables(), desk.account_id)}
    if not desk.account_id:
        where, core = {"side": "ours"}, ("account_id", "kind", "decided_on", "decided_by", "reasons")
    form = edit_rows(
        desk,
        "decisions",
        where=where,
        core=core,
        title=f"Our decisions about {desk.account_name}",
        new_id_prefix="decision",
        order_by=("decided_on",),
    )
    return Summed(form, show_decisions)


def changes_at(desk: Desk) -> tuple[date, pd.DataFrame]:
    """Since when, and what people changed by hand since the last review, from the programme's history.

    For an account one row per field (see ``kamkit.programme.history.history``), for the portfolio one per change. What
    came by import is left out: whoever imported it has a report.
    """
    periods = review_periods(desk.tables(), desk.account_id, desk.as_of)
    since = periods["start"].min() if len(periods) else pd.Timestamp(desk.as_of) - pd.DateOffset(months=12)
    start = pd.Timestamp(since).date()
    changes = desk.programme.changes(start)
    by_hand = changes[changes["kind"].isin(_BY_HAND)]
    if by_hand.empty or not desk.account_id:
        return start, by_hand
    # What was imported before the first change by hand is never read: a year of sales is not history of a form.
    first = by_hand["at"].iloc[0].to_pydatetime()
    found = desk.programme.history(account_id=units_in(desk.tables(), desk.account_id), since=first)
    return start, found[found["kind"].isin(_BY_HAND)]
