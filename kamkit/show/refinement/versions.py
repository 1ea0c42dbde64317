"""Versions side by side: what changed, why, and whether it worked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.refinement import (
    Comparison,
    compare_versions,
    review_lessons,
    review_loop,
    review_versions,
    version_of,
)
from kamkit.method.review.change import TOO_FEW, Change
from kamkit.method.worth.own_rows import group_in
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, head, name_rows
from kamkit.show.values.wording import account_name, quoted
from kamkit.show.words import counted, day, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_SUPERVISOR = "The programme's supervisor"
_WHERE = "in the form of versions in step 4"


def show_versions(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Every version: what changed, why, expected, tried on whom, before and after on its measure, and the judgement."""
    versions = review_versions(tables, as_of)
    if versions.empty:
        return parts.nothing_yet(
            "versions of the programme: what changed, why, and whether it worked", _SUPERVISOR, _WHERE
        )
    group = group_in(tables, account_id) if account_id else ""
    frame = versions.assign(
        held=[_held(row) for row in versions.itertuples()],
        tried=[
            f"{row.tried_on}{'' if pd.isna(row.tried_from) else f', from {day(row.tried_from)}'}"
            if not pd.isna(row.tried_on)
            else "nobody first"
            for row in versions.itertuples()
        ],
        seen=[_seen(row, group) for row in versions.itertuples()],
        judged=[{True: "yes", False: "no"}.get(row.worked, "not judged yet") for row in versions.itertuples()],
    )
    columns = [
        Column("version_id", "Version"),
        Column("held", "State"),
        Column("changed", "What changed"),
        Column("reason", "Why"),
        Column("expected_effect", "Expected"),
        Column("tried", "Tried on"),
        Column("seen", "Measure, before and after"),
        Column("judged", "Worked"),
        Column("finding", "What was seen"),
    ]
    mark = [group in ids for ids in versions["tried_ids"]] if group else None
    caption = "Versions of the programme" + ("; those tried on this account are marked" if group else "")
    return parts.table(frame, columns, caption=caption, mark=mark)


def _held(row: Any) -> str:
    return (
        f"{row.state}{'' if pd.isna(row.starts_on) else f', for all from {day(row.starts_on)}'}"
        if row.state != "for all"
        else f"for all since {day(row.starts_on)}"
    )


def _seen(row: Any, group: str) -> str:
    if pd.isna(row.measure_id):
        return "no measure"
    # What another account measured is on that account's page, not on this one.
    if group and group not in row.tried_ids and len(row.tried_ids) == 1:
        return "measured where it was tried"
    before, after = (f"{value:,.4g}" if not pd.isna(value) else "not read yet" for value in (row.before, row.after))
    return f"{row.measure if not pd.isna(row.measure) else row.measure_id}: {before} to {after}"


def show_comparisons(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Customers' marks with a version and without it, before and after; where nobody is without it, that is said."""
    compared = [
        found
        for found in compare_versions(tables, account_id, as_of)
        if _asked_twice(found.with_it) or _asked_twice(found.without)
    ]
    if not compared:
        return parts.nothing_yet(
            "a version whose measure stands for an expectation that customers rated before and after",
            _SUPERVISOR,
            f"{_WHERE}: measure and accounts; answers come by import",
        )
    if account_id:
        return _of_one(tables, account_id, compared)
    first = max(compared, key=lambda found: (bool(found.accounts_without), found.with_it.people_after))
    rows = [
        (f"{found.version_id}, {which}", change)
        for found in compared
        for which, change in (("with it", found.with_it), ("without it", found.without))
        if change.people_after and change.people_before
    ]
    message = _message(first)
    detail = "; ".join(f"{label}: {change.before:.1f} before, {change.after:.1f} after" for label, change in rows) + "."
    return parts.stack(parts.chart(_picture(rows), message, detail), *(parts.say(*_told(found)) for found in compared))


def _asked_twice(change: Change) -> bool:
    return bool(change.people_before and change.people_after)


def _of_one(tables: Tables, account_id: str, compared: list[Comparison]) -> Shown:
    """What moved at one account; with whom it compares stands on the programme's page."""
    told = []
    for found in compared:
        which, change = ("on", found.with_it) if _asked_twice(found.with_it) else ("not on", found.without)
        told.append(
            f"Version {found.version_id}, which this account was {which}: {quoted(found.expectation)} went from {change.before:.1f} to {change.after:.1f} ({_people(change)})."
        )
    return parts.say(
        *told,
        f"How that compares with other accounts than {account_name(tables, account_id)} stands on the programme's page.",
    )


def _message(found: Comparison) -> str:
    said = (
        f"With version {found.version_id}, {quoted(found.expectation, 46)} moved by {found.with_it.change:+.1f} points"
    )
    if found.accounts_without:
        said += f"; without it by {found.without.change:+.1f}"
    return said


def _told(found: Comparison) -> list[str]:
    said = [
        f"Version {found.version_id}: {_people(found.with_it)} at {listed(found.accounts_with)}, {found.with_it.before:.1f} before and {found.with_it.after:.1f} after."
    ]
    if not found.accounts_without:
        said.append("No account without it was asked twice, so there is nothing to compare it with.")
    elif found.difference is None or found.difference.verdict == TOO_FEW:
        said.append(f"Without it: {_people(found.without)} at {listed(found.accounts_without)}, too few to compare.")
    else:
        gap = found.difference
        said.append(
            f"Without it: {_people(found.without)} at {listed(found.accounts_without)}. The difference is {gap.change:+.1f} points, 95 % interval {gap.low:+.1f} to {gap.high:+.1f}; "
            f"it is between {counted(len(found.accounts_with), 'account')} and {counted(len(found.accounts_without), 'account')} that were chosen and not drawn, so it is no proof of a cause."
        )
    return said


def _people(change: Change) -> str:
    return (
        f"the same {change.people_after} people"
        if change.paired
        else f"{change.people_before} people before, {change.people_after} after"
    )


def _picture(rows: list[tuple[str, Change]]) -> Any:
    from kamkit.show.figures import INK, MAIN, PAPER, SECOND, new_figure, plain

    figure, axes = new_figure(height=1.3 + 0.42 * len(rows))
    marks = Marks()
    for place, (label, change) in enumerate(rows):
        colour = MAIN if label.endswith("with it") else SECOND
        marks.stroke((change.before, change.after), (place, place), colour, 2.4, layer=1)
        marks.point(change.before, place, PAPER, 8, edge=colour, rim=1.6, layer=2)
        marks.point(change.after, place, colour, 8, edge=INK, layer=3)
        axes.text(10.3, place, f"{change.change:+.1f}, {_people(change)}", fontsize=7.5, va="center")
    marks.draw(axes)
    axes.set_xlim(0.8, 15.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(1, 10)
    name_rows(axes, [plain(label) for label, _ in rows], size=9)
    draw_scale(axes, "x", range(1, 11))
    head(axes, "MARKS OF CUSTOMERS, 1 to 10. Hollow: before; filled: after")
    return figure


def show_version_of(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Which version holds for the account, what was tried on it, and what it has contributed; or the programme's own."""
    versions = review_versions(tables, as_of)
    if versions.empty:
        return parts.nothing_yet("versions of the programme", _SUPERVISOR, _WHERE)
    group = group_in(tables, account_id) if account_id else ""
    holds, tried = version_of(versions, group)
    now = (
        f"Version {holds['version_id']} holds for all since {day(holds['starts_on'])}: {holds['changed']}"
        if holds is not None
        else "No version holds for all yet."
    )
    if not account_id:
        trial = versions[versions["state"] == "on trial"]
        return parts.say(
            now, *(f"Version {row.version_id} is on trial at {row.tried_on}." for row in trial.itertuples())
        )
    loop = review_loop(tables, account_id, as_of)
    lessons = review_lessons(tables, account_id, as_of)
    told = [
        f"It is the test account of version {row.version_id} ({row.state}): {row.changed}" for row in tried.itertuples()
    ]
    name = account_name(tables, account_id)
    gave = f"{name} has contributed {counted(loop.given, 'voice')} and {counted(len(lessons), 'lesson')}."
    return parts.say(now, *(told or ["No version was tried on it first."]), gave)
