"""What slips in the daily work of an account, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.planning.scope import day, days, quoted, scope_of
from kamkit.method.running.due import place_due
from kamkit.method.running.feedback import place_feedback, place_meetings
from kamkit.method.running.pulse import rank_pulse, review_pulse
from kamkit.method.running.queries import NO_DAY, place_promises, place_queries
from kamkit.method.running.renewals import MISSING, OLD_COMPLAINT_DAYS, place_milestones

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

MEET_WITHIN_DAYS = 90  # an account nobody has noted a talk with for so long (default)
FALL = 0.5  # points of ten from which a fall is named (default)
NAMED_AT_MOST = 3


def review_week(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What slips at an account ("": at all of them), worst first, each with what to do; MethodError if there is none."""
    scope = scope_of(tables, account_id, as_of)
    given = tables, account_id, as_of
    findings = [*_late(*given), *_waiting(*given), *_renewals(*given), *_undated(*given), *_falls(*given)]
    findings += [*_not_met(*given), *_unanswered(*given)]
    if not findings and len(scope.groups):
        findings = [Finding("fine", "Nothing entered is past its day, and everybody who asked has an answer.")]
    return worst_first(findings)


def _late(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    late = place_due(tables, account_id, as_of)
    late = late[late["overdue"] & (late["kind"] != "renewal")]
    if late.empty:
        return
    oldest = late.iloc[0]
    where = "" if account_id else f" at {oldest['account']}"
    yield Finding(
        "danger",
        f"{'1 thing is past its day' if len(late) == 1 else f'{len(late)} things are past their day'}; the oldest is the "
        f"{oldest['kind']} {quoted(oldest['what'], 60)}{where}, due on {day(oldest['due'])}, {oldest['owner']}.",
        "Do it today, or ring whoever waits and agree a new day.",
    )


def _waiting(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    queries = place_queries(tables, account_id, as_of)
    old = queries[queries["old"]]
    if len(old):
        first = old.sort_values("open_days", ascending=False, kind="stable").iloc[0]
        where = "" if account_id else f" at {first['account']}"
        yield Finding(
            "danger",
            f"{len(old)} complaint{'' if len(old) == 1 else 's'} open for more than {OLD_COMPLAINT_DAYS} days; the "
            f"oldest{where} for {first['open_days']} days: {quoted(first['what'], 70)}.",
            "Ring the person who complained before anything else this week, even without a solution.",
        )
    nobody = queries[queries["owner"].isna()]
    if len(nobody):
        yield Finding("careful", f"{len(nobody)} open {'query belongs' if len(nobody) == 1 else 'queries belong'} to nobody.", "Name who answers, in step 2.")


def _renewals(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    milestones = place_milestones(tables, account_id, as_of)
    missing = milestones[milestones["state"] == MISSING]
    soonest = missing.drop_duplicates(["account_id", "contract_id"]).head(NAMED_AT_MOST)
    for one in soonest.itertuples():
        steps = missing[(missing["account_id"] == one.account_id) & (missing["contract_id"] == one.contract_id)]
        months = " and ".join(str(number) for number in steps["months"])
        left = days(abs((one.ends_on - pd.Timestamp(as_of)).days))
        ends = f"ends in {left}" if one.ends_on >= pd.Timestamp(as_of) else f"ended {left} ago"
        yield Finding(
            "danger" if one.ends_on <= pd.Timestamp(as_of) + pd.DateOffset(months=6) else "careful",
            f"{one.account}: {quoted(one.name, 50)} {ends}, and nothing shows what should have happened "
            f"{months} months before.",
            f"{steps['do'].iloc[0]}.",
        )


def _undated(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    promises = place_promises(tables, account_id, as_of)
    undated = promises[promises["state"] == NO_DAY]
    if len(undated):
        yield Finding(
            "careful",
            f"{len(undated)} open promise{' has' if len(undated) == 1 else 's have'} no day, such as "
            f"{quoted(undated['what'].iloc[0], 60)}.",
            "A promise without a day is never late and never kept; agree one.",
        )


def _falls(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    ranked = rank_pulse(review_pulse(tables, account_id, as_of))
    for one in ranked[ranked["change"] <= -FALL].head(NAMED_AT_MOST).itertuples():
        chance = " With so few answers it may be chance." if one.few else ""
        yield Finding(
            "careful",
            f"{one.account} rates the relationship {-one.change:.1f} lower than before "
            f"({one.now_n} and {one.before_n} people).{chance}",
            "Ask why before the next offer; the interval stands in 12_review_the_account.",
        )
    if account_id and ranked.empty:
        yield Finding(
            "unknown", "Nobody at the customer was asked about trust, satisfaction and commitment.",
            "Have somebody outside the account team ask; the answers go into 03_define_account_values.",
        )  # fmt: skip


def _not_met(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    scope = scope_of(tables, account_id, as_of)
    last = place_meetings(tables, account_id, as_of).drop_duplicates("account_id").set_index("account_id")["noted_on"]
    accounts = scope.tables["accounts"].drop_duplicates("account_id").set_index("account_id")["status"]
    groups = scope.groups
    if not account_id:
        groups = groups[accounts.reindex(groups.index).isin(["key account", "candidate"])]
    since = (scope.day - last.reindex(groups.index)).dt.days if len(last) else pd.Series(index=groups.index, dtype=float)
    silent = groups[since.isna() | (since > MEET_WITHIN_DAYS)]
    if silent.empty:
        return
    named = ", ".join(silent["name"].astype(str).head(NAMED_AT_MOST))
    more = f" and {len(silent) - NAMED_AT_MOST} more" if len(silent) > NAMED_AT_MOST else ""
    yield Finding(
        "unknown", f"No meeting noted within {MEET_WITHIN_DAYS} days: {named}{more}.",
        "Note the last talk in step 3, or make a day for the next one.",
    )  # fmt: skip


def _unanswered(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    feedback = place_feedback(tables, account_id, as_of)
    quiet = feedback[feedback["quiet"]]
    if len(quiet):
        first = quiet.iloc[0]
        yield Finding(
            "careful",
            f"{len(quiet)} piece{'' if len(quiet) == 1 else 's'} of feedback without an answer for more than thirty days; the "
            f"oldest: {quoted(first['what'], 60)}",
            "The supervisor adopts or declines it with a reason, in 13_refine_the_programme; the giver is told.",
        )
