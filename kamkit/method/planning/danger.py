"""The plan for an account in danger: what is done within 24 hours and within a week, and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.planning.escalation import place_escalations
from kamkit.method.planning.people import People
from kamkit.method.planning.scope import Scope, fit, known, quoted, scope_of
from kamkit.method.planning.triggers import (
    FALL,
    HOLDS,
    IN_DANGER,
    PROMISE,
    RELATIONSHIP,
    RISK,
    THREAD,
    UNKNOWN,
    WATCH,
    place_triggers,
    rank_dangers,
)
from kamkit.method.rows import rows_where

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

FIRST, WEEK = "24 hours", "a week"
NAMED_AT_MOST = 3
_LEAD = "the whole"
COLUMNS = {
    "account_id": "str", "account": "str", "within": "str", "until": "datetime64[us]", "because": "str",
    "what": "str", "who": "str",
}  # fmt: skip


def plan_for_danger(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What is done for an account ("": for every account) with triggers that hold, first within 24 hours, then a week.

    Columns: account_id and account (the group's), within ('24 hours', 'a week'), until (a working day), because (the
    trigger; 'the whole' for the two steps that an account in danger gets besides), what, who (a name; "" where nobody
    is recorded). Accounts in the order of :func:`rank_dangers`. The steps are the kit's own defaults: find the cause
    and talk before anything is offered. MethodError as :func:`place_triggers`.
    """
    scope = scope_of(tables, account_id, as_of)
    triggers = place_triggers(tables, account_id, as_of)
    ranked = rank_dangers(triggers, scope.settings.danger_from)
    people = People(tables)
    rows: list[dict[str, Any]] = []
    for account in ranked[ranked["holds"] > 0].itertuples():
        own = triggers[(triggers["account_id"] == account.account_id) & (triggers["state"] == HOLDS)]
        steps = list(_lead(scope, people, account)) if account.danger == IN_DANGER else []
        for trigger in own.itertuples():
            steps += [(within, trigger.trigger, what, who) for within, what, who in _STEPS[trigger.trigger](scope, people, trigger)]
        steps.sort(key=lambda step: step[0] != FIRST)
        rows += [
            {"account_id": account.account_id, "account": account.account, "within": within, "because": because,
             "until": scope.due(1 if within == FIRST else 7), "what": fit(what), "who": who}
            for within, because, what, who in steps
        ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)


def review_danger(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """Whether an account is in danger, and what is late by the ladder, as findings; for "" the accounts by name."""
    scope = scope_of(tables, account_id, as_of)
    ranked = rank_dangers(place_triggers(tables, account_id, as_of), scope.settings.danger_from)
    found = list(_of_dangers(ranked, account_id))
    late = place_escalations(tables, account_id, as_of)
    high = late[late["rung"] >= 2]
    if len(high):
        worst = high.iloc[0]
        found.append(
            Finding(
                "danger",
                f"{_things(len(high))} late enough for a line manager, the longest {quoted(worst['what'], 60)} "
                f"({worst['account']}, {worst['days_late']} days).",
                f"Tell {worst['told'] or 'whoever stands above'} today what stands in the way, and the new day.",
            )
        )
    if gaps := sorted(set(late.loc[late["gap"] != "", "gap"])):
        found.append(
            Finding("careful", f"The ladder has nobody on a rung: {'; '.join(gaps[:NAMED_AT_MOST])}.",
                    "Enter who answers for it, and the line manager among our people.")
        )  # fmt: skip
    return tuple(found)


def _things(count: int) -> str:
    return "1 action or promise is" if count == 1 else f"{count} actions and promises are"


def _of_dangers(ranked: pd.DataFrame, account_id: str) -> Iterator[Finding]:
    if ranked.empty:
        return
    if account_id:
        row = ranked.iloc[0]
        if row["danger"] == IN_DANGER:
            yield Finding("danger", f"{row['account']} is in danger: {row['which']}.", "Start the plan of step 5 today.")
        elif row["danger"] == WATCH:
            yield Finding("careful", f"One trigger holds at {row['account']}: {row['which']}.", "Do its steps of step 5.")
        if row["unknown"]:
            yield Finding(
                "unknown", f"{row['unknown']} of 5 triggers cannot be judged at {row['account']}.",
                "Enter what is missing; step 5 says what.",
            )  # fmt: skip
        return
    danger = ranked[ranked["danger"] == IN_DANGER]
    if len(danger):
        names = ", ".join(danger["account"].head(NAMED_AT_MOST))
        rest = f" and {len(danger) - NAMED_AT_MOST} more" if len(danger) > NAMED_AT_MOST else ""
        yield Finding(
            "danger", f"{names}{rest} {'is' if len(danger) == 1 else 'are'} in danger by the record.",
            "Open this workbook for each of them and start the plan of step 5.",
        )  # fmt: skip
    if blind := int((ranked["danger"] == UNKNOWN).sum()):
        yield Finding("unknown", f"Of {blind} account{'' if blind == 1 else 's'} no trigger can be judged.", "Enter renewal days, contacts and risks.")


Step = tuple[str, str, str]  # within, what, who


def _lead(scope: Scope, people: People, account: Any) -> Iterator[tuple[str, str, str, str]]:
    owner = scope.groups["owner_id"].get(account.account_id)
    above = people.above(owner) or (owner if known(owner) else "")
    decider = _decider(scope, account.account_id)
    yield (
        FIRST, _LEAD, "Name the one person who leads until this is over, and free their diary for a week",
        people.name(above),
    )  # fmt: skip
    yield FIRST, _LEAD, f"Ring {decider}, listen, and offer nothing yet", people.name(above)
    yield (
        WEEK, _LEAD, f"Meet {decider} with the cause, what changes and from when; talk about price only after that",
        people.name(owner),
    )  # fmt: skip


def _decider(scope: Scope, group: str) -> str:
    """Their person who decides, else the most powerful one who is still there."""
    contacts = scope.rows("contacts")
    contacts = contacts[(contacts["group_id"] == group) & ~(contacts["leaves_on"] <= scope.day)]
    if contacts.empty:
        return "the person who decides there"
    decides = contacts["decision_role"] == "decides"
    ordered = contacts.assign(decides=decides).sort_values(
        ["decides", "power", "contact_id"], ascending=[False, False, True], na_position="last", kind="stable"
    )
    return str(ordered["name"].iloc[0])


def _risk(scope: Scope, people: People, trigger: Any) -> Iterator[Step]:
    risk = _row(scope, "risks", "risk_id", trigger.item_id)
    owner = people.name(risk["owner_id"]) or _owner(scope, people, trigger)
    upwards = f"Tell {' '.join(str(risk['escalate_to']).split())}" if known(risk["escalate_to"]) else "Tell the line manager"
    yield FIRST, f"{upwards}: what was seen, when, and by whom", owner
    if known(risk["response"]):
        yield WEEK, f"Carry out the response written down: {quoted(risk['response'], 130)}", owner
    else:
        yield WEEK, "Write down the response to this risk, and do its first step", owner


def _promise(scope: Scope, people: People, trigger: Any) -> Iterator[Step]:
    promise = _row(scope, "promises", "promise_id", trigger.item_id)
    owner = people.name(promise["owner_id"]) or _owner(scope, people, trigger)
    to = str(promise["promised_to"]) if known(promise["promised_to"]) else "the person it was promised to"
    yield FIRST, f"Ring {to} about {quoted(promise['what'], 70)}: where it stands, and a day that will be kept", owner
    yield WEEK, "Keep it, or agree in person what we do instead", owner


def _fell(scope: Scope, people: People, trigger: Any) -> Iterator[Step]:
    owner = _owner(scope, people, trigger)
    yield FIRST, "Get from the controller which units and offerings fell, month by month, or cost more to serve", owner
    yield WEEK, "Ask those who order there why, and write the reason down in their words", owner


def _single(scope: Scope, people: People, trigger: Any) -> Iterator[Step]:
    owner = scope.groups["owner_id"].get(trigger.account_id)
    above = people.name(people.above(owner)) or people.name(owner)
    yield FIRST, "Name the second of our people for this account", above
    yield WEEK, "Introduce the second person to a second department there", people.name(owner)


def _relation(scope: Scope, people: People, trigger: Any) -> Iterator[Step]:
    owner = scope.groups["owner_id"].get(trigger.account_id)
    above = people.name(people.above(owner)) or people.name(owner)
    yield FIRST, f"Ring {_decider(scope, trigger.account_id)} and ask what has changed; somebody other than their usual contact", above
    yield WEEK, "Bring what was heard to everybody on duty at their touch points, in one meeting", people.name(owner)


_STEPS = {RISK: _risk, PROMISE: _promise, FALL: _fell, THREAD: _single, RELATIONSHIP: _relation}


def _owner(scope: Scope, people: People, trigger: Any) -> str:
    return people.name(scope.groups["owner_id"].get(trigger.account_id))


def _row(scope: Scope, table: str, key: str, item_id: str) -> pd.Series:
    return rows_where(scope.tables, table, key, (item_id,)).iloc[0]
