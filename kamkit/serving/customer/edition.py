"""The plan as the customer reads it, row by row: made of tables in which nothing internal is left."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication import place_your_team, tables_for_customer
from kamkit.method.planning.measured import latest_readings
from kamkit.model import RECORDS
from kamkit.show import words

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

# What the customer's own people can say is right: facts about them.
CONFIRMABLE = ("customer_goals", "opportunities", "promises")
_SURE = {"confirmed": "confirmed by you", "joint": "worked out with you", "assumed": "assumed by us"}


@dataclass(frozen=True)
class Line:
    """One more thing about an item."""

    label: str
    text: str


@dataclass(frozen=True)
class Item:
    """A row of the plan. ``mark`` changes when anything shown of it does: what is confirmed is what was read."""

    table: str
    key: str
    title: str
    lines: tuple[Line, ...] = ()
    sure: str = ""
    done: bool = False

    @property
    def place(self) -> str:
        """Its place on the page."""
        return f"{self.table}-{hashlib.sha256(self.key.encode()).hexdigest()[:10]}"

    @property
    def mark(self) -> str:
        """A digest of what is shown."""
        shown = [self.table, self.key, self.title, [[line.label, line.text] for line in self.lines]]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]

    @property
    def can_be_confirmed(self) -> bool:
        """Whether it is a fact about the customer that nobody there has confirmed."""
        return self.table in CONFIRMABLE and self.sure != _SURE["confirmed"]


@dataclass(frozen=True)
class Section:
    """A heading and its rows."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Edition:
    """The whole of it. ``rated``: what can be rated, by kind (expectation, touch point): id and name."""

    account: str
    company: str
    sentence: str
    sections: tuple[Section, ...]
    rated: dict[str, dict[str, str]]

    def find(self, table: str, key: str) -> Item | None:
        """The row with that key, if it is on the page."""
        return next((one for part in self.sections for one in part.items if (one.table, one.key) == (table, key)), None)


def make_edition(tables: Tables, account_id: str, as_of: date) -> Edition:
    """The edition of one account; MethodError if there is no such account."""
    shared = tables_for_customer(tables, account_id, as_of)
    settings, propositions = shared["settings"], shared["propositions"]
    team = place_your_team(shared, account_id, as_of)
    view = _View(shared, team.team, as_of, _text(settings["reporting_currency"].iloc[0]) if len(settings) else "")
    made = [Section(title, tuple(items(view))) for title, items in _SECTIONS]
    return Edition(
        account=team.account,
        company=team.company,
        sentence=_text(propositions["sentence"].iloc[0]) if len(propositions) else "",
        sections=tuple(section for section in made if section.items),
        rated={"expectation": _named(shared["expectations"], "expectation_id"),
               "touch point": _named(shared["touch_points"], "touch_point_id")},
    )  # fmt: skip


class _View:
    def __init__(self, tables: dict[str, pd.DataFrame], team: pd.DataFrame, as_of: date, currency: str) -> None:
        self.tables, self.team, self.as_of, self.currency = tables, team, as_of, currency
        members = tables["team_members"]
        self._names = dict(zip(members["member_id"], members["name"], strict=True))

    def person(self, member_id: Any) -> str:
        return "" if pd.isna(member_id) else str(self._names.get(member_id, ""))

    def money(self, value: Any) -> str:
        return "" if pd.isna(value) else words.money(value, self.currency)

    def rows(self, table: str) -> Iterator[Any]:
        return self.tables[table].itertuples(index=False)


def _goals(view: _View) -> Iterator[Item]:
    for row in view.rows("customer_goals"):
        lines = _lines(("Comes from", _text(row.forced_by).replace("its ", "your ")), ("How we help", row.our_help))
        yield Item("customer_goals", row.goal_id, row.goal, lines, _sure(row))


def _opportunities(view: _View) -> Iterator[Item]:
    for row in view.rows("opportunities"):
        yearly = view.money(row.units * row.effect)
        counted = f"{yearly} a year: {row.units:,.10g} times {view.money(row.effect)}" if yearly else ""
        lines = _lines(
            ("Worth to you", counted), ("Once, besides", view.money(row.one_off_benefit)),
            ("Changing costs you", view.money(row.switching_cost)),
        )  # fmt: skip
        yield Item("opportunities", row.opportunity_id, row.name, lines, _sure(row))


def _actions(view: _View) -> Iterator[Item]:
    rows = view.tables["actions"]
    rows = rows.assign(done=rows["state"] == "done").sort_values(["done", "due", "action_id"], na_position="last", kind="stable")
    for row in rows.itertuples(index=False):
        lines = _lines(
            ("By", _day(row.due)), ("Who", view.person(row.responsible_id)), ("Success means", row.measure_text),
            ("We look at it on", _day(row.review_on)), ("Done", (_day(row.done_on) or "yes") if row.done else ""),
        )  # fmt: skip
        yield Item("actions", row.action_id, row.what, lines, done=bool(row.done))


def _points(view: _View) -> Iterator[Item]:
    for row in _once(view.tables["touch_points"], "touch_point_id").itertuples(index=False):
        if _text(row.promise):
            lines = _lines(("You can count on", row.promise), ("How", row.channel), ("Who keeps it", view.person(row.owner_id)))
            yield Item("touch_points", row.touch_point_id, row.name, lines)


def _promises(view: _View) -> Iterator[Item]:
    for row in view.rows("promises"):
        if row.state == "open":
            lines = _lines(("Promised to", row.promised_to), ("Who keeps it", view.person(row.owner_id)), ("By", _day(row.due)))
            yield Item("promises", row.promise_id, row.what, lines, _sure(row))


def _measures(view: _View) -> Iterator[Item]:
    rows = view.tables["measures"]
    if rows.empty:
        return
    for row in latest_readings(view.tables, rows, view.as_of).reset_index().itertuples(index=False):
        unit = f" {row.unit}" if _text(row.unit) else ""
        now = "not read yet" if pd.isna(row.latest) else f"{row.latest:,.10g}{unit} on {_day(row.read_on)}"
        aim = "" if pd.isna(row.target) else f"{row.target:,.10g}{unit}{f' by {_day(row.due)}' if _day(row.due) else ''}"
        yield Item("measures", row.measure_id, row.name, _lines(("Now", now), ("Aim", aim)))


def _questions(view: _View) -> Iterator[Item]:
    rows = view.tables["queries"]
    rows = rows.assign(closed=rows["closed_on"].notna()).sort_values(["closed", "asked_on"], kind="stable")
    for row in rows.itertuples(index=False):
        lines = _lines(
            ("Asked by", row.asked_by), ("On", _day(row.asked_on)), ("Who answers", view.person(row.owner_id)),
            ("By", _day(row.due)), ("Answer", row.answer),
        )  # fmt: skip
        yield Item("queries", row.query_id, row.what, lines, done=bool(row.closed))


def _contracts(view: _View) -> Iterator[Item]:
    for row in view.rows("contracts"):
        lines = _lines(
            ("From", _day(row.starts_on)), ("To", _day(row.ends_on)), ("What is included", row.scope), ("Service levels", row.service_levels)
        )
        yield Item("contracts", row.contract_id, row.name, lines)


def _team(view: _View) -> Iterator[Item]:
    for row in view.team.itertuples(index=False):
        yield Item("team_members", row.member_id, row.name, _lines(("Role", row.role), ("Where you meet", row.where), ("E-mail", row.email)))


_SECTIONS: tuple[tuple[str, Callable[[_View], Iterator[Item]]], ...] = (
    ("Your goals, as we understand them", _goals),
    ("What we propose, and what it would be worth to you", _opportunities),
    ("Who does what by when", _actions),
    ("What you can count on", _points),
    ("Promised, and not yet done", _promises),
    ("What we both look at", _measures),
    ("What you asked", _questions),
    ("What is agreed", _contracts),
    ("Your team", _team),
)


def _named(rows: pd.DataFrame, key: str) -> dict[str, str]:
    rows = _once(rows, key)
    return {str(one): str(name) for one, name in zip(rows[key], rows["name"], strict=True)}


def _once(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """Each once: the account's own row refines the standard's, and stands in its place."""
    own = rows[rows["account_id"] != ""].drop_duplicates(key)
    standard = rows[rows["account_id"] == ""].drop_duplicates(key)
    order = pd.Index([*standard[key], *(one for one in own[key] if one not in set(standard[key]))])
    own, standard = own.set_index(key).reindex(order), standard.set_index(key).reindex(order)
    return own.where(own.notna(), standard).rename_axis(key).reset_index()


def _lines(*pairs: tuple[str, Any]) -> tuple[Line, ...]:
    return tuple(Line(label, _text(text)) for label, text in pairs if _text(text))


def _sure(row: Any) -> str:
    return _SURE[_text(row.evidence) or "assumed"]


def _day(value: Any) -> str:
    return "" if pd.isna(value) else words.day(value)


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)


def key_field(table: str) -> str:
    """The field whose value an item's ``key`` is."""
    return RECORDS[table].key[-1]
