"""Rules that answer a gap of the account as a whole: its renewal, its terms, what we do not know, what we give away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kamkit.method.planning.proposal import Proposal
from kamkit.method.planning.scope import Scope, day, fit, quoted
from kamkit.method.values import review_answers
from kamkit.method.worth import rank_accounts
from kamkit.method.worth.contribution import CONTRIBUTION
from kamkit.method.worth.one_account import cost_to_serve_of_all

RENEWAL_MONTHS = 12  # a renewal is near within this many months (default)
ANSWERS_WANTED = 5  # people of a customer who should have answered before its answers count for a picture (default)
IN_THE_PROGRAMME = ("candidate", "key account")

_TERMS = {
    "small order": "a minimum order value",
    "rush order": "a rush fee",
    "return": "a charge for returns",
    "order": "a minimum order value",
    "line": "a minimum quantity a line",
    "visit": "a yearly number of visits",
    "delivery": "delivery on fixed days",
    "special": "a price for special work",
}


NO_CONTACT = "no contact there is recorded"


def thread_more(scope: Scope) -> Iterator[Proposal]:
    """A renewal inside twelve months while the account hangs by a single thread: introduce a second pair of people."""
    renewals, threads = _next_renewals(scope), single_threads(scope)
    for group, on in renewals.items():
        why = threads.get(str(group), "")
        if not why:
            continue
        if why == NO_CONTACT:
            what = "Write down who decides and who uses there, and which of our people knows each of them"
        else:
            what = "Introduce a second of our people to a second department there, in a meeting before the renewal"
        yield _proposal(
            scope, str(group), "renewal on a single thread", "renewal", what, "people", 30,
            cause="The relationship was left to those who already had it.",
            measure_text="Two of our people each know contacts in two departments, and have met them.",
            evidence=f"Renewal on {day(on)}; {why}.",
        )  # fmt: skip


def single_threads(scope: Scope) -> dict[str, str]:
    """Why an account hangs by a single thread, by group; accounts that do not are left out.

    Single: no contact recorded, only one of ours knows anybody there, or all contacts sit in one department.
    Contacts who have left by the day looked at do not count.
    """
    contacts = scope.rows("contacts")
    contacts = contacts[~(contacts["leaves_on"] <= scope.day)]
    coverage = scope.tables["coverages"].merge(contacts[["contact_id", "group_id"]], on="contact_id")
    figures = pd.DataFrame(
        {
            "contacts": contacts.groupby("group_id").size(),
            "ours": coverage.groupby("group_id")["member_id"].nunique(),
            "departments": contacts.groupby("group_id")["department"].nunique(),
        }
    )
    figures = figures.reindex(scope.groups.index).fillna(0).astype(int)
    return {str(row.Index): why for row in figures.itertuples() if (why := _thread(row))}


def _thread(row: Any) -> str:
    if row.contacts == 0:
        return NO_CONTACT
    people = "1 contact there is" if row.contacts == 1 else f"{row.contacts} contacts there are"
    if row.ours <= 1:
        return f"{people} recorded, and {'only one' if row.ours else 'none'} of ours knows them"
    if row.departments <= 1:
        return f"{people} recorded, all in one department"
    return ""


def mend_terms(scope: Scope) -> Iterator[Proposal]:
    """A negative contribution after cost to serve: mend the terms that cost most before anything else."""
    if scope.tables["activity_rates"].empty:
        return
    worth = rank_accounts(scope.whole, scope.as_of)
    worth = worth[worth["account_id"].isin(scope.groups.index)]
    losing = worth[(worth["contribution_is"] == CONTRIBUTION) & (worth["contribution"] < 0)]
    dearest = _dearest(scope) if len(losing) else {}
    for row in losing.itertuples():
        drivers = dearest.get(row.account_id, [])
        terms = list(dict.fromkeys(_TERMS[name] for name in drivers)) or ["new prices"]
        yield _proposal(
            scope, row.account_id, "terms that lose money", "terms",
            f"Put {' and '.join(terms[:2])} to the customer, with the figures, and agree a date from which they hold",
            "process", 60,
            cause=f"What serving costs most: {', '.join(drivers) or 'not broken down yet'}.",
            measure_text=f"Contribution after cost to serve above 0 within twelve months (now {scope.money(row.contribution)}).",
            evidence=f"Gross margin {scope.money(row.gross_margin)}, cost to serve {scope.money(row.cost_to_serve)} "
            f"in the twelve months to {day(scope.day)}: mend the terms before thinking of farewell.",
        )  # fmt: skip


def ask_before_sizing(scope: Scope) -> Iterator[Proposal]:
    """White space with unknown cells: ask before anybody adds it up."""
    cells = scope.rows("white_space_cells")
    unknown = (cells["state"] == "unknown").groupby(cells["group_id"]).agg(["sum", "size"])
    for group, count in unknown[unknown["sum"] > 0].iterrows():
        cells_unknown = "one cell" if count["sum"] == 1 else f"{count['sum']} cells"
        yield _proposal(
            scope, str(group), "unknown white space", "white space",
            f"Ask the buyers of each unit who supplies the {cells_unknown} of the white-space grid we do not know",
            "people", 45,
            cause="Nobody has asked yet; unknown is not zero.",
            measure_text=f"At most half as many cells are unknown ({count['sum']} now).",
            evidence=f"{count['sum']} of {count['size']} cells unknown: any total is a range.",
        )  # fmt: skip


def ask_more_people(scope: Scope) -> Iterator[Proposal]:
    """Answers from fewer than five people, or from one department: ask more before concluding. Programme accounts only."""
    accounts = scope.rows("accounts")
    answers = review_answers(scope.tables).set_index("account_id")
    asked_for = accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "group_id"]
    for group in dict.fromkeys([*asked_for, *answers.index.intersection(scope.groups.index)]):
        people = int(answers["respondents"].get(group, 0))
        departments = [name for name in str(answers["departments"].get(group, "")).split(", ") if name]
        if people >= ANSWERS_WANTED and len(departments) > 1:
            continue
        where = f", all from {departments[0]}" if people > 1 and len(departments) == 1 else ""
        seen = {0: "Nobody there has", 1: "1 person there has"}.get(people, f"{people} people there have")
        yield _proposal(
            scope, group, "thin answers", "answers",
            f"Have somebody outside the account team interview {max(2, ANSWERS_WANTED - people)} more people "
            f"{'in other departments' if where else 'in at least two departments'}",
            "people", 45,
            cause="Too few were asked, or only those we always talk to.",
            measure_text=f"Answers from at least {ANSWERS_WANTED} people in at least two departments.",
            evidence=f"{seen} answered{where}: too thin to conclude from.",
        )  # fmt: skip


def decide_on_extras(scope: Scope) -> Iterator[Proposal]:
    """Extras given without charge that nobody decided to give: charge, stop, or keep them on purpose."""
    promises = scope.rows("promises")
    given = (promises["charge"] == "given without charge") & ~promises["on_purpose"].fillna(False).astype(bool)
    for group, extras in promises[given].groupby("group_id", sort=False):
        cost, largest = extras["yearly_cost"].sum(), extras.sort_values("yearly_cost", ascending=False).iloc[0]
        uncosted = int(extras["yearly_cost"].isna().sum())
        which, which_largest = ("1 extra", "") if len(extras) == 1 else (f"{len(extras)} extras", "the largest ")
        yield _proposal(
            scope, str(group), "extras unnoticed", "extras",
            f"Decide on {which} given without charge, {which_largest}{quoted(largest['what'], 60)}: charge, stop, "
            "or keep with a reason",
            "service", 30,
            cause="Given once, then expected: nobody decided.",
            measure_text="Every extra is charged, stopped or kept with a reason written down.",
            evidence=f"{which} given without charge and without a decision cost {scope.money(cost)} a year"
            f"{f' ({uncosted} of them not costed)' if uncosted else ''}.",
        )  # fmt: skip


def _dearest(scope: Scope) -> dict[str, list[str]]:
    """The two activities that cost most, by group."""
    spent = cost_to_serve_of_all(scope.whole, scope.as_of).parts
    spent = spent[(spent["cost"] > 0) & spent["group_id"].isin(scope.groups.index)].sort_values("cost", ascending=False, kind="stable")
    return {str(group): rows["driver"].head(2).tolist() for group, rows in spent.groupby("group_id")}


def _next_renewals(scope: Scope) -> pd.Series:
    accounts = scope.rows("accounts")[["group_id", "renewal_on"]]
    contracts = scope.rows("contracts")[["group_id", "ends_on"]].rename(columns={"ends_on": "renewal_on"})
    days = pd.concat([accounts, contracts])
    near = (days["renewal_on"] >= scope.day) & (days["renewal_on"] <= scope.day + pd.DateOffset(months=RENEWAL_MONTHS))
    return days[near].groupby("group_id", sort=False)["renewal_on"].min()


def _proposal(
    scope: Scope, group: str, rule: str, gap: str, what: str, kind: str, within: int,
    *, cause: str, measure_text: str, evidence: str,
) -> Proposal:  # fmt: skip
    owner = scope.groups["owner_id"].get(group)
    return Proposal(
        account_id=group, rule=rule, what=fit(what), because="account", because_id=gap, kind=kind, cause=cause,
        due=scope.due(within), measure_text=fit(measure_text), responsible_id=owner, accountable_id=owner,
        evidence=evidence,
    )  # fmt: skip
