"""The calendar of a plan: read by another parser, the same event for the same action, no clock, nobody invited."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import vobject
from plan_case import DAY, Remembering, rows

from kamkit.documents.export import FORMATS, bytes_of, source_of


def events(found: dict[str, list[dict[str, Any]]], day: date = DAY, edition: Any = "ours") -> dict[str, Any]:
    """The events of the account by their UID."""
    data = bytes_of(source_of(Remembering(found), "007", day, edition, sections=False), FORMATS[".ics"])
    calendar = vobject.readOne(data.decode())
    assert calendar.behavior is not None and calendar.validate(raiseException=True)
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}


def test_another_parser_reads_a_day_and_a_review_for_each_open_action() -> None:
    found = events(rows())
    assert len(found) == 6, "three open actions, each with its day and its review"
    by_summary = {event.summary.value: event for event in found.values()}
    due = by_summary["Action 1: ring the planner of plant 2 every Monday by 12:00 with what will be short (Quillon Glass)"]
    assert due.dtstart.value == date(2026, 3, 21) and due.dtend.value == date(2026, 3, 22)
    assert due.description.value.splitlines() == [
        "Does it: Dr Maren Voss", "Answers for it: Paul Adeyemi", "Due: 21 Mar 2026", "Success means: No stop of line 1",
    ]  # fmt: skip
    review = by_summary[f"Review: {due.summary.value}"]
    assert review.dtstart.value == date(2026, 4, 20)
    assert {event.dtstamp.value for event in found.values()} == {datetime(2026, 3, 31, tzinfo=UTC)}
    assert not any("attendee" in event.contents or "organizer" in event.contents for event in found.values())


def test_a_moved_action_is_the_same_event_and_the_later_file_counts() -> None:
    first, moved = rows(), rows()
    moved["actions"][0] |= {"due": date(2026, 7, 1), "what": "Something else"}
    before, after = events(first), events(moved, DAY + timedelta(days=7))
    assert before.keys() == after.keys()
    changed = [uid for uid in before if before[uid].dtstart.value != after[uid].dtstart.value]
    assert len(changed) == 1 and after[changed[0]].dtstart.value == date(2026, 7, 1)
    assert all(int(after[uid].sequence.value) > int(before[uid].sequence.value) for uid in before)


def test_ours_and_the_customers_calendar_have_the_same_events_for_the_same_actions() -> None:
    ours, theirs = events(rows()), events(rows(), edition="customer")
    assert set(theirs) < set(ours) and len(theirs) == 2
    assert not any("Anselm" in event.description.value for event in theirs.values())


def test_lines_are_folded_ended_and_escaped_as_the_standard_says() -> None:
    """RFC 5545: 3.1 lines of at most 75 octets ending in CRLF, 3.3.11 escaped text."""
    found = rows("Ärzte; Söhne, \\ & Co " + "ü" * 90)
    data = bytes_of(source_of(Remembering(found), "007", DAY, "ours", sections=False), FORMATS[".ics"])
    lines = data.split(b"\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n") and all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert "Ärzte\\; Söhne\\, \\\\ & Co" in data.replace(b"\r\n ", b"").decode()


def test_an_account_without_actions_has_an_empty_calendar() -> None:
    found = rows()
    found["actions"] = []
    assert events(found) == {}
