"""From the tables to the plan document: ours from all of them, a customer's from those that may leave the house."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.documents.plan.behind import sections_behind
from kamkit.documents.plan.customer import sections_for_customer
from kamkit.documents.plan.ours import sections_of_page
from kamkit.documents.plan.parts import Edition, PlanDocument
from kamkit.documents.plan.view import View
from kamkit.method.worth.one_account import group_id_of
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def compose_plan(tables: Tables, account_id: str, as_of: date, edition: Edition, *, sections: bool = True) -> PlanDocument:
    """The plan of the group that ``account_id`` belongs to; for formats that are made of rows, without its sections.

    For the edition *customer* ``tables`` are those of :func:`kamkit.method.communication.tables_for_customer`, and
    every section is made of them alone. MethodError if there is no such account or a rate of exchange is missing.
    """
    view = View(tables, group_id_of(tables, account_id), as_of)
    return _for_customer(view, sections) if edition == "customer" else _for_ourselves(view, sections)


def _for_ourselves(view: View, sections: bool) -> PlanDocument:
    account, company, owner = plain(view.scope.groups["name"][view.account_id]), _company(view), plain(view.owner)
    manager = f"key account manager {owner}" if owner else "no key account manager yet"
    about = ", ".join(part for part in (company, f"as of {day(view.as_of)}", manager, "internal") if part)
    made = (*sections_of_page(view), *sections_behind(view)) if sections else ()
    return PlanDocument(f"Account plan: {account}", about, view.account_id, account, company, view.as_of, "ours", made)


def _for_customer(view: View, sections: bool) -> PlanDocument:
    team = view.team
    account, company = plain(team.account), plain(team.company)
    leader = team.team.loc[team.team["leads"].astype(bool), "name"] if len(team.team) else pd.Series(dtype="str")
    answers = f"{plain(leader.iloc[0])} answers for all of it" if len(leader) else ""
    about = ", ".join(part for part in (company, f"as of {day(view.as_of)}", answers) if part)
    made = tuple(sections_for_customer(view)) if sections else ()
    return PlanDocument(f"Our plan with {account}", about, view.account_id, account, company, view.as_of, "customer", made)


def _company(view: View) -> str:
    rows = view.tables["settings"]
    return plain(rows["company"].iloc[0]) if len(rows) else ""
