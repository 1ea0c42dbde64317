"""Hours and their cost to look at, and who is over and who has room."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.team import rank_people, review_hours, review_roles
from kamkit.method.team.hours import ALL, KEY_ACCOUNTS, OVER, PROPOSED, ROOM
from kamkit.method.worth import reporting_currency
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, listed, money, number, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
BARS_AT_MOST = 16
_SERVED = {
    KEY_ACCOUNTS: "the key accounts", PROPOSED: "the list that 05_select_key_accounts proposes",
    ALL: "all accounts with hours",
}  # fmt: skip


def show_hours(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Hours needed and spent, by role, with what they cost; without an account the roles first, then the accounts."""
    hours = review_hours(tables, account_id, as_of)
    if account_id:
        return _one_account(tables, account_id, hours)
    roles = review_roles(tables, as_of)
    if roles.empty:
        return parts.nothing_yet("our people with their roles and hours a year", "The sales director", "with our people, in the form below")
    currency = reporting_currency(tables)
    by_role = parts.table(
        roles,
        [
            Column("role", "Role"),
            Column("people", "People", "count"),
            Column("available", "Hours there are", "number"),
            Column("needed", "Hours needed", "number"),
            Column("spent", "Hours spent", "number", help="In the last twelve months"),
            Column("cost_needed", f"Cost of those needed, {currency}".rstrip(", "), "money"),
        ],
        caption="Hours a year by role; unknown where nobody has entered any",
        mark=roles["left"] < 0,
    )
    if hours.empty:
        who = "Each key account manager"
        return parts.stack(by_role, parts.nothing_yet("hours needed of any account", who, "in this step, with an account"))
    return parts.stack(parts.say(*_roles_said(roles, currency)), by_role, _accounts(hours))


def _roles_said(roles: pd.DataFrame, currency: str) -> list[str]:
    said = []
    for role in roles[roles["left"] < 0].itertuples():
        said.append(
            f"{counted(role.accounts, 'account')} with hours entered would need {number(role.needed, 0)} hours of "
            f"{role.role}; there are {number(role.available, 0)}."
        )
    fits = roles[roles["left"] >= 0]
    if len(fits):
        said.append(f"The hours of {listed([str(role) for role in fits['role']])} suffice for what was entered.")
    silent = roles[roles["needed"].isna()]
    if len(silent):
        said.append(f"Nobody has said what accounts need of {listed([str(role) for role in silent['role']])}.")
    known = roles["cost_needed"].sum(min_count=1)
    if not pd.isna(known):
        said.append(f"The hours needed cost {money(known, currency)} a year.")
    return said


def _accounts(hours: pd.DataFrame) -> Shown:
    ordered = hours.assign(size=hours["missing"].abs()).sort_values("size", ascending=False, kind="stable")
    columns = [
        Column("account", "Account"), Column("role", "Role"), Column("person", "Carried by"), Column("needed", "Needed", "number"),
        Column("spent", "Spent", "number"), Column("missing", "Missing", "number", help="Negative: more is spent than is needed"),
        Column("note", "What for"),
    ]  # fmt: skip
    return parts.table(
        ordered, columns, caption="Hours a year by account, the largest difference first", limit=ROWS_AT_MOST,
        mark=(ordered["spent"] > ordered["needed"]) | (ordered["spent"] * 2 < ordered["needed"]),
    )  # fmt: skip


def _one_account(tables: Tables, account_id: str, hours: pd.DataFrame) -> Shown:
    name = account_name(tables, account_id)
    if hours.empty:
        return parts.nothing_yet(f"the hours that {name} needs", "The key account manager", "per role, in the form below")
    currency = reporting_currency(tables)
    hours = hours.assign(person=hours["person"].where(hours["person"] != "", "shared by the role"))
    columns = [
        Column("role", "Role"), Column("person", "Carried by"), Column("needed", "Needed", "number"),
        Column("spent", "Spent", "number", help="In the last twelve months"), Column("missing", "Missing", "number"),
        Column("cost_needed", f"Cost if served, {currency}".rstrip(", "), "money"),
        Column("cost_spent", f"Cost now, {currency}".rstrip(", "), "money"), Column("note", "What for"),
    ]  # fmt: skip
    return parts.stack(
        parts.say(*_one_said(name, hours, currency)), parts.table(hours, columns, caption=f"Hours a year for {name}")
    )


def _one_said(name: str, hours: pd.DataFrame, currency: str) -> list[str]:
    needed, spent = hours["needed"].sum(min_count=1), hours["spent"].sum(min_count=1)
    if pd.isna(needed):
        return [f"Nobody has said how many hours {name} needs."]
    if pd.isna(spent):
        return [f"{name} needs {number(needed, 0)} hours a year; how many it gets nobody has entered."]
    said = f"{name} needs {number(needed, 0)} hours a year and got {number(spent, 0)}"
    if spent > needed:
        return [f"{said}: {number(spent - needed, 0)} more than it needs."]
    cost = hours["cost_needed"].sum(min_count=1) - hours["cost_spent"].sum(min_count=1)
    if spent < needed and not pd.isna(cost):
        return [f"{said}; the {number(needed - spent, 0)} that are missing cost {money(cost, currency)} a year."]
    return [f"{said}."]


def show_people(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who is over and who has room, as bars against the hours each has; the account's own people are in bold."""
    people = rank_people(tables, as_of)
    drawn = people.dropna(subset=["needed_served", "available"]).head(BARS_AT_MOST)
    if drawn.empty:
        return parts.nothing_yet(
            "anybody with hours a year who carries an account's hours", "The sales director",
            "hours a year with our people, hours needed in step 1",
        )  # fmt: skip
    own: set[str] = set()
    if account_id:
        own = set(review_hours(tables, account_id, as_of)["member_id"])
    chart = parts.chart(_bars(drawn, own), _message(drawn), _detail(drawn, own))
    silent = people[people["needed_served"].isna()]
    said = [f"The hours are those that {_SERVED[str(drawn['basis'].iloc[0])]} would need."]
    if len(silent):
        said.append(f"Nobody has said what accounts need of {listed([str(name) for name in silent['name'].head(6)])}.")
    return parts.stack(chart, parts.say(*said), _people_table(drawn, account_id, own))


def _people_table(drawn: pd.DataFrame, account_id: str, own: set[str]) -> Shown:
    columns = [
        Column("name", "Person"), Column("available", "Hours there are", "number"), Column("needed_served", "Needed by the list", "number"),
        Column("needed", "Needed by all", "number"), Column("spent", "Spent", "number"), Column("left", "Left", "number"),
        Column("state", "State"),
    ]  # fmt: skip
    mark = drawn["member_id"].isin(own) if account_id else drawn["state"] == OVER
    return parts.table(drawn, columns, caption="Hours a year per person", mark=mark)


def _message(drawn: pd.DataFrame) -> str:
    over, room = drawn[drawn["state"] == OVER], drawn[drawn["state"] == ROOM]
    spare = room.sort_values("left", ascending=False, kind="stable")
    if over.empty:
        return f"Nobody is over; {counted(len(room), 'person has', 'people have')} room"
    first = over.iloc[0]
    text = f"{first['name']} is asked for {number(first['needed_served'], 0)} hours and has {number(first['available'], 0)}"
    if len(spare):
        top = spare.iloc[0]
        return f"{text}, while {top['name']} has {number(top['left'], 0)} left"
    return f"{text}, and nobody has room"


def _detail(drawn: pd.DataFrame, own: set[str]) -> str:
    each = [f"{row['name']} {number(row['needed_served'], 0)} of {number(row['available'], 0)}" for row in drawn.to_dict("records")]
    mine = drawn.loc[drawn["member_id"].isin(own), "name"].astype(str).tolist()
    bold = f" The account is carried by {listed(mine)}." if mine else ""
    return f"Hours needed of hours there are: {'; '.join(each)}.{bold}"


def _bars(drawn: pd.DataFrame, own: set[str]) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, new_figure, plain
    from kamkit.show.scales import draw_scale, name_rows

    figure, axes = new_figure(height=1.2 + 0.3 * len(drawn))
    needed, there = drawn["needed_served"].to_numpy(float), drawn["available"].to_numpy(float)
    rows = range(len(drawn))
    colours = [ALARM if state == OVER else MAIN for state in drawn["state"]]
    axes.barh(rows, needed, height=0.56, color=colours)
    axes.vlines(there, [row - 0.4 for row in rows], [row + 0.4 for row in rows], color=INK, linewidth=2)
    top = max(needed.max(), there.max())
    for row, (asked, have) in enumerate(zip(needed, there, strict=True)):
        over = asked - have
        said = f"{over:,.0f} over" if over > 0 else f"{-over:,.0f} left"
        axes.text(max(asked, have) + top * 0.012, row, said, va="center", fontsize=8)
    axes.text(there[0], -0.5, "hours there are", ha="center", va="bottom", fontsize=8)
    axes.set_ylim(len(drawn) - 0.4, -0.95)
    axes.set_xlim(0, top * 1.14)
    axes.spines["left"].set_visible(False)
    bold = [member in own for member in drawn["member_id"]]
    name_rows(axes, [plain(short(name, 24)) for name in drawn["name"]], size=9, bold=bold)
    draw_scale(axes, "x", names=lambda hours: f"{hours:,.0f}", label="hours a year", label_size=8)
    return figure
