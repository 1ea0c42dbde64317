"""The sections of a customer's edition, made of tables in which nothing internal is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from kamkit.documents.plan.charts import chart_way, chart_worth_to_them
from kamkit.documents.plan.parts import Section, Table, say, tabulate
from kamkit.documents.plan.view import View, on_day, on_days
from kamkit.method.planning.measured import latest_readings
from kamkit.show.parts import Column
from kamkit.show.plan.wording import EVIDENCE
from kamkit.show.words import number

_ON_PAGE = 6
_POINTS_ON_PAGE = 12


def proposition(view: View) -> Section | None:
    """What they get, in one sentence, if somebody has written it."""
    rows = view.tables["propositions"]
    if rows.empty:
        return None
    return Section("What you get", (say(str(rows["sentence"].iloc[0]), lead=True),))


def goals(view: View) -> Section | None:
    """Their goals, and how we help."""
    rows = view.tables["customer_goals"]
    if rows.empty:
        return None
    rows = rows.assign(mark=rows["evidence"].map(EVIDENCE).fillna(EVIDENCE["assumed"]))
    columns = [(Column("goal", "Your goal, as we understand it"), 4.0), (Column("forced_by", "Comes from"), 1.8),
               (Column("our_help", "How we help"), 4.4), (Column("mark", "How sure"), 1.6)]  # fmt: skip
    return Section("Your goals", (_table(rows, columns),))


def worth_to_them(view: View) -> Section | None:
    """What we propose, and what it would be worth to them: units x effect, in full, for them to check."""
    rows = view.tables["opportunities"]
    if rows.empty:
        return None
    mark = rows["evidence"].map(EVIDENCE).fillna(EVIDENCE["assumed"])
    rows = rows.assign(worth=rows["units"] * rows["effect"], mark=mark)
    columns = [
        (Column("name", "What we propose"), 3.6), (Column("units", "How often a year", "number"), 1.4),
        (Column("effect", view.once("Worth each time"), "money"), 1.6), (Column("worth", view.a_year("Worth"), "money"), 1.6),
        (Column("one_off_benefit", view.once("Once, besides"), "money"), 1.5),
        (Column("switching_cost", view.once("Changing costs you"), "money"), 1.6), (Column("mark", "How sure"), 1.6),
    ]  # fmt: skip
    said = say("The figures are ours to explain and yours to correct.")
    return Section("What it would be worth to you", (_table(rows, columns), said, *chart_worth_to_them(view, rows)))


def actions(view: View) -> Section | None:
    """What we do for them: open first, then what is done."""
    rows = view.tables["actions"]
    if rows.empty:
        return None
    rows = rows.assign(
        done=rows["state"] == "done", by=on_days(rows["due"]), who=view.named(rows["responsible_id"]), review=on_days(rows["review_on"])
    )
    rows = rows.sort_values(["done", "due", "action_id"], na_position="last", kind="stable")
    rows["state"] = [
        f"done {on_day(row.done_on)}".strip() if row.done else str(row.state) for row in rows.itertuples()
    ]
    columns = [
        (Column("what", "What"), 4.2), (Column("by", "By"), 1.6), (Column("who", "Who"), 1.8),
        (Column("measure_text", "Success means"), 2.8), (Column("review", "We look at it on"), 1.6), (Column("state", "State"), 1.4),
    ]  # fmt: skip
    return Section("Who does what by when", (_table(rows, columns, on_page=10),))


def promises(view: View) -> Section | None:
    """What they can count on at every touch point, and what was promised besides."""
    team = view.team
    points = team.points[team.points["promise"] != ""]
    open_ones = team.promises.assign(by=on_days(team.promises["due"]))
    blocks = []
    if len(points):
        columns = [(Column("name", "Where we meet"), 2.4), (Column("channel", "How"), 1.4),
                   (Column("promise", "What you can count on"), 4.4), (Column("person", "Who keeps it"), 1.8)]  # fmt: skip
        blocks.append(_table(points, columns, on_page=_POINTS_ON_PAGE))
    if len(open_ones):
        columns = [(Column("what", "Promised, not yet done"), 4.4), (Column("to", "Promised to"), 1.8),
                   (Column("person", "Who keeps it"), 1.8), (Column("by", "By"), 1.4)]  # fmt: skip
        blocks.append(_table(open_ones, columns))
    return Section("What you can count on", tuple(blocks)) if blocks else None


def measures(view: View) -> Section | None:
    """The measures both sides agreed on."""
    rows = view.tables["measures"]
    if rows.empty:
        return None
    found = latest_readings(view.tables, rows, view.as_of).reset_index()
    found = found.assign(
        now=[_now(row) for row in found.itertuples()], by=on_days(found["due"]),
        **{name: [_figure(value, unit) for value, unit in zip(found[name], found["unit"], strict=True)] for name in ("baseline", "target")},
    )  # fmt: skip
    columns = [
        (Column("name", "What we both look at"), 3.6), (Column("baseline", "From"), 1.3), (Column("now", "Now"), 2.0),
        (Column("target", "To"), 1.3), (Column("by", "By"), 1.3), (Column("verdict", "So far"), 1.4),
    ]  # fmt: skip
    return Section("What we both look at", (_table(found, columns), *chart_way(found)))


def _now(row: object) -> str:
    latest, on, unit = getattr(row, "latest", None), getattr(row, "read_on", None), getattr(row, "unit", None)
    return "not read yet" if pd.isna(latest) else f"{_figure(latest, unit)} on {on_day(on)}"


def _figure(value: object, unit: object) -> str:
    if pd.isna(value):
        return ""
    figure = number(value, 0) if float(value).is_integer() else f"{float(value):,.10g}"  # type: ignore[arg-type]
    return figure if pd.isna(unit) else f"{figure} {unit}"


def questions(view: View) -> Section | None:
    """What they asked and wait for, and the last answers."""
    rows = view.tables["queries"]
    if rows.empty:
        return None
    closed = rows["closed_on"].notna()
    rows = rows.assign(closed=closed, asked=on_days(rows["asked_on"]), owner=view.named(rows["owner_id"]),
                       by=on_days(rows["due"]), answer=rows["answer"].fillna(""))  # fmt: skip
    rows = rows.sort_values(["closed", "asked_on", "query_id"], ascending=[True, False, True], kind="stable")
    columns = [
        (Column("what", "You asked"), 3.6), (Column("asked_by", "Who"), 1.7), (Column("asked", "On"), 1.7),
        (Column("owner", "Who answers"), 1.7), (Column("by", "By"), 1.7), (Column("answer", "Answer"), 2.8),
    ]  # fmt: skip
    return Section("What you asked", (_table(rows, columns, marked=~rows["closed"]),))


def contracts(view: View) -> Section | None:
    """What the contracts say."""
    rows = view.tables["contracts"]
    if rows.empty:
        return None
    rows = rows.assign(since=on_days(rows["starts_on"]), until=on_days(rows["ends_on"]))
    columns = [
        (Column("name", "Contract"), 2.6), (Column("since", "From"), 1.6), (Column("until", "To"), 1.6),
        (Column("scope", "What is included"), 3.4), (Column("service_levels", "Service levels"), 3.4),
    ]  # fmt: skip
    return Section("What is agreed", (_table(rows, columns),), side=True)


def your_team(view: View) -> Section | None:
    """Who serves them where."""
    team = view.team.team
    if team.empty:
        return None
    columns = [(Column("name", "Who"), 2.0), (Column("role", "Role"), 2.2), (Column("where", "Where you meet them"), 3.5),
               (Column("email", "E-mail"), 3.6)]  # fmt: skip
    marked = team["leads"].astype(bool)
    return Section("Your team", (_table(team, columns, marked=marked),), side=True)


def confirmed(view: View) -> Section:
    """Where both sides sign."""
    company = view.team.company or "Us"
    sides = pd.DataFrame({"side": [view.team.account, company], "name": ["", ""], "on": ["", ""], "note": ["", ""]})
    columns = [(Column("side", "Confirmed for"), 3.2), (Column("name", "Name"), 2.8), (Column("on", "Date"), 1.6),
               (Column("note", "With these changes"), 3.4)]  # fmt: skip
    return Section("Confirmed", (tabulate("", sides, columns),))


def _table(
    frame: pd.DataFrame, columns: Sequence[tuple[Column, float]], *, marked: Iterable[bool] | None = None, on_page: int = _ON_PAGE
) -> Table:
    """A table without the columns in which nothing is."""
    there = [(column, weight) for column, weight in columns if (frame[column.name].notna() & (frame[column.name] != "")).any()]
    return tabulate("", frame, there, marked=marked, on_page=on_page)


SECTIONS = (proposition, goals, worth_to_them, actions, promises, measures, questions, contracts, your_team, confirmed)


def sections_for_customer(view: View) -> Iterator[Section]:
    """What is there to be shown, in the order in which it is read; what is not there is left out."""
    for section in SECTIONS:
        if (made := section(view)) is not None:
            yield made
