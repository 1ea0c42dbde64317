"""Whether an action plan can be carried out: who, by when, what for, and how anybody will tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.finding import Finding, Severity
from kamkit.method.planning.propose import OPEN
from kamkit.method.planning.scope import Scope, day, days, known, quoted, scope_of
from kamkit.method.planning.wording import check_wording

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ONE_PERSON_FROM = 3  # from this many open actions on, all of them on one person is a finding (default)
OPEN_AT_MOST = 10  # open actions of one account: more are not reviewed in an hour (default)
COLUMNS = ("account_id", "action_id", "what", "due", "check", "severity", "says", "do")

_KEYS = {
    "expectation": ("expectations", "expectation_id"),
    "touch point": ("touch_points", "touch_point_id"),
    "risk": ("risks", "risk_id"),
    "opportunity": ("opportunities", "opportunity_id"),
    "promise": ("promises", "promise_id"),
    "complaint": ("queries", "query_id"),
}
GAPS_OF_AN_ACCOUNT = ("renewal", "terms", "white space", "answers", "extras")


def check_actions(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """What is wrong with the open and proposed actions of an account ("": of all), worst first.

    One row per fault: account_id (the group's), action_id and what (NaN where the plan as a whole is meant),
    due, check ('overdue', 'accountable', 'responsible', 'due', 'wording', 'success', 'gap', 'cause', 'kind', 'review',
    'told', 'one person', 'too many', 'no actions'), severity ('danger', 'careful', 'unknown'), says, do.
    An action without a fault has no row. MethodError if there is no such account.
    RACI as used here: exactly one accountable, at least one responsible. It cannot see whether the
    people named know of it.
    """
    scope = scope_of(tables, account_id, as_of)
    actions = scope.rows("actions")
    actions = actions[actions["state"].isin(OPEN)].sort_values(["due", "action_id"], na_position="last")
    gaps = {because: set(scope.tables[table][key]) for because, (table, key) in _KEYS.items()}
    people = set(tables["team_members"]["member_id"])
    rows = [
        {"account_id": action.group_id, "action_id": action.action_id, "what": action.what, "due": action.due}
        | {"check": check, "severity": severity, "says": says, "do": do}
        for action in actions.itertuples()
        for check, severity, says, do in _faults(action, scope, people, gaps)
    ]
    rows += _of_the_whole(scope, actions)
    found = pd.DataFrame(rows, columns=list(COLUMNS), dtype="object")
    found = found.astype({name: "datetime64[us]" if name == "due" else "str" for name in COLUMNS})
    order = found["severity"].map({"danger": 0, "careful": 1, "unknown": 2})
    return found.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def review_plan(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """The faults of ``check_actions`` as findings, one for each kind of fault, naming at most three actions."""
    faults = check_actions(tables, account_id, as_of)
    findings = []
    for (severity, _check), rows in faults.groupby(["severity", "check"], sort=False):
        single = [str(said) for said in rows["says"]]
        rest = f" And {len(single) - 3} more." if len(single) > 3 else ""
        findings.append(Finding(_severity(severity), " ".join(single[:3]) + rest, str(rows["do"].iloc[0])))
    open_actions = scope_of(tables, account_id, as_of).rows("actions")["state"].isin(OPEN).sum()
    if not findings and open_actions:
        all_of_them = "The one open action names" if open_actions == 1 else f"All {open_actions} open actions name"
        findings.append(Finding("fine", f"{all_of_them} who, by when, what for and how to tell."))
    return tuple(findings)


def _severity(value: object) -> Severity:
    return "danger" if value == "danger" else "careful" if value == "careful" else "unknown"


Fault = tuple[str, Severity, str, str]


def _faults(action: Any, scope: Scope, people: set[str], gaps: dict[str, set[str]]) -> Iterator[Fault]:
    name = quoted(action.what, 60)
    if not scope.account_id:
        name = f"{scope.groups['name'][action.group_id]}: {name}"
    yield from _who(action, name, people)
    if not known(action.due):
        yield "due", "careful", f"{name} has no day.", "Ask who does it for a day they can keep."
    elif action.due < scope.day:
        late = days((scope.day - action.due).days)
        yield (
            "overdue", "danger", f"{name} was due on {day(action.due)}, {late} ago.",
            "Do it, or agree a new day with whoever waits for it and write down why.",
        )  # fmt: skip
    if why := check_wording(str(action.what)):
        yield "wording", "careful", f"{name}: {why}.", "Rewrite it so that somebody could see it done."
    if not known(action.measure_id) and not known(action.measure_text):
        yield "success", "careful", f"{name} does not say what success means.", "Name what will differ, in figures."
    yield from _why(action, name, gaps)
    if not known(action.cause):
        yield "cause", "careful", f"{name} names no cause that it removes.", "Ask why the gap is there, and write it down."
    if not known(action.kind):
        yield "kind", "careful", f"{name} is of no kind yet.", "Say what it changes: performance, process, service, skill or people."
    if not known(action.review_on):
        yield "review", "careful", f"{name} has no review date.", "Set the day on which it is looked at."
    if not known(action.informed):
        yield "told", "careful", f"{name} does not say who is told.", "Name who is told, and how."


def _who(action: Any, name: str, people: set[str]) -> Iterator[Fault]:
    for check, value in (("accountable", action.accountable_id), ("responsible", action.responsible_id)):
        if not known(value):
            wanted = "exactly one person answers for it" if check == "accountable" else "at least one person does it"
            yield check, "danger", f"{name} has nobody {check}.", f"Name one: {wanted}."
        elif value not in people:
            yield (
                check, "danger", f"{name} has {quoted(value, 40)} as {check}, who is not one of our people.",
                "Name one person from the list; several names are nobody's task.",
            )  # fmt: skip


def _why(action: Any, name: str, gaps: dict[str, set[str]]) -> Iterator[Fault]:
    do = "Choose what it answers under more, or drop it."
    if not known(action.because) or not known(action.because_id):
        yield "gap", "careful", f"{name} answers no gap.", do
    elif action.because == "account":
        if action.because_id not in GAPS_OF_AN_ACCOUNT:
            expected = ", ".join(GAPS_OF_AN_ACCOUNT)
            yield "gap", "careful", f"{name} answers {quoted(action.because_id, 30)}; expected one of {expected}.", do
    elif action.because_id not in gaps[action.because]:
        yield "gap", "careful", f"{name} answers the {action.because} {quoted(action.because_id, 30)}, not there.", do


def _of_the_whole(scope: Scope, actions: pd.DataFrame) -> Iterator[dict[str, Any]]:
    names = scope.groups["name"]
    for group, own in actions.groupby("group_id", sort=False):
        doers = own["responsible_id"].dropna()
        whole = {"account_id": group, "action_id": None, "what": None, "due": None}
        if len(doers) >= ONE_PERSON_FROM and doers.nunique() == 1 and len(doers) == len(own):
            who = _name(scope, doers.iloc[0])
            yield whole | {
                "check": "one person", "severity": "careful",
                "says": f"All {len(own)} open actions for {names[group]} are on {who}.",
                "do": "Ask for each who else could do it; what hangs on one person stops with that person.",
            }  # fmt: skip
        if len(own) > OPEN_AT_MOST:
            yield whole | {
                "check": "too many", "severity": "careful",
                "says": f"{names[group]} has {len(own)} open actions; more than {OPEN_AT_MOST} are not reviewed in an hour.",
                "do": "Drop or postpone the ones that answer the smallest gaps.",
            }  # fmt: skip
    if scope.account_id and actions.empty:
        yield {
            "account_id": scope.account_id, "action_id": None, "what": None, "due": None, "check": "no actions",
            "severity": "unknown", "says": f"{names[scope.account_id]} has no open action.",
            "do": "Accept a proposal, or add a row.",
        }  # fmt: skip


def _name(scope: Scope, member_id: str) -> str:
    people = scope.tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    return str(people.get(member_id, member_id))
