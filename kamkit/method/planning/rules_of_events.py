"""Rules that answer something that happened: a risk seen, a promise, a complaint, a weak touch point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kamkit.method.planning.proposal import Proposal
from kamkit.method.planning.scope import Scope, day, days, fit, known, quoted

COMPLAINT_DAYS = 30  # a complaint is old after this many days (default)
BROKEN_DAYS = 365  # a promise broken longer ago is history, not an action (default)


def answer_risks(scope: Scope) -> Iterator[Proposal]:
    """A risk whose trigger was seen and that is not over: start the response written down for it, within a week."""
    risks = scope.rows("risks")
    seen = risks[(risks["triggered_on"] <= scope.day) & ~(risks["closed_on"] <= scope.day)]
    for risk in seen.sort_values(["triggered_on", "risk_id"]).itertuples():
        if known(risk.response):
            what = f"Start the response to {quoted(risk.what, 60)}: {quoted(risk.response, 100)}"
        else:
            what = f"Write down the response to {quoted(risk.what, 100)} and start its first step"
        escalate = f" Escalates to: {_one_line(risk.escalate_to)}." if known(risk.escalate_to) else ""
        yield _proposal(
            scope, risk, "risk seen", what, "risk", risk.risk_id, "process", 7,
            cause=_text(risk.cause) or "Not written down yet: ask why it could happen.",
            measure_text="The trigger is no longer seen, and the customer says so.",
            evidence=f"The trigger of {quoted(risk.what)} was seen on {day(risk.triggered_on)}"
            f"{f': {_one_line(risk.trigger)}' if known(risk.trigger) else ''}.{escalate}",
        )  # fmt: skip


def keep_promises(scope: Scope) -> Iterator[Proposal]:
    """A promise overdue: keep it or name a new day. A promise broken in the last year: tell why, agree what follows."""
    promises = scope.rows("promises")
    overdue = promises[(promises["state"] == "open") & (promises["due"] < scope.day)]
    for promise in overdue.sort_values(["due", "promise_id"]).itertuples():
        over = days((scope.day - promise.due).days)
        yield _proposal(
            scope, promise, "promise overdue",
            f"Deliver what was promised, {quoted(promise.what)}, or tell {_to(promise)} the new day and why",
            "promise", promise.promise_id, "performance", 7,
            cause="Ask the owner what stands in the way.",
            measure_text="Promise kept, and the person it was given to says so.",
            evidence=f"Promised{_made(promise)} for {day(promise.due)}; {over} over and still open.",
        )  # fmt: skip
    since = scope.day - pd.Timedelta(days=BROKEN_DAYS)
    settled = promises["settled_on"].fillna(promises["due"])
    broken = promises[(promises["state"] == "broken") & ~(settled < since) & ~(settled > scope.day)]
    for promise in broken.sort_values("promise_id").itertuples():
        yield _proposal(
            scope, promise, "promise broken",
            f"Tell {_to(promise)} why {quoted(promise.what)} was not kept, and agree what we do instead",
            "promise", promise.promise_id, "performance", 14,
            cause="Find out what kept us from it, before promising again.",
            measure_text="The customer has agreed to what we do instead, with a day.",
            evidence=f"The promise{_made(promise)} was broken"
            f"{f' on {day(promise.settled_on)}' if known(promise.settled_on) else ''}.",
        )  # fmt: skip


def answer_complaints(scope: Scope) -> Iterator[Proposal]:
    """A complaint open for more than thirty days: visit the person who complained, with an answer."""
    queries = scope.rows("queries")
    still_open = ~(queries["closed_on"] <= scope.day)
    old = queries["asked_on"] < scope.day - pd.Timedelta(days=COMPLAINT_DAYS)
    complaints = queries[(queries["kind"] == "complaint") & still_open & old]
    for query in complaints.sort_values(["asked_on", "query_id"]).itertuples():
        age = days((scope.day - query.asked_on).days)
        who = _text(query.asked_by) or "the person who complained"
        yield _proposal(
            scope, query, "complaint unanswered",
            f"Visit {who} with the answer to {quoted(query.what)} and ask whether it will do",
            "complaint", query.query_id, "service", 7,
            cause="Ask why it was not answered: nobody's task, or no answer to give?",
            measure_text="The customer says the complaint is closed.",
            evidence=f"Complaint of {day(query.asked_on)}, open for {age}.",
        )  # fmt: skip


def mend_touch_points(scope: Scope, moments: pd.DataFrame) -> Iterator[Proposal]:
    """A moment of truth with a shortfall: set or repair the behaviour there. A suspected one: ask before acting.

    ``moments``: account_id, touch_point_id, name, importance, performance, shortfall, suspected, and the
    touch point's customer_role, behaviour and owner_id.
    """
    for moment in moments.sort_values(["suspected", "shortfall"], ascending=[True, False], kind="stable").itertuples():
        yield _ask_about(scope, moment) if moment.suspected else _mend(scope, moment)


def _mend(scope: Scope, moment: Any) -> Proposal:
    name = quoted(moment.name, 60)
    if known(moment.behaviour):
        kind, cause = "performance", "The behaviour owed there is written down; customers do not see it happen."
        what = f"Watch {name} for two weeks, note each time the behaviour owed is missed and why, and remove that cause"
    else:
        kind, cause = "process", "No behaviour is written down for this point: nobody owes it to anybody."
        what = f"Write down who does what by when at {name}, agree it with the people on duty, and start it"
    limit = scope.settings.moment_shortfall
    return _proposal(
        scope, moment, "moment of truth", what, "touch point", moment.touch_point_id, kind, 60, cause=cause,
        measure_text=f"Shortfall under {limit:g} (now {moment.shortfall:.1f}), asked again of the same people.",
        evidence=f"Customers give {name} importance {moment.importance:.1f} and our performance "
        f"{moment.performance:.1f}: a shortfall of {moment.shortfall:.1f}.",
    )  # fmt: skip


def _ask_about(scope: Scope, moment: Any) -> Proposal:
    name = quoted(moment.name, 70)
    whom = _text(moment.customer_role) or "two people who meet us there"
    return _proposal(
        scope, moment, "suspected moment of truth",
        f"Ask {quoted(whom, 60) if known(moment.customer_role) else whom} how much {name} matters and how well we do it",
        "touch point", moment.touch_point_id, "performance", 30,
        cause="Not known: so far it is our view only.",
        measure_text="At least two of the customer's people have rated the point.",
        evidence=f"Our own view gives {name} importance {moment.importance:.1f} and performance "
        f"{moment.performance:.1f}; no customer has confirmed it.",
    )  # fmt: skip


def _proposal(
    scope: Scope, row: Any, rule: str, what: str, because: str, because_id: str, kind: str, within: int,
    *, cause: str, measure_text: str, evidence: str,
) -> Proposal:  # fmt: skip
    group = getattr(row, "group_id", None) or row.account_id
    owner = scope.groups["owner_id"].get(group)
    own = getattr(row, "owner_id", None)
    return Proposal(
        account_id=group, rule=rule, what=fit(what), because=because, because_id=str(because_id), kind=kind, cause=cause,
        due=scope.due(within), measure_text=fit(measure_text), responsible_id=own if known(own) else owner,
        accountable_id=owner, evidence=evidence,
    )  # fmt: skip


def _text(value: object) -> str:
    return _one_line(value) if known(value) else ""


def _one_line(value: object) -> str:
    return " ".join(str(value).split()).rstrip(".")


def _to(promise: Any) -> str:
    return quoted(promise.promised_to, 40).strip('"') if known(promise.promised_to) else "the customer"


def _made(promise: Any) -> str:
    to = f" to {_to(promise)}" if known(promise.promised_to) else ""
    return f"{to}{f' on {day(promise.made_on)}' if known(promise.made_on) else ''}"
