"""The loop that makes the next version of the programme better: queries, feedback, lessons, versions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from kamkit.model.field import choice, day, flag, link, own_id, text
from kamkit.model.record import Record


class Query(Record, table="queries", key=("query_id",), title="Queries"):
    """Something a customer asked or complained about."""

    query_id: str = own_id("Query", "A short name or number.", shareable=True)
    account_id: str = link("accounts", "Account", "Who asks.", required=True, shareable=True)
    what: str = text("Query", "What is asked.", required=True, long=True, shareable=True)
    kind: Literal["question", "complaint", "request"] | None = choice("Kind", "What it is.", shareable=True)
    touch_point_id: str | None = link("touch_points", "Touch point", "Where it arose.")
    asked_by: str | None = text("Asked by", "The person.", shareable=True, person=True)
    asked_on: date = day("Asked on", "The day.", required=True, shareable=True)
    owner_id: str | None = link("team_members", "Owner", "Who answers.", shareable=True)
    due: date | None = day("Answer by", "The day it is due.", shareable=True)
    closed_on: date | None = day("Closed on", "The day the customer was content.", shareable=True)
    answer: str | None = text("Answer", "What was said or done.", long=True, shareable=True)


class Feedback(Record, table="feedbacks", key=("feedback_id",), title="Feedback"):
    """What somebody thinks the programme should do differently, and what became of it."""

    feedback_id: str = own_id("Feedback", "A short name or number.")
    given_by: str | None = text("From", "The person.", person=True)
    role: Literal["customer", "employee", "account manager", "supervisor"] = choice(
        "Role", "Whose voice.", required=True
    )
    account_id: str | None = link("accounts", "Account", "If it is about one.")
    domain_id: str | None = link("domains", "Domain", "Where it comes from.")
    given_on: date = day("On", "The day.", required=True)
    what: str = text("Feedback", "In their words.", required=True, long=True)
    theme: str | None = text("Theme", "What it is about, in a word or two.")
    state: Literal["new", "read", "adopted", "declined"] = choice("State", "How far it is.", default="new")
    state_reason: str | None = text("Reason", "Needed where declined.", long=True)
    answer: str | None = text("Answer", "What the giver was told.", long=True)
    answered_on: date | None = day("Answered on", "The day.")


class Lesson(Record, table="lessons", key=("lesson_id",), title="Lessons"):
    """Something that worked or failed, with its evidence and where it was tested."""

    lesson_id: str = own_id("Lesson", "A short name or number.")
    statement: str = text("Lesson", "What to do, or not to do.", required=True)
    evidence_note: str | None = text("Evidence", "What shows it.", long=True)
    domain_id: str | None = link("domains", "Learnt in", "The domain.")
    account_id: str | None = link("accounts", "Learnt at", "The account.")
    tested_in: str | None = text("Tested in", "Where else it was tried, and how that went.", long=True)
    learnt_on: date | None = day("On", "The day.")


class Version(Record, table="versions", key=("version_id",), title="Versions of the programme"):
    """A version of the programme: what changed, why, and whether it worked."""

    version_id: str = own_id("Version", "Such as 2026-1.")
    starts_on: date | None = day("From", "The day it holds for all.")
    changed: str | None = text("What changed", "Against the version before.", long=True)
    reason: str | None = text("Why", "The feedback or figures behind it.", long=True)
    expected_effect: str | None = text("Expected effect", "In figures.")
    measure_id: str | None = link("measures", "Measure", "What tells.")
    tried_on: str | None = text("Tried on", "The accounts it was tried on first.")
    tried_from: date | None = day("Tried from", "First day of the trial.")
    worked: bool | None = flag("Worked", "Whether the expected effect was seen.")
    finding: str | None = text("Finding", "What was seen.", long=True)
