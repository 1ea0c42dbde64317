"""What to know about a relationship before acting on it, worst first, each with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, Severity, worst_first
from kamkit.method.planning.rules_of_accounts import NO_CONTACT, RENEWAL_MONTHS
from kamkit.method.planning.scope import Scope, day, known, quoted, scope_of
from kamkit.method.relationship.coverage import rank_threads, threads_of
from kamkit.method.relationship.loss import rank_losses
from kamkit.method.relationship.memory import review_history
from kamkit.method.relationship.scale import stage_called, stages_apart
from kamkit.method.relationship.stages import GAP, review_stages
from kamkit.method.relationship.stakeholders import HIGH, place_stakeholders
from kamkit.method.relationship.team import NOBODY, review_team_mix
from kamkit.method.relationship.whitespace import check_white_space

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

LIKELY = 30.0  # % from which a loss is spoken of (default)


def review_relationship(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What to know about the relationship with an account, worst first; see ``review_relationships`` for all accounts.

    MethodError on an unknown account.
    """
    scope = scope_of(tables, account_id, as_of)
    found = [
        *_risks(scope), *_threads(scope), *_people(scope), *_stages(scope), *_mix(scope), *_forecast(scope),
        *check_white_space(tables, scope.account_id, as_of), *_research(scope),
    ]  # fmt: skip
    if not found:
        found.append(Finding("fine", "Nothing stands out in what was entered about this relationship."))
    return worst_first(found)


def _name(scope: Scope) -> str:
    return str(scope.groups["name"].iloc[0])


def _risks(scope: Scope) -> Iterator[Finding]:
    risks = scope.rows("risks")
    seen = risks[(risks["triggered_on"] <= scope.day) & ~(risks["closed_on"] <= scope.day)]
    for risk in seen.sort_values("triggered_on").itertuples():
        yield Finding(
            "danger",
            f"What would show a risk was seen on {day(risk.triggered_on)}: {quoted(risk.trigger if known(risk.trigger) else risk.what)}.",
            str(risk.response) if known(risk.response) else "Write down what we do then, and who decides.",
        )


def _threads(scope: Scope) -> Iterator[Finding]:
    why = threads_of(scope).get(scope.account_id, "")
    name = _name(scope)
    if why == NO_CONTACT:
        yield Finding("unknown", f"Nobody at {name} is recorded, so nobody can say whether they are for us.", "Enter the people who decide, buy and use.")
        return
    renewal = _renewal(scope)
    if why:
        near = f" The renewal is on {day(renewal)}." if renewal is not None else ""
        yield Finding(
            "danger" if near else "careful", f"{name} hangs by a single thread: {why}.{near}",
            "Introduce a second of ours to a second function there, in person.",
        )  # fmt: skip
        return
    threads = rank_threads(scope.whole, scope.account_id, scope.as_of)
    alone = threads[threads["powerful"] > 0]
    for row in alone.head(2).itertuples():
        people = "1 person with power is" if row.powerful == 1 else f"{row.powerful} people with power are"
        yield Finding(
            "careful", f"{people} known to {row.member} alone; without {row.member}, nobody of ours knows them.",
            "Take a second of ours to the next meeting with each of them.",
        )  # fmt: skip


def _renewal(scope: Scope) -> pd.Timestamp | None:
    """The next renewal within twelve months, if there is one."""
    days = pd.concat([scope.rows("accounts")["renewal_on"], scope.rows("contracts")["ends_on"]])
    near = days[(days >= scope.day) & (days <= scope.day + pd.DateOffset(months=RENEWAL_MONTHS))]
    return None if near.empty else near.min()


def _people(scope: Scope) -> Iterator[Finding]:
    people = place_stakeholders(scope.whole, scope.account_id, scope.as_of)
    strong = people[people["power"] >= HIGH]
    for row in strong[strong["support"] < 0].itertuples():
        yield Finding(
            "danger", f"{row.name}, {_role(row)}, is against us (support {row.support:+.0f}).",
            "Ask what it would take, of the person, before anything is offered.",
        )  # fmt: skip
    for row in people[people["leaving"]].itertuples():
        yield Finding(
            "careful", f"{row.name}, {_role(row)}, leaves on {day(row.leaves_on)}.",
            "Ask now who follows, and be introduced before the day.",
        )  # fmt: skip
    strangers = strong[strong["support"].isna()]
    yield from _together(strangers, "unknown", "Nobody knows whether these people with power support us", "Ask them; do not guess.")
    silent = strong[strong["silent"]]
    yield from _together(silent, "careful", "Nobody of ours has met these people with power for half a year", "Arrange a meeting with each.")
    blank = people[people["quadrant"].isna()]
    yield from _together(blank, "unknown", "Nobody knows the power or interest of", "Ask those of ours who were there.")


def _role(row: object) -> str:
    role, job = row.decision_role, row.job  # type: ignore[attr-defined]
    return f"who {role}" if known(role) else str(job) if known(job) else "who has a say"


def _together(rows: pd.DataFrame, severity: Severity, what: str, do: str) -> Iterator[Finding]:
    if rows.empty:
        return
    names = [str(name) for name in rows["name"]]
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    yield Finding(severity, f"{what}: {listed}.", do)


def _stages(scope: Scope) -> Iterator[Finding]:
    found = review_stages(scope.whole, scope.account_id, scope.as_of)
    name = _name(scope)
    if found.empty:
        yield Finding("unknown", f"Nobody has said how far the relationship with {name} is.", "Ask two of ours and two of theirs, each with what shows it.")
        return
    row = found.iloc[0]
    if pd.isna(row["gap"]):
        missing, said = ("their", "ours") if pd.isna(row["theirs"]) else ("our", "theirs")
        yield Finding(
            "unknown", f"Only one side has said how far the relationship is: {stage_called(float(row[said]))}; {missing} side is unknown.",
            "Ask them, by somebody outside the account team." if missing == "their" else "Ask two of ours from different divisions.",
        )  # fmt: skip
    elif abs(row["gap"]) >= GAP:
        closer = "we think ourselves" if row["gap"] > 0 else "they feel"
        yield Finding(
            "danger" if row["gap"] >= 2 else "careful",
            f"We say {stage_called(float(row['ours']))}, they say {stage_called(float(row['theirs']))}: {closer} "
            f"{stages_apart(float(row['gap']))} closer.",
            "Read their evidence first; plan for the stage they see." if row["gap"] > 0 else "Find out what they see that we do not.",
        )  # fmt: skip
    if row["bare"]:
        yield Finding("careful", f"{row['bare']} of the stage ratings {'has' if row['bare'] == 1 else 'have'} no evidence.", "Ask what shows it; without evidence it is a mood.")


def _mix(scope: Scope) -> Iterator[Finding]:
    mix = review_team_mix(scope.whole, scope.account_id, scope.as_of)
    empty = mix[(mix["verdict"] == NOBODY)]
    if len(empty):
        names = ", ".join(empty["function"])
        yield Finding("careful", f"Nobody of ours knows anybody in {names}.", "Name who of ours could, and arrange a visit.")


def _forecast(scope: Scope) -> Iterator[Finding]:
    row = rank_losses(scope.whole, scope.account_id, scope.as_of).iloc[0]
    if pd.isna(row["probability"]):
        yield Finding("unknown", "Nobody has forecast whether we lose this account.", "Record a forecast; it is the only way to learn how good our forecasts are.")
        return
    if row["due"]:
        yield Finding(
            "careful", f"The forecast of {day(row['made_on'])} could be seen on {day(row['resolves_on'])}, and nobody has said what happened.",
            "Enter whether it happened, at the next review.",
        )  # fmt: skip
    elif row["stale"]:
        yield Finding("careful", f"The forecast of loss is of {day(row['made_on'])}, more than half a year old.", "Record a new one beside it.")
    if row["probability"] >= LIKELY:
        lost = f", {scope.money(row['expected'])} of expected loss" if row["expected"] > 0 else ""
        yield Finding("danger", f"A loss is forecast with {row['probability']:.0f} %{lost}.", "Agree what would lower it, with a name and a day.")


def _research(scope: Scope) -> Iterator[Finding]:
    row = review_history(scope.whole, scope.account_id, scope.as_of).iloc[0]
    if not row["outside"]:
        last = f"; the last is of {day(row['last_outside'])}" if known(row["last_outside"]) else ""
        yield Finding("unknown", f"No research from outside in the last twelve months{last}.", "Ask somebody who neither sells to them nor works for them: trade press, their customers, an association.")
    if not row["asked"]:
        yield Finding("unknown", "Nobody there was asked by somebody outside the account team.", "Have somebody else ask; customers tell account managers what is polite.")
