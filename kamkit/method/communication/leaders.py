"""Our leaders by level, and what each of them has undertaken to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.communication.messages import CONFIRMED, place_messages
from kamkit.method.planning.people import People
from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

COMMITMENT, TASK, ANSWERS, NOTHING = "promised to the programme", "undertaken", "answers for", "nothing yet"
SIGNED, UNSIGNED, OPEN_STILL, LATE, SAID = "signed", "not signed", "open", "overdue", "confirmed"
COLUMNS = {
    "level": "Int64", "member_id": "str", "person": "str", "role": "str", "comes_from": "str", "what": "str",
    "due": "datetime64[us]", "state": "str", "account": "str",
}  # fmt: skip


def rank_leaders(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What each leader has undertaken to do, from the highest level down; one row each, and one for a leader without any.

    Leaders are all who are somebody's line manager, the programme supervisor, and the key account managers of the
    accounts looked at (``account_id`` "": of the programme, without those who only manage accounts). Columns: level (1
    has nobody above; missing: not one of our people), member_id ("" if not), person, role, comes_from ('promised to the
    programme': a sponsor's commitment, 'undertaken': said when told, 'answers for': an open action, 'nothing yet'),
    what, due, state ('signed', 'not signed', 'confirmed', 'open', 'overdue'; "" for nothing yet), account (its name, ""
    for the programme). MethodError if there is no such account. What was never written down is not seen here.
    """
    scope = scope_of(tables, account_id, as_of)
    people = People(tables)
    leaders = _leaders(tables, scope, people)
    found = [*_commitments(tables, scope), *_undertaken(tables, scope), *_answers(scope, people, set(leaders.values()))]
    rows = [row for row in found if row["person"] in leaders.values() or row["comes_from"] == COMMITMENT]
    busy = {row["person"] for row in rows}
    rows += [{"person": name, "comes_from": NOTHING, "what": "", "state": "", "account": ""}
             for name in leaders.values() if name not in busy]  # fmt: skip
    ids = {name: member for member, name in leaders.items()} | _ids(tables)
    roles = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["role"].fillna("")
    for row in rows:
        member = ids.get(row["person"], "")
        row |= {"member_id": member, "level": people.level(member) if member else None, "role": roles.get(member, "")}
    ranked = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)
    place = ranked["comes_from"].map({COMMITMENT: 0, TASK: 1, ANSWERS: 2, NOTHING: 3})
    order = ranked.assign(place=place).sort_values(
        ["level", "person", "place", "due"], na_position="last", kind="stable"
    )
    return ranked.loc[order.index].reset_index(drop=True)


def _ids(tables: Tables) -> dict[str, str]:
    members = tables["team_members"].drop_duplicates("name")
    return dict(zip(members["name"].astype(str), members["member_id"].astype(str), strict=True))


def _leaders(tables: Tables, scope: Scope, people: People) -> dict[str, str]:
    """Their names by id, the highest level first; the supervisor also where he is none of our people."""
    found = list(people.leaders)
    supervisor = settings_of(tables).supervisor or ""
    by_name = _ids(tables)
    if supervisor in by_name:
        found.append(by_name[supervisor])
    if scope.account_id:
        found += [str(owner) for owner in scope.groups["owner_id"].dropna()]
    named = {member: people.name(member) for member in dict.fromkeys(found)}
    return named if supervisor in {"", *named.values()} else named | {"": supervisor}


def _commitments(tables: Tables, scope: Scope) -> Iterator[dict[str, Any]]:
    for row in tables["commitments"].itertuples():
        if pd.isna(row.promised_by):
            continue
        signed = row.signed_on <= scope.day
        late = row.due < scope.day
        yield {
            "person": str(row.promised_by), "comes_from": COMMITMENT, "due": row.due, "account": "",
            "what": str(row.promised if not pd.isna(row.promised) else row.needed),
            "state": LATE if late else SIGNED if signed else UNSIGNED,
        }  # fmt: skip


def _undertaken(tables: Tables, scope: Scope) -> Iterator[dict[str, Any]]:
    messages = place_messages(tables, scope.account_id, scope.as_of)
    for row in messages[(messages["undertaken"] != "") & (messages["side"] == "inside")].itertuples():
        yield {
            "person": row.person or row.audience, "comes_from": TASK, "what": row.undertaken, "due": row.due,
            "state": SAID if row.state == CONFIRMED else row.state, "account": row.account if row.account_id else "",
        }  # fmt: skip


def _answers(scope: Scope, people: People, leaders: set[str]) -> Iterator[dict[str, Any]]:
    actions = scope.rows("actions")
    for row in actions[actions["state"].isin(OPEN)].itertuples():
        person = people.name(row.accountable_id)
        if person in leaders:
            late = row.due < scope.day
            yield {
                "person": person, "comes_from": ANSWERS, "what": row.what, "due": row.due,
                "state": LATE if late else OPEN_STILL, "account": str(scope.groups["name"][row.group_id]),
            }  # fmt: skip
