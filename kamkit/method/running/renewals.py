"""The way to a renewal, from twelve months ahead: what should have happened by then, and whether the record shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import Scope, day, scope_of
from kamkit.method.remembered import remembered

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

AHEAD_MONTHS = 12
OLD_COMPLAINT_DAYS = 30
TALK_MONTHS = 4  # a meeting earlier than this before the end was about something else (default)
SEEN, MISSING, AHEAD = "seen", "not seen", "ahead"


@dataclass(frozen=True)
class Milestone:
    """What should have happened so many months before a contract ends, how the record shows it, and what to do else.

    ``early``: seen before its day it counts already; otherwise it is looked at when its day has come.
    """

    months: int
    what: str
    do: str
    seen: Callable[[Scope, str, pd.Timestamp], str]
    early: bool = True


@remembered
def place_renewals(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The contracts of an account ("": of all) that end within twelve months, or have ended unfollowed, soonest first.

    Columns: account_id, account (the group's), contract_id (""; the account's renewal date alone is known), name,
    ends_on, days_left (negative: it has ended), notice_on (the last day notice can be given; NaT: not known), owner_id,
    owner. A contract that another one of the same account follows (begins on or before the day after, ends later,
    same name) is left out. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    contracts = scope.rows("contracts").dropna(subset=["ends_on"])
    contracts = contracts[~_followed(contracts)]
    last = scope.day + pd.DateOffset(months=AHEAD_MONTHS)
    near = contracts[(contracts["ends_on"] <= last) & (contracts["ends_on"] > scope.day - pd.DateOffset(months=3))]
    notice = [
        ends - pd.DateOffset(months=int(months)) if not pd.isna(months) else pd.NaT
        for ends, months in zip(near["ends_on"], near["notice_months"], strict=True)
    ]
    found = near[["group_id", "contract_id", "name", "ends_on"]].assign(notice_on=pd.Series(notice, index=near.index))
    found = pd.concat([found, _from_accounts(scope, contracts, last)], ignore_index=True)
    found = found.rename(columns={"group_id": "account_id"}).astype({"notice_on": "datetime64[us]"})
    found["account"] = found["account_id"].map(scope.groups["name"]).astype("str")
    found["days_left"] = (found["ends_on"] - scope.day).dt.days.astype("Int64")
    found["owner_id"] = found["account_id"].map(scope.groups["owner_id"])
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    found["owner"] = found["owner_id"].map(people).astype("object").fillna(found["owner_id"]).astype("str")
    found = found.sort_values(["ends_on", "account_id", "contract_id"], kind="stable", ignore_index=True)
    return found[
        ["account_id", "account", "contract_id", "name", "ends_on", "days_left", "notice_on", "owner_id", "owner"]
    ]


@remembered
def place_milestones(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What should have happened 12, 9, 6 and 3 months before each contract of ``place_renewals`` ends.

    Columns: account_id, account, contract_id, name, ends_on, owner_id, owner, months (before the end), by (the day), what, do
    (where it did not), state ('seen': the record shows it; 'not seen': its day has passed and nothing in the record shows it; 'ahead'),
    evidence (what the record shows; ""). Four rows a contract, the earliest first. The record can only show what
    somebody entered. The four are the kit's own.
    """
    scope = scope_of(tables, account_id, as_of)
    renewals = place_renewals(tables, account_id, as_of)
    rows = []
    for contract in renewals.to_dict("records"):
        for milestone in MILESTONES:
            by = contract["ends_on"] - pd.DateOffset(months=milestone.months)
            early = by > scope.day and not milestone.early
            evidence = "" if early else milestone.seen(scope, str(contract["account_id"]), contract["ends_on"])
            state = SEEN if evidence else AHEAD if by > scope.day else MISSING
            kept = {name: contract[name] for name in _KEPT}
            step = {"months": milestone.months, "by": by, "what": milestone.what, "do": milestone.do}
            rows.append(kept | step | {"state": state, "evidence": evidence})
    found = pd.DataFrame(rows, columns=[*_KEPT, "months", "by", "what", "do", "state", "evidence"])
    return found.astype({"ends_on": "datetime64[us]", "by": "datetime64[us]", "months": int})


_KEPT = ("account_id", "account", "contract_id", "name", "ends_on", "owner_id", "owner")


def _followed(contracts: pd.DataFrame) -> pd.Series:
    """Which contracts another one of the same name follows without a gap."""
    later: dict[tuple[str, str], list[tuple[pd.Timestamp, pd.Timestamp]]] = {}
    for one in contracts.itertuples():
        later.setdefault((str(one.group_id), str(one.name)), []).append((one.starts_on, one.ends_on))
    day_after = pd.Timedelta(days=1)
    return pd.Series(
        [
            any(
                ends > one.ends_on and not pd.isna(starts) and starts <= one.ends_on + day_after
                for starts, ends in later[str(one.group_id), str(one.name)]
            )
            for one in contracts.itertuples()
        ],
        index=contracts.index, dtype=bool,
    )  # fmt: skip


def _from_accounts(scope: Scope, contracts: pd.DataFrame, last: pd.Timestamp) -> pd.DataFrame:
    """Renewal dates of accounts without any contract that is still to end."""
    accounts = scope.tables["accounts"].dropna(subset=["renewal_on"]).drop_duplicates("account_id")
    accounts = accounts[accounts["account_id"].isin(scope.groups.index)]
    running = set(contracts.loc[contracts["ends_on"] >= scope.day, "group_id"])
    near = accounts[(accounts["renewal_on"] >= scope.day) & (accounts["renewal_on"] <= last)]
    near = near[~near["account_id"].isin(running)]
    return pd.DataFrame(
        {
            "group_id": near["account_id"], "contract_id": "", "name": "Main contract or frame order",
            "ends_on": near["renewal_on"], "notice_on": pd.Series(pd.NaT, index=near.index, dtype="datetime64[us]"),
        }
    )  # fmt: skip


def _objective(scope: Scope, group: str, ends_on: pd.Timestamp) -> str:
    rows = _own(scope, "objectives", group)
    open_ones = rows[(rows["state"] == "open") & rows["amount"].notna() & rows["due"].notna()]
    return f"Objective: {open_ones['statement'].iloc[0]}" if len(open_ones) else ""


def _customers_voice(scope: Scope, group: str, ends_on: pd.Timestamp) -> str:
    people = _own(scope, "respondents", group)
    customers = people.loc[people["side"] == "customer", "respondent_id"]
    ratings = scope.tables["ratings"]
    ratings = ratings[ratings["respondent_id"].isin(customers) & (ratings["asked_on"] <= scope.day)]
    ratings = ratings[ratings["asked_on"] > ends_on - pd.DateOffset(months=AHEAD_MONTHS + 6)]
    if ratings.empty:
        return ""
    answered = ratings["respondent_id"].nunique()
    return f"{answered} {'person' if answered == 1 else 'people'} there answered, last on {day(ratings['asked_on'].max())}"


def _nothing_old_open(scope: Scope, group: str, ends_on: pd.Timestamp) -> str:
    queries, promises = _own(scope, "queries", group), _own(scope, "promises", group)
    if queries.empty and promises.empty:
        return ""  # nothing entered shows nothing
    waits = scope.day - queries["asked_on"] > pd.Timedelta(days=OLD_COMPLAINT_DAYS)
    old = queries["closed_on"].isna() & (queries["kind"] == "complaint") & waits
    late = (promises["state"] == "open") & (promises["due"] < scope.day)
    return "" if old.any() or late.any() else "No old complaint and no late promise is open"


def _talk_held(scope: Scope, group: str, ends_on: pd.Timestamp) -> str:
    decisions = _own(scope, "decisions", group)
    since = ends_on - pd.DateOffset(months=6)
    said = decisions[(decisions["kind"] == "renewed") & (decisions["decided_on"] > since)]
    if len(said):
        return f"Renewed on {day(said['decided_on'].max())}"
    notes = _own(scope, "notes", group)
    near = ends_on - pd.DateOffset(months=TALK_MONTHS)
    met = notes[(notes["kind"] == "meeting") & (notes["noted_on"] > near) & (notes["noted_on"] <= scope.day)]
    return f"A meeting noted on {day(met['noted_on'].max())}; you know whether it was about this" if len(met) else ""


def _own(scope: Scope, table: str, group: str) -> pd.DataFrame:
    rows = scope.rows(table)
    return rows if scope.account_id else rows[rows["group_id"] == group]


MILESTONES = (
    Milestone(
        12, "We have said what we want: an objective in money with a day",
        "Write an objective in money with a day, in 07_write_the_account_plan", _objective,
    ),
    Milestone(
        9, "The customer has said what it values and how we do",
        "Have somebody outside the account team ask them, with 03_define_account_values", _customers_voice,
    ),
    Milestone(
        6, "Nothing old is open: no complaint over 30 days, no promise past its day",
        "Close the old complaints and keep the promises past their day", _nothing_old_open, early=False,
    ),
    Milestone(
        3, "The renewal has been talked about with those who decide",
        "Talk about the renewal with those who decide, and note it in step 3", _talk_held,
    ),
)  # fmt: skip
