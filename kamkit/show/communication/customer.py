"""The customer's page *Your team*, made of shareable fields alone, and the measures both sides look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication import YourTeam, place_agreed_measures, place_your_team, rank_agreement
from kamkit.method.communication.agreed import YES
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 40


def show_your_team(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The page for the customer: who serves them where, what they can count on, what both sides look at."""
    if not account_id:
        return parts.say(
            "A customer's page belongs to one customer: open this workbook with an account.",
            "It holds only fields that may leave the house; which these are stands in the glossary.",
        )
    page = place_your_team(tables, account_id, as_of)
    if page.team.empty and page.points.empty:
        return parts.nothing_yet(
            f"anybody who serves {page.account}", "The key account manager",
            "an owner of the account, and of each touch point in 04_map_touch_points",
        )  # fmt: skip
    sections = [parts.say(*_opening(page)), _team(page), _points(page), _promises(page), _measures(page)]
    return parts.stack(*(section for section in sections if section is not None))


def _opening(page: YourTeam) -> list[str]:
    at = f" at {page.company}" if page.company else ""
    said = [f"Your team{at}, for {page.account}."]
    leader = page.team[page.team["leads"].astype(bool)] if len(page.team) else page.team
    if len(leader):
        mail = f" ({leader['email'].iloc[0]})" if leader["email"].iloc[0] else ""
        said.append(f"{leader['name'].iloc[0]}{mail} answers for all of it; ring when you do not know whom else.")
    return said


def _team(page: YourTeam) -> Shown | None:
    if page.team.empty:
        return None
    columns = [
        Column("name", "Who"),
        Column("role", "Role"),
        Column("where", "Where you meet them"),
        Column("email", "E-mail"),
    ]
    return parts.table(page.team, columns, caption="Who serves you", limit=_ROWS)


def _points(page: YourTeam) -> Shown | None:
    points = page.points[page.points["promise"] != ""]
    if points.empty:
        return None
    columns = [
        Column("name", "Where we meet"),
        Column("channel", "How"),
        Column("promise", "What you can count on"),
        Column("person", "Who keeps it"),
    ]
    return parts.table(points, columns, caption="What you can count on", limit=_ROWS)


def _promises(page: YourTeam) -> Shown | None:
    if page.promises.empty:
        return None
    columns = [Column("what", "What we owe you"), Column("to", "Promised to"), Column("person", "Who keeps it"), Column("due", "By", "date")]
    return parts.table(page.promises, columns, caption="Promised and not yet done", limit=_ROWS)


def _measures(page: YourTeam) -> Shown | None:
    if page.measures.empty:
        return None
    shown = page.measures.assign(now=[_now(row) for row in page.measures.itertuples()],
                                 aim=[_aim(row) for row in page.measures.itertuples()])  # fmt: skip
    columns = [Column("name", "What we both look at"), Column("now", "Now"), Column("aim", "Aim"), Column("by", "By", "date")]
    return parts.table(shown, columns, caption="Agreed measures", limit=_ROWS)


def show_agreed_measures(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Which measures are agreed with the customer and where they stand; without an account how many each has."""
    measures = place_agreed_measures(tables, account_id, as_of)
    if measures.empty:
        return parts.nothing_yet("measures of any kind for this" if account_id else "measures of any account",
                                 "The key account manager", "in this form, agreed with the customer")  # fmt: skip
    agreed = int((measures["agreed"] == YES).sum())
    said = f"{agreed} of {counted(len(measures), 'measure')} {'is' if agreed == 1 else 'are'} agreed with the customer."
    if account_id:
        shown = measures.assign(now=[_now(row) for row in measures.itertuples()], aim=[_aim(row) for row in measures.itertuples()])
        columns = [
            Column("measure", "Measure"), Column("agreed", "Agreed"), Column("perspective", "Perspective"),
            Column("now", "Now"), Column("aim", "Aim"), Column("due", "By", "date"), Column("verdict", "So far"),
        ]  # fmt: skip
        return parts.stack(parts.say(said), parts.table(shown, columns, caption="Measures", limit=_ROWS))
    ranked = rank_agreement(measures)
    columns = [
        Column("account", "Account"), Column("measures", "Measures", "count"), Column("agreed", "Agreed", "count"),
        Column("reached", "Reached", "count"), Column("nearer", "Nearer", "count"), Column("away", "Further away", "count"),
        Column("not_read", "Not read", "count"),
    ]  # fmt: skip
    return parts.stack(
        parts.say(said), parts.table(ranked, columns, caption="Agreed measures by account", mark=ranked["agreed"] == 0, limit=_ROWS)
    )


def _now(row: Any) -> str:
    return "not read yet" if pd.isna(row.latest) else f"{_figure(row.latest)}{_unit(row)} on {day(row.read_on)}"


def _aim(row: Any) -> str:
    return "no aim set" if pd.isna(row.target) else f"{_figure(row.target)}{_unit(row)}"


def _unit(row: Any) -> str:
    return f" {row.unit}" if row.unit else ""


def _figure(value: float) -> str:
    return f"{value:,.10g}"
