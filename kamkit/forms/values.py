"""Forms for what accounts value: expectations, who was asked, what they answered, and what they would like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.worth.own_rows import own_rows, units_in
from kamkit.show import parts
from kamkit.show.values import show_decisions, show_marks
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown

_BY_ACCOUNT = (
    "Answers are typed for one account at a time: open this workbook with an account, "
    "or have kamkit ask write a guide and an answer sheet, and bring the filled sheet back with kamkit import."
)


def edit_expectations(desk: Desk) -> Form:
    """What everybody is asked about; with an account, what this one expects and why, in its own words."""
    if not desk.account_id:
        core = ("name", "kind", "position", "evidence", "source")
        return edit_rows(desk, "expectations", where={"account_id": ""}, core=core, new_id_prefix="expectation")
    return edit_rows(
        desk, "expectations", where={"account_id": _group(desk)}, core=("name", "reason", "evidence", "known_on"),
        title=f"What {desk.account_name} expects, and why",
    )  # fmt: skip


def edit_respondents(desk: Desk) -> Form | Shown:
    """Who was asked at one account, and by whom; without an account, how many people there are."""
    tables = desk.tables()
    if not desk.account_id:
        return parts.say(f"The programme holds {counted(len(tables['respondents']), 'person', 'people')} who answered.")
    return edit_rows(
        desk, "respondents", where={"account_id": units_in(tables, desk.account_id)},
        core=("name", "department", "side", "asked_by", "independent"), title=f"Who was asked at {desk.account_name}",
        new_id_prefix="respondent",
    )  # fmt: skip


def edit_answers(desk: Desk) -> Summed | Shown:
    """One account's marks for us, per person and expectation; without an account, how many there are."""
    tables = desk.tables()
    if not desk.account_id:
        return parts.say(f"The programme holds {counted(len(tables['ratings']), 'mark')}.", _BY_ACCOUNT)
    asked = own_rows(tables, desk.account_id)["respondents"]["respondent_id"].tolist()
    if not asked:
        return parts.nothing_yet(
            f"anybody at {desk.account_name} who was asked", "Somebody outside the account team",
            "first in the form of who was asked, then their marks here",
        )  # fmt: skip
    form = edit_rows(
        desk, "ratings", where={"respondent_id": asked, "about": "expectation", "supplier_id": "us"},
        core=("respondent_id", "item_id", "importance", "performance", "asked_on"),
        title=f"Marks of {desk.account_name} for us", order_by=("respondent_id", "item_id"),
    )  # fmt: skip
    return Summed(form, show_marks)


def edit_decisions(desk: Desk) -> Summed:
    """The log of what customers decided about us: when, who, the reasons they gave, and what decided it."""
    where: dict[str, Any] = {"side": "customer"}
    core: tuple[str, ...] = ("account_id", "kind", "decided_on", "reasons", "expectation_id")
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
        core = ("kind", "decided_on", "decided_by", "reasons", "expectation_id")
    title = f"What {desk.account_name} decided about us" if desk.account_id else "What customers decided about us"
    form = edit_rows(
        desk, "decisions", where=where, core=core, title=title, new_id_prefix="decision", order_by=("decided_on",)
    )
    return Summed(form, show_decisions)


def edit_preferences(desk: Desk) -> Form:
    """What customers would like: units a year, effect for one, the price they accept, and our cost."""
    core = ("name", "units", "effect", "price", "our_cost")
    where: dict[str, Any] = {"kind": "preference"}
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
        title = f"What {desk.account_name} would like"
    else:
        core, title = ("account_id", "name", "effect", "price", "our_cost"), "What customers would like"
    return edit_rows(desk, "opportunities", where=where, core=core, title=title, new_id_prefix="preference")


def _group(desk: Desk) -> str:
    return units_in(desk.tables(), desk.account_id)[0]
