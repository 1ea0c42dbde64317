"""What happens when an action is overdue or a promise breaks: who hears of it, after how many days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning.people import People
from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.rules_of_events import BROKEN_DAYS
from kamkit.method.planning.scope import Scope, known, scope_of
from kamkit.model.settings import Settings

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ACTION, LATE, BROKEN = "action overdue", "promise overdue", "promise broken"
WHO = (
    "the person who answers for it",
    "that person's line manager",
    "the level above",
)
COLUMNS = {
    "account_id": "str", "account": "str", "kind": "str", "item_id": "str", "what": "str", "due": "datetime64[us]",
    "days_late": "int64", "rung": "int64", "told": "str", "next_told": "str", "next_on": "datetime64[us]",
    "gap": "str",
}  # fmt: skip


def escalation_ladder(settings: Settings) -> pd.DataFrame:
    """The rungs of the ladder: rung (1 to 3), who, action_days and promise_days (days after the day that was set)."""
    return pd.DataFrame(
        {
            "rung": [1, 2, 3],
            "who": pd.Series(WHO, dtype="str"),
            "action_days": list(_days(settings, ACTION)),
            "promise_days": list(_days(settings, LATE)),
        }
    )


def place_escalations(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What is late at an account ("": at all), who should have heard of it by now, and who hears next.

    One row per open action past its day, promise past its day, and promise broken in the last year that no action
    answers; the highest rung first, then the longest late. Columns: account_id and account (the group's), kind
    ('action overdue', 'promise overdue', 'promise broken'), item_id, what, due (for a broken promise the day it
    broke), days_late, rung (0: before the first), told (names of all who should have heard, "" before the first
    rung), next_told, next_on ("" and NaT on the last rung), gap (why a rung has nobody; "" if none is missing).

    The rungs are the one who answers for it, the line manager, and the level above, after the days in the settings
    (defaults are ours). Where nobody stands higher, the highest known person keeps the rung. MethodError if there is
    no such account. It sees days, and not how much hangs on them.
    """
    scope = scope_of(tables, account_id, as_of)
    people = People(tables)
    rows = [_row(scope, people, *late) for late in (*_actions(scope), *_promises(scope))]
    placed = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object").astype(COLUMNS)
    return placed.sort_values(
        ["rung", "days_late", "item_id"], ascending=[False, False, True], kind="stable", ignore_index=True
    )


Late = tuple[str, Any, str, Any, Any]  # kind, row, its id, since, who answers for it


def _actions(scope: Scope) -> Iterator[Late]:
    actions = scope.rows("actions")
    overdue = actions[actions["state"].isin(OPEN) & (actions["due"] < scope.day)]
    for action in overdue.itertuples():
        answers = action.accountable_id if known(action.accountable_id) else action.responsible_id
        yield ACTION, action, str(action.action_id), action.due, answers


def _promises(scope: Scope) -> Iterator[Late]:
    promises = scope.rows("promises")
    for promise in promises[(promises["state"] == "open") & (promises["due"] < scope.day)].itertuples():
        yield LATE, promise, str(promise.promise_id), promise.due, promise.owner_id
    broke = promises["settled_on"].fillna(promises["due"])
    lately = (broke <= scope.day) & (broke >= scope.day - pd.Timedelta(days=BROKEN_DAYS))
    unanswered = ~promises["promise_id"].isin(_answered(scope))
    broken = promises.assign(broke=broke)[(promises["state"] == "broken") & lately & unanswered]
    for promise in broken.itertuples():
        yield BROKEN, promise, str(promise.promise_id), promise.broke, promise.owner_id


def _answered(scope: Scope) -> set[str]:
    actions = scope.rows("actions")
    answers = actions[(actions["because"] == "promise") & (actions["state"] != "dropped")]
    return set(answers["because_id"].dropna())


def _row(scope: Scope, people: People, kind: str, row: Any, item_id: str, since: Any, answers: object) -> dict[str, Any]:
    owner = scope.groups["owner_id"].get(row.group_id)
    ladder, gap = _chain(people, answers if known(answers) else owner)
    late, days = (scope.day - since).days, _days(scope.settings, kind)
    rung = sum(late >= after for after in days)
    following = ladder[rung] if rung < len(ladder) else ""
    return {
        "account_id": row.group_id, "account": str(scope.groups["name"][row.group_id]), "kind": kind,
        "item_id": item_id, "what": row.what, "due": since, "days_late": late, "rung": rung,
        "told": ", ".join(dict.fromkeys(name for name in ladder[:rung] if name)), "next_told": following,
        "next_on": since + pd.Timedelta(days=days[rung]) if rung < len(days) else pd.NaT, "gap": gap,
    }  # fmt: skip


def _chain(people: People, answers: object) -> tuple[list[str], str]:
    """The names on the three rungs, and why one of them is nobody's."""
    if not known(answers):
        return ["", "", ""], "nobody answers for it"
    manager = people.above(answers)
    if not manager:
        name = people.name(answers)
        alone = people.level(answers) == 1 and str(answers) in people.leaders
        return [name, name if alone else "", name if alone else ""], (
            "" if alone else f"no line manager of {name} is recorded"
        )
    top = people.above(manager) or manager
    return [people.name(answers), people.name(manager), people.name(top)], ""


def _days(settings: Settings, kind: str) -> tuple[int, int, int]:
    """Days until each rung; a rung never comes before the one below it."""
    if kind == ACTION:
        first, second, third = settings.action_to_accountable, settings.action_to_manager, settings.action_to_top
    else:
        first, second, third = settings.promise_to_accountable, settings.promise_to_manager, settings.promise_to_top
    second = max(first, second)
    return first, second, max(second, third)
