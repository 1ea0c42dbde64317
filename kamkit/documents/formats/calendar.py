"""The days of a plan for a calendar: when actions are due, and when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.documents.asking import plain
from kamkit.method.worth.own_rows import own_rows
from kamkit.show.words import day

if TYPE_CHECKING:
    from kamkit.documents.plan import PlanDocument
    from kamkit.model.frame import Tables

_OPEN = ("open", "proposed")


def write_calendar(plan: PlanDocument, tables: Tables) -> bytes:
    """The actions of ``tables`` that are open, as the bytes of an .ics: a whole-day event for each day and review.

    The same action keeps its UID, so a calendar that takes the file again moves what has moved; DTSTAMP is the plan's
    day, so a later plan counts as the newer one. What is done or dropped is not in it; nobody is invited by it.
    """
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//kamkit//account plan//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", plan.title)
    for event in _events(plan, tables):
        made.add_component(event)
    written: bytes = made.to_ical()
    return written


def _events(plan: PlanDocument, tables: Tables) -> Iterator[Any]:
    actions = own_rows(tables, plan.account_id)["actions"]
    actions = actions[actions["state"].isin(_OPEN)].sort_values(["due", "action_id"], na_position="last", kind="stable")
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    for action in actions.itertuples():
        told = _told(action, people)
        if not pd.isna(action.due):
            yield _event(plan, action, "due", action.due, plain(action.what), told)
        if not pd.isna(action.review_on):
            yield _event(plan, action, "review", action.review_on, f"Review: {plain(action.what)}", told)


def _told(action: Any, people: pd.Series) -> str:
    parts = []
    for label, who in (("Does it", action.responsible_id), ("Answers for it", action.accountable_id)):
        if not pd.isna(who):
            parts.append(f"{label}: {plain(people.get(who, who))}")
    if not pd.isna(action.due):
        parts.append(f"Due: {day(action.due)}")
    if not pd.isna(action.measure_text):
        parts.append(f"Success means: {plain(action.measure_text)}")
    if action.state == "proposed":
        parts.append("Proposed, not yet agreed")
    return "\n".join(parts)


def _event(plan: PlanDocument, action: Any, kind: str, on: pd.Timestamp, summary: str, told: str) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", uid_of(str(action.account_id), str(action.action_id), kind))
    event.add("dtstamp", datetime.combine(plan.as_of, time(), UTC))
    event.add("sequence", max(0, (plan.as_of - date(2020, 1, 1)).days))
    event.add("dtstart", on.date())
    event.add("dtend", on.date() + timedelta(days=1))
    event.add("summary", f"{summary} ({plan.account})")
    event.add("description", told)
    event.add("transp", "TRANSPARENT")  # a day to keep in mind, not a day that is taken
    return event


def uid_of(account_id: str, action_id: str, kind: str) -> str:
    """What a calendar knows an event by: the same for the same action, whatever else changes."""
    return f"{sha256(repr((account_id, action_id, kind)).encode()).hexdigest()[:32]}@kamkit"
