"""Forms for the refinement: feedback with its state and answer, lessons, and the versions of the programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamkit.forms.rows import edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.worth.own_rows import units_in
from kamkit.show.refinement import show_feedback, show_lessons, show_versions

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk

Where = dict[str, str | Sequence[str]]


def edit_feedback(desk: Desk) -> Summed:
    """Feedback about the account, or all of it: who said what, its theme and state; reason and answer under *more*."""
    core = ("what", "given_by", "role", "given_on", "state")
    form = edit_rows(
        desk,
        "feedbacks",
        where=_of(desk),
        core=core,
        title=f"Feedback on {desk.account_name}",
        new_id_prefix="feedback",
        order_by=("given_on",),
    )
    return Summed(form, lambda tables, account_id: show_feedback(tables, account_id, desk.as_of))


def edit_lessons(desk: Desk) -> Summed:
    """Lessons learnt at the account, or all: what to do, what shows it, where it was learnt and where tested."""
    core = ("statement", "evidence_note", "domain_id", "tested_in", "learnt_on")
    form = edit_rows(
        desk,
        "lessons",
        where=_of(desk),
        core=core,
        title=f"Lessons of {desk.account_name}",
        new_id_prefix="lesson",
        order_by=("learnt_on",),
    )
    return Summed(form, lambda tables, account_id: show_lessons(tables, account_id, desk.as_of))


def edit_versions(desk: Desk) -> Summed:
    """The versions of the programme: what changes, why, with which effect, on whom it is tried first, from when."""
    core = ("changed", "reason", "expected_effect", "tried_on", "tried_from")
    form = edit_rows(
        desk,
        "versions",
        where={},
        core=core,
        title="Versions of the programme",
        new_id_prefix="version",
        order_by=("starts_on", "tried_from"),
    )
    return Summed(form, lambda tables, account_id: show_versions(tables, account_id, desk.as_of))


def _of(desk: Desk) -> Where:
    return {"account_id": units_in(desk.tables(), desk.account_id)} if desk.account_id else {}
