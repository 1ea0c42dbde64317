"""Forms for where we stand and where we are going; for an account, what of it concerns the account, to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.forms.direction.by_hand import ByHand
from kamkit.forms.direction.panel import Panel
from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.direction import place_in_direction, propose_defaults, propose_phases, review_phases
from kamkit.method.worth.own_rows import units_in
from kamkit.show import direction as show

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.method.direction.standing import Area
    from kamkit.show.parts import Shown

_START = {
    "criteria": "Start from the kit's criteria", "touch_points": "Start from the kit's touchline",
    "expectations": "Start from the kit's questions", "ambitions": "Start from the kit's job description",
}  # fmt: skip


def edit_settings(desk: Desk) -> Form | Shown:
    """Whose programme it is, its currency and its day; the kit's defaults, all of them, under *more*."""
    if desk.account_id:
        return show.show_account_direction(desk.tables(), desk.account_id, desk.as_of)
    core = ("company", "supervisor", "reporting_currency", "review_date")
    return edit_rows(desk, "settings", where={"settings_id": "programme"}, core=core, title="The programme")


def edit_aims(desk: Desk) -> Form | Shown:
    """What the programme aims at, in money with a date; for an account to look at, beside what we want with it."""
    core = ("statement", "agreed_by", "source", "known_on", "evidence")
    form = edit_rows(desk, "ambitions", where={"kind": "aim"}, core=core, title="What we aim at", new_id_prefix="aim")
    return form.shown() if desk.account_id else form


def edit_assessment(desk: Desk, area: Area) -> Panel[Any] | Shown:
    """Ratings of one area by one person after the other, each with its evidence."""
    if desk.account_id:
        return show.show_lowest(desk.tables(), area)

    def make() -> Any:
        from kamkit.forms.direction.assessing import Assessing

        return Assessing(desk, area)

    def shown() -> Shown:
        if area == "congruence":
            return show.show_congruence(desk.tables())
        return show.show_standing(desk.tables(), area)

    return Panel(shown, make)


def edit_commitments(desk: Desk) -> Summed | Shown:
    """What is needed of the sponsor, promised, by whom, until when; amount and signature under *more*."""
    core = ("kind", "needed", "promised", "promised_by", "due")
    form = edit_rows(desk, "commitments", where={}, core=core, title="The sponsor's page", new_id_prefix="commitment", order_by=("due",))
    summed = Summed(form, lambda tables, _account: show.show_commitments(tables, desk.as_of))
    return summed.shown() if desk.account_id else summed


def edit_proposed_phases(desk: Desk) -> Panel[Any] | Shown:
    """The modules recommended, with a button that takes those not planned into the plan."""

    def shown() -> Shown:
        return show.show_proposed_phases(desk.tables(), desk.as_of)

    def rows() -> pd.DataFrame:
        tables = desk.tables()
        plan = review_phases(tables, desk.as_of)
        proposed = propose_phases(tables, desk.as_of)
        open_ones = plan.loc[plan["state"] == "not planned", "module"]
        return proposed.loc[proposed["module"].isin(open_ones), ["phase", "module", "starts_on", "ends_on", "result"]]

    def make() -> Any:
        from kamkit.forms.direction.offering import Offering

        return Offering(desk, "phases", shown, rows, "Take what is not planned yet")

    return shown() if desk.account_id else Panel(shown, make)


def edit_phases(desk: Desk) -> Summed | Shown:
    """The plan of the programme: phase, module, days, result; owner, exchange and its reason under *more*."""
    core = ("phase", "module", "starts_on", "ends_on", "result")
    form = edit_rows(desk, "phases", where={}, core=core, title="Phases", order_by=("phase", "starts_on"))
    summed = Summed(form, lambda tables, _account: show.show_phases(tables, desk.as_of))
    return summed.shown() if desk.account_id else summed


def edit_by_hand(desk: Desk) -> Panel[Any]:
    """An account with its revenue by year or quarter, for people without an export."""
    by_hand = ByHand(desk)

    def make() -> Any:
        from kamkit.forms.direction.entering import Entering

        return Entering(by_hand)

    return Panel(by_hand.shown, make)


def edit_business_lines(desk: Desk) -> Form:
    """The lines of business and why we are in them; for an account, its own line, domain and sector."""
    if desk.account_id:
        return edit_rows(
            desk, "accounts", where={"account_id": units_in(desk.tables(), desk.account_id)},
            core=("name", "business_line_id", "domain_id", "sector", "owner_id"), title=f"Where {desk.account_name} belongs",
        )  # fmt: skip
    core = ("name", "reason", "outlook", "market_growth")
    return edit_rows(desk, "business_lines", where={}, core=core, title="Lines of business", new_id_prefix="line")


def edit_ambitions(desk: Desk) -> Summed | Shown:
    """Vision, commitment, relationship types, aim and the manager's job; for an account, what holds in its domain."""
    core = ("kind", "statement", "agreed_by", "evidence")
    form = edit_rows(desk, "ambitions", where={}, core=core, title="What the programme stands on", new_id_prefix="statement")
    summed = Summed(form, lambda tables, _account: show.show_ambitions(tables))
    return summed.shown() if desk.account_id else summed


def edit_domains(desk: Desk) -> Summed | Shown:
    """The domains, what each is part of, and who answers for it."""
    if desk.account_id:
        found = place_in_direction(desk.tables(), desk.account_id, desk.as_of)
        return show.show_domains(desk.tables(), [domain for domain, _ in found.domains])
    core = ("name", "parent_id", "kind", "supervisor", "differs")
    form = edit_rows(desk, "domains", where={}, core=core, title="Domains", new_id_prefix="domain")
    return Summed(form, lambda tables, _account: show.show_domains(tables))


def edit_differences(desk: Desk) -> Summed | Shown:
    """Where a domain differs from what it inherits: which thing, what holds there, and why."""
    if desk.account_id:
        return show.show_account_differences(desk.tables(), desk.account_id, desk.as_of)
    core = ("domain_id", "about", "item", "value", "reason")
    form = edit_rows(desk, "differences", where={}, core=core, title="Where domains differ")
    return Summed(form, lambda tables, _account: show.show_differences(tables))


def edit_defaults(desk: Desk, table: str) -> Panel[Any] | Shown:
    """The kit's own rows of 'criteria', 'touch_points', 'expectations' or 'ambitions', with a button to start from them."""

    def shown() -> Shown:
        return show.show_defaults(desk.tables(), table, desk.as_of)

    def make() -> Any:
        from kamkit.forms.direction.offering import Offering

        return Offering(desk, table, shown, lambda: propose_defaults(desk.tables(), table, desk.as_of), _START[table])

    return shown() if desk.account_id else Panel(shown, make)

