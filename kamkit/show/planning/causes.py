"""Actions by the kind of thing they change, the causes they remove, and the roles people have in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning import place_causes, rank_kinds
from kamkit.method.planning.kinds import KINDS
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.planning.plan import ROWS_AT_MOST, no_actions
from kamkit.show.words import counted, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_kinds(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How many actions change what kind of thing, then each with the cause that it removes."""
    causes = place_causes(tables, account_id, as_of)
    if causes.empty:
        return no_actions(tables, account_id)
    kinds = rank_kinds(tables, account_id, as_of)
    columns = [
        Column("kind", "Kind"),
        Column("means", "What it means"),
        Column("open", "Open", "count"),
        *([] if account_id else [Column("accounts", "Accounts", "count")]),
        Column("overdue", "Overdue", "count"),
        Column("done", "Done", "count"),
        Column("worked", "Done and worked", "count", help="The measure moved; done is not worked"),
    ]
    written = [Column("kind", "Kind"), Column("what", "What"), Column("cause", "Cause it removes")]
    if not account_id:
        written.insert(1, Column("account", "Account"))
    return parts.stack(
        parts.say(*_said(kinds, account_id)),
        parts.table(kinds, columns, caption="Actions by kind"),
        parts.table(
            causes.assign(cause=causes["cause"].where(causes["cause"] != "", "not written down")), written,
            caption="What each removes", mark=causes["cause"] == "", limit=ROWS_AT_MOST,
        ),
    )  # fmt: skip


def _said(kinds: pd.DataFrame, account_id: str) -> list[str]:
    total, most = int(kinds["open"].sum()), kinds.loc[kinds["open"].idxmax()]
    first = f"{most['open']} of {counted(total, 'open action')} {'is' if most['open'] == 1 else 'are'} of the kind {most['kind']}"
    none = [kind for kind in KINDS if not kinds.loc[kinds["kind"] == kind, "open"].sum()]
    missing = f"; none of the kind {listed(none, last='or')}" if none else ""
    said = [f"{first}{missing}."]
    if without := int(kinds["without_cause"].sum()):
        said.append(f"{counted(without, 'of them names', 'of them name')} no cause.")
    return said


def show_roles(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who is responsible, accountable, consulted and informed in each open action; of a portfolio only the faulty ones."""
    roles = place_causes(tables, account_id, as_of)
    if roles.empty:
        return no_actions(tables, account_id)
    people = set(tables["team_members"]["name"])
    whole = roles["responsible"].isin(people) & roles["accountable"].isin(people)
    roles = roles.sort_values(["due", "action_id"], na_position="last", kind="stable")
    columns = [
        Column("what", "What"),
        Column("responsible", "R: does it"),
        Column("accountable", "A: answers for it"),
        Column("consulted", "C: asked before"),
        Column("informed", "I: told"),
    ]
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    said = f"{int(whole.sum())} of {counted(len(roles), 'open action')} {'has' if whole.sum() == 1 else 'have'} exactly one A and at least one R."
    faulty = ~whole.loc[roles.index]
    if not account_id:
        if whole.all():
            return parts.say(said, "Each account's page has them one by one.")
        roles, faulty = roles[faulty], faulty[faulty]
    table = parts.table(roles, columns, caption="Roles, RACI", mark=faulty, limit=ROWS_AT_MOST)
    return parts.stack(parts.say(said), table)
