"""The daily work to look at: what is due, what customers wait for, renewals, the pulse, meetings and feedback."""

from __future__ import annotations

from kamkit.show.running.customers import show_promises, show_queries
from kamkit.show.running.due import show_due, show_week_check
from kamkit.show.running.relationship import show_feedback, show_meetings, show_pulse
from kamkit.show.running.renewals import show_milestones, show_renewals

__all__ = [
    "show_due",
    "show_feedback",
    "show_meetings",
    "show_milestones",
    "show_promises",
    "show_pulse",
    "show_queries",
    "show_renewals",
    "show_week_check",
]
