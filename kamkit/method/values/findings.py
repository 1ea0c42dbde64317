"""What the answers of customers tell, or cannot tell, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.values.answers import ENOUGH_PEOPLE, names_of, review_answers
from kamkit.method.values.decisions import AGAINST_US, list_decisions
from kamkit.method.values.derived import (
    NOT_VISIBLE,
    TABLE_STAKES,
    VISIBLE,
    DerivedImportance,
    estimate_derived_importance,
)
from kamkit.method.values.issues import list_issues
from kamkit.method.values.pool import HIGHER, review_against_pool
from kamkit.method.values.position import CONCENTRATE, place_expectations
from kamkit.method.values.preferences import rank_preferences
from kamkit.method.values.stated import rank_stated_importance
from kamkit.method.values.value import rank_competitors
from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.method.worth.wording import ordinal

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_HALO = 0.5  # from this mean correlation on, people rate a mood rather than eight things (ours)
_LONG_OPEN = 30  # days after which an open complaint is an answer of its own (ours)
_FAR_BELOW = 1.5  # points below the mean of our marks (ours)
_ASK = "Have somebody outside the account team ask; kamkit ask writes the guide and the answer sheet, kamkit import loads it."


def review_values(
    tables: Tables, account_id: str = "", derived: DerivedImportance | None = None, as_of: date | None = None
) -> tuple[Finding, ...]:
    """What to know about customers' answers before acting on them, worst first; for one account, or "" for the pool.

    ``derived`` is :func:`estimate_derived_importance` of the pool, worked out here if not given. With ``as_of`` the
    complaints open on that day are counted too.
    """
    asked = review_answers(tables, account_id)
    found = [*_decided(tables, account_id), *(_open_complaints(tables, account_id, as_of) if as_of else ())]
    if asked.empty:
        whom = f"Nobody at {_name(tables, account_id)}" if account_id else "No customer"
        found.insert(0, Finding("unknown", f"{whom} has been asked what they value.", _ASK))
        return worst_first([*found, *_preferences(tables, account_id)])
    derived = derived or estimate_derived_importance(tables)
    found += _who(tables, account_id, asked)
    if account_id and asked["thin"].iloc[0]:
        return worst_first([*found, *_preferences(tables, account_id)])
    found += _differences(tables, account_id) if account_id else _importance(tables, derived)
    found += [*_standing(tables, account_id, derived), *_rivals(tables, account_id)]
    return worst_first([*found, *_preferences(tables, account_id)])


def _decided(tables: Tables, account_id: str) -> Iterator[Finding]:
    decisions = list_decisions(tables, account_id)
    if decisions.empty:
        whose = _name(tables, account_id) if account_id else "any customer"
        yield Finding(
            "unknown", f"No decision of {whose} is written down, so nobody can look up why it bought.",
            "Write down the last one: when, who decided, and the reasons they gave.",
        )  # fmt: skip
        return
    last = decisions.iloc[0]
    if account_id and last["kind"] in AGAINST_US:
        reason = "without a reason written down" if pd.isna(last["reasons"]) else f'"{last["reasons"]}"'
        yield Finding(
            "danger", f"The last decision went against us: {last['kind']}, {reason}",
            "Answer that reason first, whatever the marks say.",
        )  # fmt: skip
    silent = int(decisions["reasons"].isna().sum())
    if silent:
        many = "1 decision has" if silent == 1 else f"{silent} decisions have"
        yield Finding("unknown", f"{many} no reason written down.", "Ask whoever decided; a week later nobody remembers.")


def _open_complaints(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    issues = list_issues(tables, account_id, as_of)
    old = issues[(issues["kind"] == "complaint") & (issues["days_open"] > _LONG_OPEN)]
    if len(old):
        first = old.sort_values("days_open", ascending=False).iloc[0]
        where = "" if account_id else f" at {first['account']}"
        many = "1 complaint has" if len(old) == 1 else f"{len(old)} complaints have"
        yield Finding(
            "danger" if account_id else "careful",
            f'{many} been open for more than {_LONG_OPEN} days; the oldest{where}: "{first["what"]}"',
            "Close it, or say when; what is open weighs more than what is asked in a survey.",
        )


def _who(tables: Tables, account_id: str, asked: pd.DataFrame) -> Iterator[Finding]:
    people, outside = int(asked["respondents"].sum()), int(asked["independent"].sum())
    if outside < people:
        yield Finding(
            "careful" if outside < 0.7 * people else "fine",
            f"{outside} of {people} answers were collected by somebody outside the account team; only those are independent.",
            "Have the others asked again by somebody else, if they decide anything.",
        )
    if account_id and asked["thin"].iloc[0]:
        yield Finding(
            "unknown",
            f"{asked['thin'].iloc[0]}: too thin to conclude what {asked['name'].iloc[0]} values.",
            f"Ask at least {ENOUGH_PEOPLE} people in two departments; until then use what all customers' answers show.",
        )


def _importance(tables: Tables, derived: DerivedImportance) -> Iterator[Finding]:
    stated = rank_stated_importance(tables).set_index("expectation_id")
    if not derived.concluded:
        yield Finding(
            "unknown",
            f"What goes with {derived.outcome} cannot be derived: {'; '.join(derived.reasons)}.",
            "Until then use stated importance and the reasons in the decision log.",
        )
        return
    table = derived.table
    first = stated.index[0]
    hidden = table[(table["expectation_id"] == first) & (table["verdict"] == NOT_VISIBLE)]
    if len(hidden):
        yield Finding(
            "careful",
            f"{hidden['name'].iloc[0]} is what customers name first, but no effect on {derived.outcome} is visible in these answers.",
            "Do not try to buy renewals with it; ask those who renewed what decided it.",
        )
    top = table.iloc[0]
    rank = stated["rank"].get(top["expectation_id"])
    if rank is not None and rank > 3:
        yield Finding(
            "careful",
            f"{top['name']} goes with {derived.outcome} most, although asked, customers put it {ordinal(int(rank))} of "
            f"{len(stated)}; they give us {top['average']:.1f} for it.",
            "Make a promise about it, name the behaviour owed, and see whether renewals follow.",
        )
    for name in table.loc[table["verdict"] == TABLE_STAKES, "name"]:
        yield Finding(
            "fine", f"{name} is rated alike everywhere: table stakes, which can't be judged from these answers.",
            "Hold it; don't cut it.",
        )  # fmt: skip
    if derived.halo > _HALO:
        yield Finding(
            "careful",
            f"Ratings move together (mean correlation {derived.halo:.2f}): people may be rating a mood.",
            "Ask about events, not about marks, before you rank expectations.",
        )


def _differences(tables: Tables, account_id: str) -> Iterator[Finding]:
    table = review_against_pool(tables, account_id, "expectation", "importance")
    names = names_of(own_rows(tables, account_id)["expectations"], "expectation_id")
    for row in table[table["verdict"] == HIGHER].itertuples():
        yield Finding(
            "careful",
            f"{names.get(row.item_id, row.item_id)} matters more here than elsewhere "
            f"({row.here:.1f} against {row.elsewhere:.1f}).",
            "Ask why, and write the reason down beside the expectation.",
        )


def _standing(tables: Tables, account_id: str, derived: DerivedImportance) -> Iterator[Finding]:
    placed = place_expectations(tables, account_id).table
    if account_id:
        yield from _driver(placed, derived)
    without = derived.table.loc[derived.table["verdict"] == NOT_VISIBLE, "expectation_id"]
    weak = placed[(placed["quadrant"] == CONCENTRATE) & ~placed["expectation_id"].isin(without)]
    for row in weak.head(2).itertuples():
        yield Finding(
            "careful",
            f"{row.name}: important ({row.importance:.1f}) and rated below our other marks ({row.performance:.1f}).",
            "Find the touch point where this happens before you promise anything.",
        )


def _driver(placed: pd.DataFrame, derived: DerivedImportance) -> Iterator[Finding]:
    """What goes with renewal most among all customers, where this account gives us one of its lowest marks for it."""
    top = derived.table.iloc[0] if derived.concluded else None
    if top is None or top["verdict"] != VISIBLE:
        return
    own = placed[placed["expectation_id"] == top["expectation_id"]]
    marks = placed["performance"].dropna()
    if own.empty or pd.isna(own["performance"].iloc[0]) or len(marks) < 3:
        return
    mark = float(own["performance"].iloc[0])
    if mark <= marks.nsmallest(2).iloc[-1]:
        yield Finding(
            "danger" if mark <= marks.mean() - _FAR_BELOW else "careful",
            f"{top['name']} goes with {derived.outcome} most among all customers, and gets {mark:.1f} here; "
            f"our mean is {marks.mean():.1f}.",
            "Start here, whatever is named first: find the touch point, name the behaviour owed.",
        )


def _rivals(tables: Tables, account_id: str) -> Iterator[Finding]:
    rivals = rank_competitors(tables, account_id)
    best = rivals[rivals["best"]]
    for row in best[best["strength"] < 1].itertuples():
        whom = _name(tables, account_id) if account_id else "customers"
        yield Finding(
            "danger" if row.strength < 0.9 else "careful",
            f"{row.name} is rated above us by {whom}: {row.their_score:.1f} against {row.our_score:.1f} of 10 "
            f"({_answers(row.answers)}).",
            "Look for the expectation where they lead, and answer that one.",
        )
    if rivals.empty:
        yield Finding(
            "unknown", "Nobody has rated a competitor beside us, so how strong we are is not known.",
            "Ask the same people about the supplier they know best besides us.",
        )  # fmt: skip


def _preferences(tables: Tables, account_id: str) -> Iterator[Finding]:
    wanted = rank_preferences(tables, account_id)
    for row in wanted[wanted["worth_supplying"].fillna(False).astype(bool)].head(2).itertuples():
        yield Finding(
            "fine", f"{row.name} is worth supplying: {row.because}.", "Put it into the plan as an opportunity."
        )
    unknown = wanted[wanted["worth_supplying"].isna()]
    if len(unknown):
        yield Finding(
            "unknown",
            f"{unknown['name'].iloc[0]}: nobody knows yet {unknown['because'].iloc[0].removeprefix('unknown: ')}.",
            "Ask before you propose it.",
        )


def _answers(count: int) -> str:
    return "1 answer" if count == 1 else f"{count} answers"


def _name(tables: Tables, account_id: str) -> str:
    group = group_in(tables, account_id)
    return str(names_of(own_rows(tables, account_id)["accounts"], "account_id").get(group, group))
