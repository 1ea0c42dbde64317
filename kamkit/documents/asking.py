"""What an interview asks: the programme's own expectations, touch points and competitors, put as questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import pandas as pd

from kamkit.errors import InputError
from kamkit.method.touchline import place_touch_points
from kamkit.method.values import expectations_of
from kamkit.method.values.answers import answers_of, names_of
from kamkit.method.worth import group_of
from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

Asked = Literal["customer", "employee", "manager"]
ASKED: tuple[Asked, ...] = get_args(Asked)
POINTS_AT_MOST = 5  # that can be walked through in eight minutes; the sheet has them all
RIVALS_AT_MOST = 3  # more columns than these nobody fills in half an hour
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udfff]")
_OUTCOMES = {
    "renewal": "How likely is it that you renew with {us} when the time comes?",
    "recommendation": "How likely is it that you recommend {us} to a colleague in another company? (0 to 10)",
    "trust": "How far can you rely on what {us} tells you?",
    "satisfaction": "How satisfied are you with {us}, all in all?",
    "commitment": "How much do you want to go on working with {us}?",
}


@dataclass(frozen=True)
class Question:
    """One line of the answer sheet: what it is about, its id in the programme, and how it is put."""

    about: Literal["expectation", "touch point", "outcome"]
    item_id: str
    text: str
    low: int = 1


@dataclass(frozen=True)
class Interview:
    """What is asked of whom.

    ``points`` are all touch points, ``walked`` those to talk about, ``behaviours`` what is owed at these (internal);
    ``accounts`` are the customers a sheet without an account offers (label, id).
    """

    asked: Asked
    us: str
    account_id: str
    account: str
    as_of: date
    expectations: tuple[Question, ...]
    points: tuple[Question, ...]
    walked: tuple[Question, ...]
    outcomes: tuple[Question, ...]
    rivals: tuple[tuple[str, str], ...]
    behaviours: tuple[tuple[str, str], ...]
    departments: tuple[str, ...]
    accounts: tuple[tuple[str, str], ...]

    @property
    def side(self) -> Literal["customer", "ours"]:
        """Whose answers these are; ours are a view of the customer and never mixed with theirs."""
        return "customer" if self.asked == "customer" else "ours"

    @property
    def questions(self) -> tuple[Question, ...]:
        """All lines of the sheet, in the order they are asked."""
        return (*self.expectations, *self.points, *self.outcomes)


def plan_interview(tables: Tables, asked: str, as_of: date, account_id: str = "") -> Interview:
    """What to ask a customer's people, our employees or an account manager, about one account or (with "") any.

    Internal facts stay out of what a customer is asked: names of expectations and touch points only. Without either,
    customers are asked what they expect. InputError if ``asked`` is none of customer, employee and manager, if the
    account is not there, or if there is nothing to ask our own people about.
    """
    if asked not in ASKED:
        raise InputError(f"--who: found {asked!r}; expected customer, employee or manager")
    accounts = tables["accounts"]
    if account_id and account_id not in set(accounts["account_id"]):
        raise InputError(f"--account: the programme has no account {account_id!r}; kamkit status says what is there")
    group = group_in(tables, account_id) if account_id else ""
    us = plain(settings_of(tables).company) or "us"
    listed = expectations_of(tables, group)
    line = place_touch_points(tables, group)
    if listed.empty and line.empty and asked != "customer":
        raise InputError(
            "ask: the programme has no expectations and no touch points to ask our people about; "
            "enter them in workbooks 03 and 04, or ask customers first"
        )
    walked = _walked(line)
    outcomes = _OUTCOMES if asked == "customer" else {}
    known = accounts[~accounts["account_id"].isin([group]) & accounts["account_id"].isin(group_of(accounts))]
    named = names_of(accounts, "account_id")
    offered = [group] if group else sorted(known["account_id"], key=lambda one: str(named[one]).casefold())
    return Interview(
        asked=asked,
        us=us,
        account_id=group,
        account=plain(named.get(group)) if group else "",
        as_of=as_of,
        expectations=_questions("expectation", listed["expectation_id"], listed["name"]),
        points=_questions("touch point", line["touch_point_id"], line["name"]),
        walked=_questions("touch point", walked["touch_point_id"], walked["name"]),
        outcomes=tuple(
            Question("outcome", item, text.format(us=us), 0 if item == "recommendation" else 1)
            for item, text in outcomes.items()
        ),
        rivals=_rivals(tables, group),
        behaviours=_behaviours(walked) if asked != "customer" else (),
        departments=_departments(tables),
        # Such a label can stand in a cell: it never begins like a formula.
        accounts=tuple((f"Customer {plain(one)}: {plain(named[one])}", str(one)) for one in offered),
    )


def plain(text: object) -> str:
    """Text as one line that every document can hold; "" where there is none."""
    return "" if pd.isna(text) else " ".join(_CONTROL.sub(" ", str(text)).split())


def _questions(about: Literal["expectation", "touch point"], ids: pd.Series, names: pd.Series) -> tuple[Question, ...]:
    return tuple(Question(about, str(one), plain(name)) for one, name in zip(ids, names, strict=True))


def _walked(line: pd.DataFrame) -> pd.DataFrame:
    """The points that matter most, by customers' answers or else our view, in the order of the line."""
    matters = line["importance"].fillna(line["our_importance"]).sort_values(ascending=False, kind="stable")
    return line.loc[sorted(matters.index[:POINTS_AT_MOST])]


def _rivals(tables: Tables, group: str) -> tuple[tuple[str, str], ...]:
    """The competitors to ask about: those known at the account first, then the programme's."""
    known = tables["competitors"]
    here: list[str] = []
    if group:
        rated = answers_of(tables, "expectation", account_id=group)["supplier_id"]
        here = [*rated.value_counts().index, *own_rows(tables, group)["white_space_cells"]["competitor_id"].dropna()]
    order = dict.fromkeys([*(one for one in here if one in set(known["competitor_id"])), *known["competitor_id"]])
    names = names_of(known, "competitor_id")
    return tuple((str(one), plain(names[one])) for one in list(order)[:RIVALS_AT_MOST])


def _behaviours(line: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    owed = line[line["behaviour"].notna()]
    return tuple((plain(name), plain(what)) for name, what in zip(owed["name"], owed["behaviour"], strict=True))


def _departments(tables: Tables) -> tuple[str, ...]:
    """The departments that respondents came from so far; the usual ones where nobody was asked."""
    usual = ("purchasing", "production", "quality", "logistics", "engineering", "management", "finance")
    named = [plain(one) for one in tables["respondents"]["department"].dropna().unique()]
    return tuple(sorted({one for one in (*named, *usual) if one}, key=str.casefold))
