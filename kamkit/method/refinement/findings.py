"""What the supervisor must not overlook before the next version, worst first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.finding import Finding, worst_first
from kamkit.method.planning.scope import days, quoted
from kamkit.method.refinement.loop import ROLES, review_feedback, review_loop
from kamkit.method.refinement.points import review_points
from kamkit.method.refinement.practice import review_lessons
from kamkit.method.refinement.versions import FOR_ALL, review_versions

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ANSWER_DAYS = 30  # whoever gave feedback should have an answer by then (default)
WEAK = 50.0  # % under which a point of the method is named (default)


def review_refinement(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What is open in the loop, for one account or "" for the programme, worst first.

    MethodError if there is no such account.
    """
    found = [*_feedback(tables, account_id, as_of), *_lessons(tables, account_id, as_of)]
    found += _points(tables, account_id, as_of)
    if not account_id:
        found += _versions(tables, as_of)
    return worst_first(found)


def _feedback(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    loop = review_loop(tables, account_id, as_of)
    if not loop.given:
        yield Finding(
            "unknown",
            "Nobody's feedback is written down, so the next version would rest on our own view.",
            "Ask one customer, one employee and one account manager this week.",
        )
        return
    feedback = review_feedback(tables, account_id, as_of)
    old = feedback[feedback["waits"] & (feedback["age"] > ANSWER_DAYS)]
    if len(old):
        first = old.iloc[0]
        yield Finding(
            "careful",
            f"{len(old)} {'voice waits' if len(old) == 1 else 'voices wait'} for more than {ANSWER_DAYS} days, the oldest for {days(int(first['age']))}: {quoted(first['what'], 60)}.",
            "Adopt or decline it, and tell the giver.",
        )
    unread = feedback[feedback["state"] == "new"]
    if len(unread):
        yield Finding(
            "careful",
            f"{len(unread)} unread: {quoted(unread['what'].iloc[0], 70)}.",
            "Read it before the next version is written.",
        )
    silent = feedback[feedback["state"].isin(["adopted", "declined"]) & feedback["answer"].isna()]
    if len(silent):
        yield Finding(
            "careful",
            f"{len(silent)} decided without an answer to the giver.",
            "Say what became of it; people who hear nothing stop speaking.",
        )
    unsaid = feedback[(feedback["state"] == "declined") & feedback["state_reason"].isna()]
    if len(unsaid):
        yield Finding(
            "danger", f"{len(unsaid)} declined without a reason.", "Write the reason; whoever gave it will ask."
        )
    mute = [role for role in ROLES if not loop.voices.loc[role, "given"]]
    if mute and not account_id:
        yield Finding("unknown", f"Not one word from: {', '.join(mute)}.", "Ask them; silence is not contentment.")


def _lessons(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    lessons = review_lessons(tables, account_id, as_of)
    if lessons.empty:
        yield Finding(
            "unknown",
            "No lesson is written down.",
            "Write one in step 3: what to do, what shows it, where it was learnt.",
        )
        return
    bare = lessons[lessons["evidence_note"].isna()]
    if len(bare):
        yield Finding(
            "careful",
            f"{quoted(bare['statement'].iloc[0], 60)} has no evidence.",
            "Say what shows it, or call it an opinion.",
        )
    untested = lessons[lessons["tested_in"].isna()]
    if len(untested):
        yield Finding(
            "careful",
            f"{len(untested)} of {len(lessons)} lessons were tested nowhere but where they were learnt.",
            "Name an account to test each on before all get it.",
        )


def _versions(tables: Tables, as_of: date) -> Iterator[Finding]:
    versions = review_versions(tables, as_of)
    if versions.empty:
        yield Finding(
            "unknown",
            "The programme has no version: nobody can say what changed and why.",
            "Write down in step 4 what holds today as the first one.",
        )
        return
    for row in versions.itertuples():
        name = f"Version {row.version_id}"
        if row.state != FOR_ALL and row.missing:
            yield Finding(
                "danger",
                f"{name} is to be tried without: {row.missing}.",
                "Fill that in first, or nobody will know whether it worked.",
            )
        elif "a judgement" in row.missing:
            yield Finding(
                "careful",
                f"{name} has run for more than a year, and nobody said whether it worked.",
                "Look at its measure, then say yes or no, and what was seen.",
            )
        if not pd.isna(row.worked) and row.worked and len(row.tried_ids) == 1:
            yield Finding(
                "careful",
                f"{name} worked at one account; that is not a proof.",
                "Try it on two accounts that are unlike the first.",
            )
    last = versions[versions["state"] == FOR_ALL]
    if len(last) and pd.isna(last["tried_on"].iloc[-1]):
        yield Finding(
            "careful",
            f"Version {last['version_id'].iloc[-1]}, which holds for all, was tried on nobody first.",
            "Try the next one on named accounts before it holds for all.",
        )


def _points(tables: Tables, account_id: str, as_of: date) -> Iterator[Finding]:
    points = review_points(tables, account_id, as_of)
    for row in points[points["value"] < WEAK].itertuples():
        yield Finding("careful", f"{row.question} Only {row.reached} of {row.of} {row.measure}.", row.do)
